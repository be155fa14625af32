package store

import (
	"encoding/json"
	"time"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/app/replica/lease"
)

// keyLease is where the lease lies on the device.
const keyLease = "lease"

// leaseEvery is how often the lease is looked at and written down.
const leaseEvery = time.Minute

// leasing is the lease of what this device keeps of the organisation in view.
type leasing struct {
	lease.Lease
	saved time.Time
}

// Overdrawn says why what lies on this device is not opened before there was contact; "" while it is open.
func Overdrawn() lease.Reason {
	if the.state != Overdue {
		return ""
	}
	_, _, why := the.lease.State(the.now())
	return why
}

// leased takes the lease from the device, unless there was contact by now.
func (s *Store) leased(found []replica.Blob) {
	if s.state == SignedIn {
		return
	}
	s.lease = leasing{}
	if json.Unmarshal(replica.Under(keyLease, found), &s.lease.Lease) != nil {
		s.lease = leasing{} // none: locked
	}
}

// hear notes each answer of the server's own.
func (s *Store) hear(q client.Request, a client.Response) {
	s.dispatch(func() {
		if a.Time.IsZero() || s.device.tenant == "" {
			return
		}
		if lease.Proves(s.device.tenant, q.Path, a.Status) {
			s.met(a.Time)
		} else {
			s.lease.Lease = s.lease.Heard(a.Time)
		}
	})
}

// met begins the lease anew: the server has shown that there is access.
func (s *Store) met(server time.Time) {
	hours := 0
	if s.replica != nil {
		hours = s.replica.Tenant().OfflineHours
	}
	s.lease.Lease = lease.Met(server, s.now(), hours)
	if s.now().Sub(s.lease.saved).Abs() >= leaseEvery {
		s.saveLease()
	}
}

// saveLease writes the lease down, in one tab of all.
func (s *Store) saveLease() {
	if s.device.disk == nil || !s.device.leads {
		return
	}
	s.lease.saved = s.now()
	s.lay(keyLease, s.lease.Lease)
}

// watchLease looks at the lease now and then, for as long as the app is open.
func (s *Store) watchLease() {
	s.after(leaseEvery, func() {
		if s.device.tenant != "" && s.replica != nil && !s.lease.Contact.IsZero() {
			s.lease.Lease = s.lease.Saw(s.now(), leaseEvery)
			s.saveLease()
			s.judge()
		}
		s.watchLease()
	})
}

// judge closes what is open when the lease is over.
func (s *Store) judge() {
	if open, _, _ := s.lease.State(s.now()); open || s.state != Kept && (s.state != SignedIn || !s.sync.offline) {
		return
	}
	s.state = Overdue
	s.leaveDevice()
	s.post(Session)
}
