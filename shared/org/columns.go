package org

import (
	"strings"
	"unicode/utf8"

	"stellwerk/shared/fault"
)

// Limits of what an organisation has said its lists' headings mean.
const (
	MaxColumns = 200
	MaxHeading = 100 // characters
)

// Columns is what the headings of an organisation's own lists mean: one on a line, as "heading=field", in order of headings. It is one text,
// so that a tenant stays comparable.
type Columns string

// Each calls do for each heading, as it was written.
func (c Columns) Each(do func(heading, field string)) {
	for line := range strings.SplitSeq(string(c), "\n") {
		if i := strings.LastIndexByte(line, '='); i > 0 {
			do(line[:i], line[i+1:])
		}
	}
}

// With is c where a heading means a field; nothing for "".
func (c Columns) With(heading, field string) Columns {
	var lines []string
	put := field != ""
	add := func(h, f string) { lines = append(lines, h+"="+f) }
	c.Each(func(h, f string) {
		if put && heading <= h {
			put = false
			add(heading, field)
		}
		if h != heading {
			add(h, f)
		}
	})
	if put {
		add(heading, field)
	}
	return Columns(strings.Join(lines, "\n"))
}

// ParseColumns accepts what With makes. Faults: columns.heading, columns.tooMany.
func ParseColumns(field, s string) (Columns, error) {
	if s == "" {
		return "", nil
	}
	lines := strings.Split(s, "\n")
	if len(lines) > MaxColumns {
		return "", fault.On(field, "columns.tooMany", "max", "200")
	}
	before := ""
	for _, line := range lines {
		i := strings.LastIndexByte(line, '=')
		if i < 0 || i+1 == len(line) || line[:i] <= before {
			return "", fault.On(field, "columns.heading", "max", "100")
		}
		before = line[:i]
		if _, err := ParseHeading(field, before); err != nil {
			return "", err
		}
	}
	return Columns(s), nil
}

// ParseHeading accepts a heading of 1 to 100 characters on one line. Fault: columns.heading.
func ParseHeading(field, s string) (string, error) {
	wrong := func(r rune) bool { return r < ' ' || r == 0x7f || r == utf8.RuneError }
	if n := utf8.RuneCountInString(s); n < 1 || n > MaxHeading || strings.TrimSpace(s) != s || strings.IndexFunc(s, wrong) >= 0 {
		return "", fault.On(field, "columns.heading", "max", "100")
	}
	return s, nil
}
