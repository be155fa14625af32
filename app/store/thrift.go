package store

import "runtime/debug"

// How much, in percent of what is in use, may become waste before it is collected. A browser never gets memory back that a program has had: with
// Go's 100 an organisation of 50,000 takes 140 MiB. In a small one collecting that often would only cost time.
const (
	garbageFew    = 150
	garbageMany   = 40
	manyToCollect = 20_000 // members from which on less may be wasted
)

// thrift makes the program collect more often the more members there are.
func (s *Store) thrift() {
	_, total, _ := s.replica.Loading()
	percent := garbageFew
	if total >= manyToCollect {
		percent = garbageMany
	}
	if percent != s.device.garbage { // setting it stops everything for a moment
		s.device.garbage = percent
		debug.SetGCPercent(percent)
	}
}
