package store

import (
	"encoding/json"

	"stellwerk/app/replica"
)

// changed tells that records, what waits or what was refused look different, and writes that down.
func (s *Store) changed() {
	s.post(Members)
	s.savedSoon()
	s.keep()
	s.tellWaiting()
	s.persist()
}

// keep writes down what has changed since the last time, one write after the other.
func (s *Store) keep() {
	if s.replica == nil || s.device.disk == nil || s.device.chunks {
		return
	}
	if s.device.writing {
		s.device.again = true
		return
	}
	b := s.replica.Save()
	if b.Empty() {
		return
	}
	s.device.writing = true
	turn, r, disk := s.sync.turn, s.replica, s.device.disk
	s.run(func() func() {
		err := disk.Write(b)
		return func() {
			if turn == s.sync.turn {
				s.device.writing = false
				s.written(r, b, err)
			}
		}
	})
}

// written goes on after a write.
func (s *Store) written(r *replica.Replica, b replica.Batch, err error) {
	if err != nil {
		r.SaveFailed(b)
		s.unsaved(true)
		s.after(maxPause, s.keep)
		return
	}
	s.unsaved(false)
	if have, _, loading := r.Loading(); (have > 0 || !loading) && !s.device.noted { // web/js/forms.js need not ask for the first page any more
		s.device.noted = true
		remember("kept", string(s.device.account)+"/"+string(s.device.tenant))
	}
	if s.device.again {
		s.device.again = false
		s.keep()
	}
}

// unsaved notes whether this device takes what it is given.
func (s *Store) unsaved(yes bool) {
	if s.device.nothing != yes {
		s.device.nothing = yes
		s.post(Connection)
	}
}

// KeepsNothing says that this device can't keep what is done: what waits is lost when the app is closed.
func KeepsNothing() bool { return the.device.nothing }

// remembered writes down who is here, for the next start without a connection.
func (s *Store) remembered() {
	if s.state == SignedIn {
		s.lay(keyWho, s.session)
	}
}

// lay writes something of the store's own beside the replica, in the tab that leads. Where that fails, the next start needs the connection
// once more.
func (s *Store) lay(key string, value any) {
	disk := s.device.disk
	data, err := json.Marshal(value)
	if err != nil || disk == nil || !s.device.leads {
		return
	}
	s.run(func() func() {
		_ = disk.Write(replica.Batch{Blobs: []replica.Blob{{Key: key, Data: data}}})
		return func() {}
	})
}
