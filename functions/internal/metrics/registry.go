package metrics

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// buckets are the upper limits of times, in seconds.
var buckets = [...]float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// Registry holds the figures of a process since its start.
type Registry struct {
	mu     sync.Mutex
	counts map[string]map[string]float64 // by name and labels
	times  map[string]map[string]*spread
}

// spread is how times are distributed.
type spread struct {
	within [len(buckets)]uint64 // not cumulative
	count  uint64
	sum    float64
}

// NewRegistry makes an empty one.
func NewRegistry() *Registry {
	return &Registry{counts: map[string]map[string]float64{}, times: map[string]map[string]*spread{}}
}

// count adds a line's figures. What takes time is done before the registry is held: every request comes by here.
func (r *Registry) count(e event) []slog.Attr {
	by, route := labels(e.line.labels, e.labels), ""
	function := labels([]string{functionKey}, []string{e.text(functionKey)})
	if e.times {
		route = labels(e.line.labels[:1], e.labels[:1])
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.add(e.figure, by, 1)
	if e.units {
		r.add("read_units", function, e.number(readsKey))
		r.add("write_units", function, e.number(writesKey))
	}
	if e.times {
		r.spread(e.figure, route, e.number(timeKey)/1000)
	}
	return nil
}

func (r *Registry) add(name, labels string, n float64) {
	if r.counts[name] == nil {
		r.counts[name] = map[string]float64{}
	}
	r.counts[name][labels] += n
}

func (r *Registry) spread(name, labels string, seconds float64) {
	if r.times[name] == nil {
		r.times[name] = map[string]*spread{}
	}
	s := r.times[name][labels]
	if s == nil {
		s = &spread{}
		r.times[name][labels] = s
	}
	s.count++
	s.sum += seconds
	if i, _ := slices.BinarySearch(buckets[:], seconds); i < len(buckets) {
		s.within[i]++
	}
}

// Write writes all figures in Prometheus' text format, in the same order each time.
func (r *Registry) Write(to io.Writer) error {
	var b strings.Builder
	r.mu.Lock()
	for _, name := range slices.Sorted(maps.Keys(r.counts)) {
		fmt.Fprintf(&b, "# TYPE stellwerk_%s_total counter\n", name)
		for _, of := range slices.Sorted(maps.Keys(r.counts[name])) {
			fmt.Fprintf(&b, "stellwerk_%s_total{%s} %s\n", name, of, number(r.counts[name][of]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.times)) {
		fmt.Fprintf(&b, "# TYPE stellwerk_%s_seconds histogram\n", name)
		for _, of := range slices.Sorted(maps.Keys(r.times[name])) {
			s, below := r.times[name][of], uint64(0)
			for i, limit := range buckets {
				below += s.within[i]
				fmt.Fprintf(&b, "stellwerk_%s_seconds_bucket{%s,le=%q} %d\n", name, of, number(limit), below)
			}
			fmt.Fprintf(&b, "stellwerk_%[1]s_seconds_bucket{%[2]s,le=\"+Inf\"} %[3]d\nstellwerk_%[1]s_seconds_sum{%[2]s} %[4]s\nstellwerk_%[1]s_seconds_count{%[2]s} %[3]d\n", name, of, s.count, number(s.sum))
		}
	}
	r.mu.Unlock()
	_, err := io.WriteString(to, b.String())
	return err
}

var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// labels writes labels as Prometheus has them.
func labels(names, values []string) string {
	var b strings.Builder
	for i, name := range names {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(name + `="` + escaped.Replace(values[i]) + `"`)
	}
	return b.String()
}

func number(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) }
