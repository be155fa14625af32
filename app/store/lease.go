package store

import (
	"encoding/json"
	"time"

	"stellwerk/app/client"
	"stellwerk/app/replica"
	"stellwerk/app/replica/lease"
	"stellwerk/shared/org"
)

// keyLease is where the lease lies on the device.
const keyLease = "lease"

// leaseEvery is how often the lease is looked at and written down.
const leaseEvery = time.Minute

// leasing is the lease of what this device keeps of the organisation in view.
type leasing struct {
	lease.Lease
	saved time.Time
	since time.Duration // how long this page had run when it was noted last
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
	s.lease = leasing{since: s.running()}
	_ = json.Unmarshal(replica.Under(keyLease, found), &s.lease.Lease) // none is locked
}

// leasedBy takes over what the tab that talks with the server has written down.
func (s *Store) leasedBy(found []replica.Blob) {
	var l lease.Lease
	if data := replica.Under(keyLease, found); data != nil && json.Unmarshal(data, &l) == nil {
		s.lease.Lease, s.lease.since = l, s.running()
	}
}

// hear notes each answer of the server's own. One to a request that was not meant for the account in view shows nothing of its access.
func (s *Store) hear(q client.Request, a client.Response) {
	s.dispatch(func() {
		if a.Time.IsZero() || s.device.tenant == "" {
			return
		}
		if q.Account == s.device.account && lease.Proves(s.device.tenant, q.Path, a.Status) {
			s.met(a.Time)
		} else {
			s.lease.Lease = s.lease.Heard(a.Time)
		}
	})
}

// met begins the lease anew: the server has shown that there is access.
func (s *Store) met(server time.Time) {
	policy := s.lease.Policy
	s.lease.Lease, s.lease.since = lease.Met(server, s.now(), 0), s.running()
	if policy != 0 {
		s.lease.Policy = policy
	}
	s.policy()
	if s.now().Sub(s.lease.saved).Abs() >= leaseEvery {
		s.saveLease()
	}
}

// policy lets the lease be as long as the organisation's policy says, as soon as that is known here. A policy that waits to be confirmed
// is none yet.
func (s *Store) policy() {
	if s.replica == nil || s.lease.Contact.IsZero() {
		return
	}
	hours, known := s.replica.Policy()
	if long := org.OfflineTime(hours); known && long != s.lease.Policy {
		s.lease.Policy = long
		s.saveLease()
		s.judge()
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
		s.lookAtLease()
		s.watchLease()
	})
}

// lookAtLease notes what the clock says, and for how long the app has run. Browsers let timers of pages that nobody looks at sleep, so that is
// never told by these.
func (s *Store) lookAtLease() {
	now := s.running()
	ran := now - s.lease.since
	s.lease.since = now
	if s.device.tenant == "" || s.replica == nil || s.lease.Contact.IsZero() {
		return
	}
	s.lease.Lease = s.lease.Saw(s.now(), ran)
	s.saveLease()
	s.judge()
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
