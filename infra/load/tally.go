package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"sync"
	"time"
)

// tally collects what requests came to.
type tally struct {
	mu      sync.Mutex
	took    map[string][]time.Duration // by what was asked
	refused int                        // deeds that were judged and not done, as others were quicker
	lost    int                        // requests without an answer, while the installation was killed
	failed  []error
}

func newTally() *tally { return &tally{took: map[string][]time.Duration{}} }

func (t *tally) done(what string, took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.took[what] = append(t.took[what], took)
}

func (t *tally) refuse() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refused++
}

func (t *tally) lose() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lost++
}

func (t *tally) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.failed = append(t.failed, err)
}

func (t *tally) failures() int { return len(t.failed) }

// failure is the first of what went wrong.
func (t *tally) failure() error {
	if len(t.failed) == 0 {
		return nil
	}
	return t.failed[0]
}

func (t *tally) percentile(what string, part float64) time.Duration {
	return percentile(t.took[what], part)
}

// percentile is the least time that so large a part of all times does not exceed; 0 of none.
func percentile(all []time.Duration, part float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[max(0, int(math.Ceil(part*float64(len(sorted))))-1)]
}

func (t *tally) print(out io.Writer, period time.Duration) {
	fmt.Fprintf(out, "%-10s %9s %8s %9s %9s %9s\n", "", "requests", "a second", "p50 ms", "p99 ms", "most ms")
	total := 0
	for _, what := range slices.Sorted(maps.Keys(t.took)) {
		all := t.took[what]
		total += len(all)
		fmt.Fprintf(out, "%-10s %9d %8.1f %9.1f %9.1f %9.1f\n", what, len(all), float64(len(all))/period.Seconds(), ms(percentile(all, .5)), ms(percentile(all, .99)), ms(slices.Max(all)))
	}
	fmt.Fprintf(out, "%-10s %9d %8.1f   in %v; %d deeds refused by others' being quicker, %d requests without an answer, %d failed\n", "all", total,
		float64(total)/period.Seconds(), period.Round(time.Second), t.refused, t.lost, len(t.failed))
	for _, err := range t.failed[:min(len(t.failed), 3)] {
		fmt.Fprintf(out, "failed: %v\n", err)
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// thirds are the least memory in use in the first and in the last third of a run: what is in use beyond waits for the collector.
func thirds(heap []float64) (first, last float64) {
	n := max(1, len(heap)/3)
	return slices.Min(heap[:n]), slices.Min(heap[len(heap)-n:])
}

// flat says whether memory stays where it was.
func flat(heap []float64) error {
	if len(heap) < 6 {
		return errors.New("there are too few samples of the memory to judge it")
	}
	if first, last := thirds(heap); last > 1.3*first+16<<20 {
		return fmt.Errorf("memory grows from %.0f to %.0f MB", first/(1<<20), last/(1<<20))
	}
	return nil
}
