package ui

import (
	"strings"

	"stellwerk/app/letters"
)

// matchesShown is how many options a list shows at most; how many more there are it says.
const matchesShown = 50

// matches is the list below a line that one chooses from by typing: what goes with what was typed, and which of it the keyboard is at.
type matches struct {
	open  bool
	shown []int // positions among the options, the best first
	total int   // how many go with what was typed
	at    int   // position in shown; -1 for none

	of    []Option // what text was folded for
	texts []string
}

// look finds the options that go with what was typed, first those that begin with it. skip leaves some out.
func (m *matches) look(options []Option, typed string, skip func(value string) bool) {
	m.fold(options)
	words := letters.Words(typed)
	start := strings.TrimSpace(letters.Fold(typed))
	m.shown, m.total = m.shown[:0], 0
	var rest []int
	for i := range options {
		if skip != nil && skip(options[i].Value) || !letters.Found(m.texts[i], words) {
			continue
		}
		m.total++
		if strings.HasPrefix(m.texts[i], start) {
			if len(m.shown) < matchesShown {
				m.shown = append(m.shown, i)
			}
		} else if len(rest) < matchesShown {
			rest = append(rest, i)
		}
	}
	m.shown = append(m.shown, rest[:min(len(rest), matchesShown-len(m.shown))]...)
	m.at = min(m.at, len(m.shown)-1)
}

// found takes options that were found elsewhere, the first of so many.
func (m *matches) found(some []Option, total int) {
	m.of, m.shown, m.total = some, m.shown[:0], total
	for i := range some {
		m.shown = append(m.shown, i)
	}
	m.at = min(m.at, len(some)-1)
}

// fold writes the options as they are looked for, once for the same options.
func (m *matches) fold(options []Option) {
	if len(options) == len(m.of) && (len(options) == 0 || &options[0] == &m.of[0]) {
		return
	}
	m.of, m.texts = options, make([]string, len(options))
	for i, o := range options {
		short, long := letters.Spellings(o.Text + " " + o.Note)
		m.texts[i] = short
		if long != short {
			m.texts[i] += " " + long
		}
	}
}

// more is how many go with what was typed and are not shown.
func (m *matches) more() int { return m.total - len(m.shown) }

// exact finds the option that was typed out, in whatever spelling.
func exact(options []Option, typed string) (Option, bool) {
	want := strings.Join(strings.Fields(letters.Fold(typed)), " ")
	for _, o := range options {
		if want != "" && strings.Join(strings.Fields(letters.Fold(o.Text)), " ") == want {
			return o, true
		}
	}
	return Option{}, false
}

// keyed is what a key did to the list.
type keyed uint8

const (
	passed keyed = iota // nothing: it is the line's own
	went
	taken  // what the list is at is chosen
	closed // without choosing
)

// key moves through the list as the pattern for comboboxes says: arrows open and move, Home, End and Page move while it is open, Enter
// chooses, Escape closes, Tab goes on.
func (m *matches) key(key string, alt bool) keyed {
	switch {
	case !m.open && (key == "ArrowDown" || key == "ArrowUp"):
		m.open = true
		if m.at < 0 && !alt && len(m.shown) > 0 {
			m.at = 0
			if key == "ArrowUp" {
				m.at = len(m.shown) - 1
			}
		}
		return went
	case !m.open:
		return passed
	case key == "Escape" || key == "ArrowUp" && alt:
		m.open = false
		return closed
	case key == "Tab":
		m.open = false
		return passed
	case key == "Enter" && m.at >= 0:
		m.open = false
		return taken
	case key == "Home" || key == "End":
		if m.at < 0 {
			return passed // the caret's
		}
	}
	to := moved(key, m.at, len(m.shown), 10)
	if to < 0 {
		return passed
	}
	n := len(m.shown)
	switch {
	case key == "ArrowDown" && m.at == n-1:
		to = 0
	case key == "ArrowUp" && m.at <= 0:
		to = n - 1
	}
	m.at = to
	return went
}
