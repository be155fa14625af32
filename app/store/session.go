package store

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// begin asks who is signed in.
func (s *Store) begin() {
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
			case client.Lost(err):
				s.lost()
				s.after(s.sync.pause(), func() {
					if s.state == Asking {
						s.begin()
					}
				})
			case client.Gone(err) || s.state == Asking: // any other refusal says nothing about who is signed in
				s.forget()
				s.state, s.session = SignedOut, route.SessionReply{}
				s.answered()
				s.post(Session)
			}
		}
	})
}

// SetSession takes who is signed in now, as the server has just said.
func SetSession(_ app.Context, reply route.SessionReply) {
	the.told++
	the.signedIn(reply)
}

func (s *Store) signedIn(reply route.SessionReply) {
	if s.session.Account != reply.Account {
		s.forget()
	}
	s.session, s.state = reply, SignedIn
	s.answered()
	ui.SetLang(org.Language(reply.Language))
	remember("language", reply.Language)
	remember("account", string(reply.Account))
	s.open(s.choose())
	s.post(Session)
}

// choose is the organisation to show: the one in view, the one that was in view the last time, or the first.
func (s *Store) choose() org.TenantID {
	wanted := []org.TenantID{s.here.Tenant, org.TenantID(recall("tenant"))}
	for _, w := range wanted {
		for _, m := range s.session.Memberships {
			if m.Tenant == w && w != "" {
				return w
			}
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
	var here route.Membership
	for _, m := range s.session.Memberships {
		if m.Tenant == tenant {
			here = m
		}
	}
	same := s.replica != nil && s.replica.TenantID() == tenant && here.Member == s.here.Member
	s.here = here
	if !same {
		s.replica, s.jobs, s.ended = nil, nil, nil
		if tenant != "" {
			name := s.session.GivenName + " " + s.session.Surname
			me := ledger.Actor{Member: here.Member, Role: here.Role, Name: name}
			s.replica = replica.New(tenant, me, s.now, NewID[org.CommandID])
			remember("tenant", string(tenant))
		}
		s.sync.turn++
		s.sync.flying, s.sync.pulling = false, false
	}
	s.post(Members)
	s.pull()
	s.push()
	s.findJobs()
}

// SignOut ends the session and forgets everything; then is called with nil, or with what the server said against it.
func SignOut(_ app.Context, then func(error)) {
	the.run(func() func() {
		err := the.client.SignOut()
		return func() {
			if err == nil || client.Gone(err) {
				the.forget()
				the.state, the.session = SignedOut, route.SessionReply{}
				remember("account", "")
				the.post(Session)
				err = nil
			}
			then(err)
		}
	})
}

// forget drops all that belongs to an account.
func (s *Store) forget() {
	if s.replica != nil {
		s.replica.Wipe()
	}
	s.replica, s.here, s.jobs, s.ended, s.notices = nil, route.Membership{}, nil, nil, nil
	s.sync.turn++
	s.sync.flying, s.sync.pulling = false, false
	s.post(Members)
	s.post(Notices)
	s.post(Jobs)
}

// lock keeps everything and asks the person to sign in again: the server does not know the session any more.
func (s *Store) lock() {
	if s.state == SignedIn {
		s.state = Locked
		s.post(Session)
	}
}

// review asks anew who is signed in: the organisation in view answers as if it were not there.
func (s *Store) review() {
	s.run(func() func() {
		reply, err := s.client.Session()
		return func() {
			switch {
			case err == nil:
				for _, m := range reply.Memberships {
					if m.Tenant == s.here.Tenant {
						s.lost()
						return
					}
				}
				s.notice(Notice{Text: ui.T("session.noAccess", "name", s.here.Name)})
				s.here = route.Membership{}
				if s.replica != nil {
					s.replica.Wipe()
				}
				s.replica = nil
				s.signedIn(reply)
			case client.Gone(err):
				s.lock()
			}
		}
	})
}
