package store

import "time"

// fetched is a page of the snapshot that was asked for.
type fetched struct {
	cursor string
	data   []byte
	err    error
	here   bool
}

// fetch asks for a page of the snapshot, unless it has been asked for.
func (s *Store) fetch(cursor string) {
	if p := s.sync.page; p != nil && p.cursor == cursor {
		return
	}
	p := &fetched{cursor: cursor}
	s.sync.page = p
	turn, tenant := s.sync.turn, s.replica.TenantID()
	s.run(func() func() {
		p.data, p.err = s.client.Snapshot(tenant, cursor)
		return func() {
			if turn == s.sync.turn && s.sync.page == p {
				p.here = true
				s.load()
			}
		}
	})
}

// load takes the page that was fetched, if it is here and the replica waits for it. While it is put in place, the next one is fetched: then
// the server and this device work at the same time.
func (s *Store) load() {
	p := s.sync.page
	if p == nil || !p.here || !s.sync.pulling {
		return
	}
	if next, wanted := s.replica.Next(); !wanted || p.cursor != next {
		return
	}
	s.sync.pulling, s.sync.page = false, nil
	if p.err != nil {
		s.notPulled(p.err)
		return
	}
	s.answered()
	if err := s.replica.Loaded(p.cursor, p.data); err != nil {
		s.missed(err)
		return
	}
	if next, more := s.replica.Following(); more {
		s.fetch(next)
	}
	s.settle(s.sync.turn)
}

// atOnce is how many records of a snapshot are put in place before the clock is looked at: some milliseconds of work.
const atOnce = 100

// showEvery is how often lists follow a snapshot that is being loaded: sorting tens of thousands anew for each bit of it would
// take longer than loading them.
const showEvery = time.Second

// settle puts the records of a page in place, bit by bit, and then fetches the next page.
func (s *Store) settle(turn int) {
	if turn != s.sync.turn {
		return
	}
	began := s.now()
	more := s.replica.Settle(atOnce)
	for more && s.now().Sub(began) < slice {
		more = s.replica.Settle(atOnce)
	}
	_, _, loading := s.replica.Loading()
	if !loading || s.now().Sub(s.sync.shown) >= showEvery {
		s.show()
	} else if !s.sync.behind { // the next page may be long in coming
		s.sync.behind = true
		s.after(showEvery, s.show)
	}
	if more {
		s.after(0, func() { s.settle(turn) })
		return
	}
	s.policy()
	s.keep()
	s.pulled(true)
}

// show lets lists follow what is being loaded.
func (s *Store) show() {
	s.sync.shown, s.sync.behind = s.now(), false
	s.thrift()
	s.post(Members)
}
