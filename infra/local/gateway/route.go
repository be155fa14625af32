package gateway

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

type route struct {
	Route
	segments []segment // nil for $default
}

type segment struct {
	name string // literal text, or the name of the variable
	kind kind
}

type kind int

const ( // in order of precedence
	literal kind = iota
	variable
	greedy
)

func (r *route) limit() time.Duration {
	limit := r.Timeout
	if limit == 0 {
		limit = 30 * time.Second
	}
	if r.Limit > 0 {
		limit = min(limit, r.Limit)
	}
	return limit
}

func parseRoute(r Route) route {
	parsed := route{Route: r}
	if r.Path == "$default" {
		return parsed
	}
	for part := range strings.SplitSeq(strings.TrimPrefix(r.Path, "/"), "/") {
		s := segment{name: part}
		if name, ok := strings.CutPrefix(part, "{"); ok {
			s = segment{name: strings.TrimSuffix(name, "}"), kind: variable}
			if name, ok := strings.CutSuffix(s.name, "+"); ok {
				s = segment{name: name, kind: greedy}
			}
		}
		parsed.segments = append(parsed.segments, s)
	}
	return parsed
}

// sortRoutes puts the most specific first: segment by segment a text before a variable before a greedy one, at last
// $default; of two methods the named one before ANY.
func sortRoutes(routes []route) {
	slices.SortStableFunc(routes, func(a, b route) int {
		if (a.segments == nil) != (b.segments == nil) {
			if a.segments == nil {
				return 1
			}
			return -1
		}
		for i := range min(len(a.segments), len(b.segments)) {
			if c := cmp.Compare(a.segments[i].kind, b.segments[i].kind); c != 0 {
				return c
			}
		}
		if (a.Method == "ANY") != (b.Method == "ANY") {
			if a.Method == "ANY" {
				return 1
			}
			return -1
		}
		return 0
	})
}

// match finds the first route for a request and the values of its variables.
func match(routes []route, method, path string) (*route, map[string]string) {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i := range routes {
		r := &routes[i]
		if r.Method != "ANY" && r.Method != method && r.segments != nil {
			continue
		}
		if values, ok := r.values(parts); ok {
			return r, values
		}
	}
	return nil, nil
}

func (r *route) values(parts []string) (map[string]string, bool) {
	if r.segments == nil {
		return nil, true
	}
	var values map[string]string
	set := func(name, value string) {
		if values == nil {
			values = map[string]string{}
		}
		values[name] = value
	}
	for i, s := range r.segments {
		if i >= len(parts) {
			return nil, false
		}
		switch s.kind {
		case literal:
			if parts[i] != s.name {
				return nil, false
			}
		case variable:
			if parts[i] == "" {
				return nil, false
			}
			set(s.name, parts[i])
		case greedy:
			rest := strings.Join(parts[i:], "/")
			if rest == "" {
				return nil, false
			}
			set(s.name, rest)
			return values, true
		}
	}
	return values, len(parts) == len(r.segments)
}
