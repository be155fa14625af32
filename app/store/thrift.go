package store

import (
	"runtime"
	"runtime/debug"
	"time"
)

// How much, in percent of what is in use, may become waste before it is collected. A browser never gets memory back that a program has had: with
// Go's 100 an organisation of 50,000 takes 140 MiB. In a small one collecting that often would only cost time.
const (
	garbageFew    = 150
	garbageMany   = 33
	manyToCollect = 20_000 // members from which on less may be wasted
	// Collecting among that many takes a tenth of a second, in which nothing else happens: it is done when nobody has used the app for a moment.
	moment = time.Second
)

// watchWaste looks every moment whether there is something to tidy: by the time of a click it is too late.
func (s *Store) watchWaste() {
	s.after(moment, func() {
		s.tidy()
		s.watchWaste()
	})
}

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

// tidy collects ahead of time, once half of what may become waste has, so that hardly a key has to wait for it. While members come it would only
// slow them down.
func (s *Store) tidy() {
	if s.device.garbage != garbageMany || s.idle() < moment {
		return
	}
	if _, _, loading := s.replica.Loading(); loading {
		return
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if inUse := m.NextGC / (100 + garbageMany) * 100; m.HeapAlloc > (inUse+m.NextGC)/2 {
		runtime.GC()
	}
}
