package store

import (
	"encoding/json"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/app/replica/lease"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// review asks how the account stands to the organisation in view, which answers as if it were not there. Only a clear answer to this
// very question costs anybody what lies on the device.
func (s *Store) review() {
	asked := lease.Asked{Account: s.session.Account, Tenant: s.here.Tenant, Nonce: string(NewID[org.CommandID]())}
	turn := s.sync.turn
	s.run(func() func() {
		reply, err := s.client.Access(asked.Request())
		return func() {
			switch {
			case turn != s.sync.turn:
			case err == nil && lease.Wipe(asked, reply):
				s.gone()
			case client.Gone(err) || err == nil && reply.Reason == route.AccessSignIn:
				s.lock()
			default:
				s.lost()
			}
		}
	})
}

// gone wipes what lies here of an organisation to which this account has no access any more.
func (s *Store) gone() {
	disk := s.device.disk
	said := noAccess(s.here.Name, 0)
	if s.replica != nil {
		said = noAccess(s.here.Name, unheard(s.replica))
		s.replica.Wipe()
	}
	setWaits("")        // it is said what is lost
	s.device.disk = nil // it is closed by being wiped
	s.leaveDevice()
	s.here = route.Membership{}
	s.notice(Notice{Text: said, Stays: true})
	s.run(func() func() {
		if disk != nil {
			disk.Wipe()
		}
		return func() { s.begin() }
	})
	s.post(Members)
	s.post(Session)
}

// strays asks about what this device keeps of organisations that the session does not tell of: access to them may have ended while the
// app was closed, or while another one was in view. Until the answer is clear it stays where it is.
func (s *Store) strays() {
	in := s.session
	s.run(func() func() {
		var said []string
		again := false
		for _, t := range s.lying(in.Account) {
			if membershipOf(in, t).Tenant != "" {
				continue
			}
			asked := lease.Asked{Account: in.Account, Tenant: t, Nonce: string(NewID[org.CommandID]())}
			reply, err := s.client.Access(asked.Request())
			again = again || client.Lost(err)
			if err != nil || !lease.Wipe(asked, reply) {
				continue
			}
			if disk, err := s.disks(in.Account, t); err == nil {
				said = append(said, s.farewell(disk, t))
				disk.Wipe()
			}
		}
		return func() {
			for _, text := range said {
				if text != "" {
					s.notice(Notice{Text: text, Stays: true})
				}
			}
			if again {
				s.after(maxPause, func() {
					if s.state == SignedIn && s.session.Account == in.Account {
						s.strays()
					}
				})
			}
		}
	})
}

// farewell says what is given up with what this device keeps of an organisation; "" if that is nothing. It blocks.
func (s *Store) farewell(disk Disk, t org.TenantID) string {
	if names, err := disk.Names(replica.MetaFrom); err == nil && len(names) == 0 {
		return ""
	}
	if disk.Unlock("") != nil { // there is a PIN: how much waits is known all the same
		waiting, _ := disk.Names(replica.OutboxFrom)
		return noAccess("", len(waiting))
	}
	found, err := first(disk)
	if err != nil {
		return noAccess("", 0)
	}
	var who route.SessionReply
	_ = json.Unmarshal(replica.Under(keyWho, found), &who)
	r := replica.Reopen(t, ledger.Actor{}, s.now, NewID[org.CommandID])
	r.Put(found)
	return noAccess(membershipOf(who, t).Name, unheard(r))
}

// unheard is how many of a person's commands were not taken over.
func unheard(r *replica.Replica) int { return len(r.Pending()) + len(r.Undecided()) }

// noAccess says to which organisation access is gone, and what is lost with it.
func noAccess(name string, lost int) string {
	said := ui.T("session.noAccess", "name", name)
	if name == "" {
		said = ui.T("session.noAccessKept")
	}
	if lost > 0 {
		said += " " + ui.N("session.lostWithIt", lost)
	}
	return said
}
