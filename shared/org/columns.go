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
func (c Columns) Each(do func(heading, field string)) { pairs(c).each(do) }

// With is c where a heading means a field; nothing for "".
func (c Columns) With(heading, field string) Columns { return Columns(pairs(c).with(heading, field)) }

// ParseColumns accepts what With makes. Faults: columns.heading, columns.tooMany.
func ParseColumns(field, s string) (Columns, error) {
	if s == "" {
		return "", nil
	}
	n, ok := pairs(s).count()
	switch {
	case n > MaxColumns:
		return "", fault.On(field, "columns.tooMany", "max", "200")
	case !ok:
		return "", fault.On(field, "columns.heading", "max", "100")
	}
	var wrong error
	Columns(s).Each(func(heading, _ string) {
		if _, err := ParseHeading(field, heading); wrong == nil {
			wrong = err
		}
	})
	if wrong != nil {
		return "", wrong
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
