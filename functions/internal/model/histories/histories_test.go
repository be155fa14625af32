package histories

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

var (
	count = flag.Uint64("histories", 200, "how many histories")
	first = flag.Uint64("from", 1, "the first seed")
	among = flag.Int("workers", runtime.GOMAXPROCS(0), "how many at a time")
	only  = flag.Uint64("seed", 0, "this history alone, told step by step")
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(800) // there is memory, and little time
	os.Exit(m.Run())
}

// perServer is how many histories one engine takes: its file grows, and with it what a write costs.
const perServer = 100

// TestHistories lets histories happen, on as many servers as there are processors.
func TestHistories(t *testing.T) {
	if *only != 0 {
		run(t, newServer(t), *only)
		return
	}
	var next atomic.Uint64
	var workers sync.WaitGroup
	for range *among {
		workers.Go(func() {
			for !t.Failed() {
				from := next.Add(perServer) - perServer
				if from >= *count {
					return
				}
				t.Run(fmt.Sprint("from ", *first+from), func(t *testing.T) {
					s := newServer(t)
					for seed := *first + from; seed < *first+min(from+perServer, *count) && !t.Failed(); seed++ {
						run(t, s, seed)
					}
				})
			}
		})
	}
	workers.Wait()
}

// TestAHistoryIsTheSameEachTime: what a seed has found can be looked at again.
func TestAHistoryIsTheSameEachTime(t *testing.T) {
	if *only != 0 {
		return
	}
	t.Parallel()
	var first [][]string
	for range 2 {
		s := newServer(t)
		for seed := range uint64(15) {
			run(t, s, seed+1)
			first = append(first, s.log)
		}
	}
	for i := range len(first) / 2 {
		if again := first[i+len(first)/2]; !slices.Equal(first[i], again) {
			t.Errorf("history %d:\n%s\nand again:\n%s", i+1, strings.Join(first[i], "\n"), strings.Join(again, "\n"))
		}
	}
}

// run lets one history happen.
func run(t *testing.T, s *server, seed uint64) {
	t.Helper()
	judged(t, s, fmt.Sprint("history ", seed), func() {
		h := newHistory(s, seed)
		for range 10 + h.rand.IntN(20) {
			h.step()
		}
		h.end()
	}, fmt.Sprintf("again: go test ./functions/internal/model/histories -run TestHistories -v -seed %d", seed))
}

// judged lets something happen on a server, and tells step by step what was done where it ended wrong.
func judged(t *testing.T, s *server, name string, happens func(), again ...string) {
	t.Helper()
	s.tb, s.log = t, nil
	defer func() {
		why := recover()
		if said, ours := why.(failure); ours {
			why = string(said)
		} else if why != nil {
			why = fmt.Sprintf("%v\n%s", why, debug.Stack())
		}
		if why != nil || *only != 0 {
			t.Logf("%s:\n%s", name, strings.Join(s.log, "\n"))
		}
		if why != nil {
			t.Errorf("%s: %s\n%s", name, why, strings.Join(again, "\n"))
		}
	}()
	happens()
}
