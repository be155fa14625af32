package org

import (
	"slices"
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

// ParseGreeting accepts 1 to MaxGreeting characters in any number of lines. Faults: text.missing, text.length, text.control.
func ParseGreeting(field, s string) (string, error) {
	s, err := ParseNotes(field, s)
	switch n := utf8.RuneCountInString(s); {
	case fault.Is(err, "text.length"), n > MaxGreeting:
		return "", fault.On(field, "text.length", "min", "1", "max", strconv.Itoa(MaxGreeting))
	case err == nil && n == 0:
		return "", fault.On(field, "text.missing")
	}
	return s, err
}

// Same says whether two are the same greeting.
func (g Greeting) Same(o Greeting) bool { return g.By == o.By && g.At.Equal(o.At) && g.Text == o.Text }

// Greeted says whether a greeting is among those that m has.
func (m Member) Greeted(g Greeting) bool { return slices.ContainsFunc(m.Greetings, g.Same) }

// GreetedBy says whether somebody has congratulated m lately.
func (m Member) GreetedBy(id MemberID, now time.Time) bool {
	return slices.ContainsFunc(m.Greetings, func(g Greeting) bool { return g.By == id && now.Sub(g.At) < GreetingKept })
}

// KeptGreetings are those that are not too old to be kept.
func (m Member) KeptGreetings(now time.Time) []Greeting {
	return slices.DeleteFunc(slices.Clone(m.Greetings), func(g Greeting) bool { return now.Sub(g.At) >= GreetingKept })
}

// Greetable says whether m may be congratulated on a day, 2006-01-02; "" for one that is not known here, which refuses nothing: the server knows it.
// Faults: greeting.noBirthday, greeting.early with the day from which on.
func (m Member) Greetable(day string) error {
	today, err := time.Parse(time.DateOnly, day)
	if err != nil {
		today = time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	days, _, known := NextBirthday(m.Birthday, today)
	if !known || m.BirthdayHidden != "" {
		return fault.New(fault.Conflict, "greeting.noBirthday", "name", m.Name())
	}
	since, _, had := NextBirthday(m.Birthday, today.AddDate(0, 0, -GreetingDays))
	if err != nil || days == 0 || had && since <= GreetingDays {
		return nil
	}
	return fault.New(fault.Conflict, "greeting.early", "name", m.Name(), "day", today.AddDate(0, 0, days).Format(time.DateOnly))
}

func checkGreetings(all []Greeting) error {
	var faults fault.List
	n := 0
	for _, g := range all {
		_, err := ParseID[MemberID]("greetings", string(g.By))
		_ = faults.Add(err)
		same(&faults, "greetings", g.Text, ParseGreeting)
		if at := g.At.UTC().Truncate(time.Millisecond); g.At.IsZero() || at != g.At {
			_ = faults.Add(fault.On("greetings", "date.malformed"))
		}
		n += utf8.RuneCountInString(g.Text)
	}
	if len(all) > MaxGreetings || n > maxGreetingsText {
		_ = faults.Add(fault.New(fault.Conflict, "greeting.tooMany", "limit", strconv.Itoa(MaxGreetings)))
	}
	return faults.Err()
}
