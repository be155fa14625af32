package org

import (
	"strconv"
	"time"
	"unicode/utf8"

	"stellwerk/shared/fault"
)

const (
	// MaxGreeting is how many characters a greeting has at most.
	MaxGreeting = 1000
	// MaxGreetings is how many of them somebody has at most, and maxGreetingsText how many characters these have together: what changes them
	// stands twice in an entry, which holds 390 KB.
	MaxGreetings     = 50
	maxGreetingsText = 20_000
	// GreetingKept is how long a greeting stays: it goes when the next one is written.
	GreetingKept = 30 * 24 * time.Hour
	// GreetingDays is for how many days after a birthday somebody may still be congratulated on it.
	GreetingDays = 7
)

// Greeting is that somebody of the organisation has congratulated a member on their birthday. What they are called is not in it: it would outlast
// the erasure of their data.
type Greeting struct {
	By   MemberID  `json:"by"`
	At   time.Time `json:"at"` // UTC, whole milliseconds
	Text string    `json:"text"`
}

// ParseGreeting accepts 1 to MaxGreeting characters in any number of lines. Faults: text.length, text.control.
func ParseGreeting(field, s string) (string, error) {
	s, err := ParseNotes(field, s)
	if n := utf8.RuneCountInString(s); n > MaxGreeting || n == 0 && !fault.Is(err, "text.control") {
		err = fault.On(field, "text.length", "min", "1", "max", strconv.Itoa(MaxGreeting))
	}
	return s, err
}

// Greetings are somebody's, the latest at the end.
type Greetings []Greeting

// Has says whether a greeting is among them.
func (all Greetings) Has(g Greeting) bool {
	for _, o := range all {
		if g.By == o.By && g.At.Equal(o.At) && g.Text == o.Text {
			return true
		}
	}
	return false
}

// Kept are those that are not too old to be kept.
func (all Greetings) Kept(now time.Time) (kept Greetings) {
	for _, g := range all {
		if now.Sub(g.At) < GreetingKept {
			kept = append(kept, g)
		}
	}
	return kept
}

// From says whether somebody is among those whom they came from, of late.
func (all Greetings) From(id MemberID, now time.Time) bool {
	for _, g := range all.Kept(now) {
		if g.By == id {
			return true
		}
	}
	return false
}

// Greetable says whether m may be congratulated on a day, 2006-01-02; "" for one that is not known here, which refuses nothing: the server knows it.
// Faults: greeting.noBirthday, greeting.early with the day from which on.
func (m *Member) Greetable(day string) error {
	today, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil
	}
	days, _, known := NextBirthday(m.Birthday, today)
	since, _, had := NextBirthday(m.Birthday, today.AddDate(0, 0, -GreetingDays))
	switch {
	case !known, m.BirthdayHidden != "":
		return fault.New(fault.Conflict, "greeting.noBirthday", "name", m.Name())
	case days == 0, had && since <= GreetingDays:
		return nil
	}
	return fault.New(fault.Conflict, "greeting.early", "name", m.Name(), "day", today.AddDate(0, 0, days).Format(time.DateOnly))
}

func (all Greetings) check() error {
	n := 0
	for _, g := range all {
		text, err := ParseGreeting("greetings", g.Text)
		if err != nil || text != g.Text || !ValidID(string(g.By)) || g.At.IsZero() || !g.At.Equal(g.At.Truncate(time.Millisecond)) {
			return fault.On("greetings", "text.control")
		}
		n += utf8.RuneCountInString(g.Text)
	}
	if len(all) > MaxGreetings || n > maxGreetingsText {
		return fault.New(fault.Conflict, "greeting.tooMany", "limit", strconv.Itoa(MaxGreetings))
	}
	return nil
}
