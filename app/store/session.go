package store

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// begin opens what lies on this device, and asks who is signed in.
func (s *Store) begin() {
	if account, tenant := recall("account"), recall("tenant"); s.state == Asking && s.device.account == "" && account != "" && tenant != "" {
		s.enter(org.AccountID(account), org.TenantID(tenant))
	}
	told := s.told
	s.run(func() func() {
		reply, err := s.client.Session()
		return func() {
			if told != s.told {
				return // somebody has signed in since this was asked, and the answer is about the time before
			}
			switch {
			case err == nil:
				s.signedIn(reply)
			case client.Gone(err) || !client.Lost(err) && recall("account") == "":
				s.answered()
				s.nobodyIn()
			default: // this says nothing about who is signed in
				s.lost()
				s.after(s.sync.pause(), func() {
					if s.unsure() {
						s.begin()
					}
				})
			}
		}
	})
}

// unsure says that the server has not answered yet who is here.
func (s *Store) unsure() bool { return s.state == Asking || s.state == Kept || s.state == Overdue }

// nobodyIn takes that nobody is signed in. Whose work lies on this device has to sign in again; else the way in is shown.
func (s *Store) nobodyIn() {
	switch {
	case recall("account") == "": // signed out here or in another tab
		s.out()
	case s.device.opening:
		s.nobody = true
	case s.replica != nil && s.here.Tenant != "":
		s.lock()
	default:
		s.out()
	}
}

// out shows the way in, and nothing of whoever was here.
func (s *Store) out() {
	s.forget()
	s.state, s.session = SignedOut, route.SessionReply{}
	ui.ShowHints(true)
	s.post(Session)
}

// SetSession takes who is signed in now, as the server has just said.
func SetSession(_ app.Context, reply route.SessionReply) {
	the.told++
	the.signedIn(reply)
}

func (s *Store) signedIn(reply route.SessionReply) {
	if s.session.Account != reply.Account && s.session.Account != "" {
		s.forget()
	}
	s.session, s.state, s.nobody = reply, SignedIn, false
	ui.ShowHints(!reply.HintsOff)
	s.answered()
	ui.SetLang(org.Language(reply.Language))
	remember("language", reply.Language)
	remember("account", string(reply.Account))
	remember("locked", "")
	s.open(s.choose())
	s.strays()
	s.post(Session)
}

// choose is the organisation to show: the one in view, the one that was in view the last time, or the first.
func (s *Store) choose() org.TenantID {
	for _, wanted := range []org.TenantID{s.here.Tenant, org.TenantID(recall("tenant"))} {
		if m := membershipOf(s.session, wanted); m.Tenant != "" {
			return m.Tenant
		}
	}
	if len(s.session.Memberships) > 0 {
		return s.session.Memberships[0].Tenant
	}
	return ""
}

// Open brings an organisation in view. What waits in the one before goes on being sent only while it is in view: the frame asks
// first.
func Open(_ app.Context, tenant org.TenantID) {
	the.open(tenant)
	the.post(Session)
}

func (s *Store) open(tenant org.TenantID) {
	here := membershipOf(s.session, tenant)
	same := s.device.account == s.session.Account && s.device.tenant == tenant && tenant != "" &&
		(s.replica == nil || here.Member == s.here.Member || s.here.Member == "")
	s.here = here
	if !same {
		s.jobs, s.ended = nil, nil
		s.leaveDevice()
		remember("tenant", string(tenant))
		if tenant != "" {
			s.enter(s.session.Account, tenant)
		}
	}
	s.post(Members)
	s.remembered()
	s.pull()
	s.push()
	s.findJobs()
}

// SignOut ends the session and wipes what lies on this device; then is called with nil, or with what the server said against it.
func SignOut(_ app.Context, then func(error)) {
	s := the
	s.run(func() func() {
		err := s.client.SignOut()
		if err == nil || client.Gone(err) {
			s.wipeAll()
		}
		return func() {
			if err == nil || client.Gone(err) {
				remember("account", "")
				remember("kept", "")
				setWaits("")
				s.out()
				err = nil
			}
			then(err)
		}
	})
}

// wipeAll destroys all that this device keeps for the account. It blocks.
func (s *Store) wipeAll() {
	if disk := s.device.disk; disk != nil {
		disk.Wipe()
	}
	s.leave(s.session.Account)
}

// forget drops all that belongs to an account from this page. What lies on the device stays.
func (s *Store) forget() {
	s.leaveDevice()
	s.here, s.jobs, s.ended, s.notices, s.nobody, s.sealed, s.vanished = route.Membership{}, nil, nil, nil, false, false, 0
	s.post(Members)
	s.post(Notices)
	s.post(Jobs)
}

// lock keeps everything and asks the person to sign in again: the server does not know the session any more. It stays so until
// somebody has signed in, also where the app is opened anew without a connection.
func (s *Store) lock() {
	if s.state != SignedOut && s.state != Locked {
		s.state = Locked
		remember("locked", string(s.session.Account))
		s.post(Session)
	}
}
