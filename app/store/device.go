package store

import (
	"encoding/json"
	"errors"
	"time"

	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/app/vault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Disk keeps one replica on this device: in the browser a *vault.Vault. Its methods block their goroutine.
type Disk interface {
	Unlock(secret string) error
	LockWith(old, secret, name string) error
	Guard() vault.Guard
	Forget()
	Names(from string) ([]string, error)
	Read(names ...string) ([]replica.Blob, error)
	Write(replica.Batch) error
	Lead(hear func(yes bool))
	Listen(hear func(kind string, cleared bool, names []string))
	Say(kind string)
	Missed() bool
	Wipe()
	Close()
}

// device is where what this device keeps of the organisation in view stands.
type device struct {
	disk    Disk // nil while it is being opened, and where nothing can be kept
	account org.AccountID
	tenant  org.TenantID
	opening bool
	leads   bool // this tab talks with the server
	nothing bool // this browser keeps nothing
	chunks  bool // records are being read
	garbage int  // how much of it is let be, see thrift
	writing bool
	again   bool // write once more after the write under way
	lost    int  // commands that could not be read
	fresh   bool // nothing lay here
	counted bool // what waits here was compared with what is known to have waited
	asked   bool // to keep it also when space runs short
	noted   bool // in the settings, that records lie here
	guard   vault.Guard
	sought  bool // jobs that were under way have been asked for
}

// keyWho is where what the server said of the person lies: who it is, and where a member.
const keyWho = "who"

// enter opens what this device keeps of an organisation; then the replica is in view, and what is missing is fetched.
func (s *Store) enter(account org.AccountID, tenant org.TenantID) {
	s.leaveDevice()
	s.device = device{account: account, tenant: tenant, opening: true}
	s.client.As(account)
	turn := s.sync.turn
	s.entered++
	if s.disks == nil {
		s.opened(turn, nil, nil, vault.ErrNone)
		return
	}
	s.run(func() func() {
		disk, err := s.disks(account, tenant)
		if err != nil {
			return func() { s.opened(turn, nil, nil, err) }
		}
		s.attend(disk)
		guard := disk.Guard()
		err = disk.Unlock("")
		var found []replica.Blob
		if err == nil {
			found, err = first(disk)
		}
		return func() {
			if turn == s.sync.turn && guard != vault.Unguarded {
				s.device.guard = guard
				s.post(Session)
			}
			s.opened(turn, disk, found, err)
		}
	})
}

// attend listens to the other tabs.
func (s *Store) attend(disk Disk) {
	entered := s.entered
	here := func(do func()) {
		s.dispatch(func() {
			if entered == s.entered {
				do()
			}
		})
	}
	disk.Listen(func(kind string, cleared bool, names []string) { here(func() { s.heard(kind, cleared, names) }) })
	disk.Lead(func(yes bool) { here(func() { s.lead(yes) }) })
}

// first reads what comes before the records.
func first(disk Disk) ([]replica.Blob, error) {
	names := []string{keyWho, keyLease}
	for _, from := range replica.FirstFrom {
		more, err := disk.Names(from)
		if err != nil {
			return nil, err
		}
		names = append(names, more...)
	}
	return disk.Read(names...)
}

// opened goes on when what comes before the records has been read, or can't be.
func (s *Store) opened(turn int, disk Disk, found []replica.Blob, err error) {
	if turn != s.sync.turn {
		if disk != nil {
			disk.Close()
		}
		return
	}
	s.device.disk, s.device.opening = disk, false
	switch {
	case errors.Is(err, vault.ErrSealed):
		s.sealed = true
		s.post(Session)
		return
	case err != nil:
		if disk != nil {
			disk.Close()
		}
		s.device.disk, s.device.nothing, s.device.leads = nil, true, true
		found = nil
	}
	s.sealed = false
	s.leased(found)
	s.known(found)
	if s.state == Overdue {
		s.leaveDevice()
		s.post(Session)
		return
	}
	if s.here.Tenant == "" { // nothing is known of who this is, and the server has not answered yet
		s.leaveDevice()
		if s.nobody {
			s.out()
		}
		return
	}
	s.restore(turn, found)
}

// known takes from the device who was here, unless the server has said so by now.
func (s *Store) known(found []replica.Blob) {
	if s.state != Asking {
		return
	}
	var who route.SessionReply
	if json.Unmarshal(replica.Under(keyWho, found), &who) != nil || who.Account != s.device.account {
		return
	}
	s.session = who
	ui.ShowHints(!who.HintsOff)
	s.here = membershipOf(who, s.device.tenant)
	if s.state = Kept; s.nobody || recall("locked") != "" {
		s.state = Locked
	} else if open, _, _ := s.lease.State(s.now()); !open {
		s.state = Overdue
	}
	s.post(Session)
}

func membershipOf(who route.SessionReply, tenant org.TenantID) route.Membership {
	for _, m := range who.Memberships {
		if m.Tenant == tenant && tenant != "" {
			return m
		}
	}
	return route.Membership{}
}

// restore brings the replica in view, and its records bit by bit.
func (s *Store) restore(turn int, found []replica.Blob) {
	me := ledger.Actor{Member: s.here.Member, Role: s.here.Role, Name: s.session.GivenName + " " + s.session.Surname}
	s.replica = replica.Reopen(s.device.tenant, me, s.now, NewID[org.CommandID])
	s.replica.Follow(!s.device.leads)
	s.device.lost = len(s.replica.Put(found))
	s.device.fresh = !replica.Known(found) && len(s.replica.Pending()) == 0
	s.post(Members)
	if s.device.disk == nil {
		s.restored(turn)
		return
	}
	s.device.chunks = true
	disk := s.device.disk
	s.run(func() func() {
		names, err := disk.Names(replica.RecordsFrom)
		if err != nil {
			names = nil
		}
		return func() { s.readChunks(turn, names) }
	})
}

// atOnceRead is how many chunks of records are decrypted in one go; they are put in place one by one while time is left.
const atOnceRead = 40

// readChunks reads the next chunks, puts them in place and goes on until there are no more.
func (s *Store) readChunks(turn int, names []string) {
	if turn != s.sync.turn {
		return
	}
	if len(names) == 0 {
		s.restored(turn)
		return
	}
	disk, n := s.device.disk, min(atOnceRead, len(names))
	s.run(func() func() {
		blobs, err := disk.Read(names[:n]...)
		return func() {
			if err != nil {
				blobs = []replica.Blob{{Key: names[0], Data: []byte{}}} // spoilt: fetched anew
			}
			s.putChunks(turn, blobs, names[n:])
		}
	})
}

// slice is how long records are put in place before the page may draw again.
const slice = 12 * time.Millisecond

func (s *Store) putChunks(turn int, blobs []replica.Blob, rest []string) {
	if turn != s.sync.turn {
		return
	}
	for began := s.now(); len(blobs) > 0 && s.now().Sub(began) < slice; blobs = blobs[1:] {
		s.replica.Put(blobs[:1])
	}
	if now := s.now(); now.Sub(s.sync.shown) >= showEvery {
		s.sync.shown = now
		s.thrift()
		s.post(Members)
	}
	if len(blobs) > 0 {
		s.after(0, func() { s.putChunks(turn, blobs, rest) })
		return
	}
	s.readChunks(turn, rest)
}

// restored ends the reading: from now on the replica follows the server, or the tab that does.
func (s *Store) restored(turn int) {
	if turn != s.sync.turn {
		return
	}
	s.device.chunks = false
	s.replica.Restored()
	s.policy()
	if s.device.lost > 0 {
		s.notice(Notice{Text: ui.N("device.lost", s.device.lost), Stays: true})
	}
	s.remembered()
	s.changed()
	s.pull()
	s.push()
	if !s.device.sought { // who is here was known before what lies here had been read
		s.findJobs()
	}
}

// leaveDevice closes what is open; it stays on the device.
func (s *Store) leaveDevice() {
	if s.device.disk != nil {
		s.device.disk.Close()
	}
	s.device, s.replica = device{}, nil
	s.sync.next()
}
