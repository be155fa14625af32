package store

// lead begins to talk with the server, or follows the tab that does.
func (s *Store) lead(yes bool) {
	s.device.leads = yes
	if s.replica == nil {
		return
	}
	if !yes {
		s.replica.Follow(true)
		return
	}
	turn, disk := s.sync.turn, s.device.disk
	s.run(func() func() {
		missed := disk.Missed()
		return func() {
			if turn != s.sync.turn {
				return
			}
			if missed {
				s.reread()
				return
			}
			s.replica.Follow(false)
			s.remembered()
			s.changed()
			s.pull()
			s.push()
		}
	})
}

// heard is what another tab has said.
func (s *Store) heard(kind string, cleared bool, names []string) {
	switch kind {
	case "written":
		s.catchUp(cleared, names)
	case "pull":
		s.pull()
	case "wiped":
		s.forget()
		s.begin()
	case "seal":
		s.seal()
	case "opened":
		if s.sealed {
			s.unsealed()
		}
	case "guarded":
		s.reguard()
	}
}

// catchUp takes over what another tab has written.
func (s *Store) catchUp(cleared bool, names []string) {
	if s.replica == nil {
		return
	}
	if cleared || s.device.chunks {
		s.reread()
		return
	}
	turn, disk := s.sync.turn, s.device.disk
	s.run(func() func() {
		blobs, err := disk.Read(names...)
		return func() {
			if turn != s.sync.turn || err != nil {
				return
			}
			s.replica.Put(blobs)
			s.leasedBy(blobs)
			s.changed()
			s.push()
		}
	})
}

// reread reads all that lies on the device anew.
func (s *Store) reread() {
	s.sync.next()
	turn, disk := s.sync.turn, s.device.disk
	s.device.chunks, s.device.writing = true, false
	s.run(func() func() {
		found, err := first(disk)
		return func() {
			if turn != s.sync.turn || err != nil {
				return
			}
			s.restore(turn, found)
		}
	})
}
