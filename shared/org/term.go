package org

import (
	"strconv"
	"strings"
	"time"

	"stellwerk/shared/fault"
)

// Reminders are how many days before somebody's last day those are reminded who manage members.
var Reminders = []int{14, 3}

// Ends says that somebody's last day is set, and that what is to follow on it has not been done: they are still in service, or still there.
func (m Member) Ends() bool { return m.Until != "" && (!m.Deactivated || m.DeleteAfter) }

// EndedBy says whether the last day of a member who Ends is over on a day, 2006-01-02.
func (m Member) EndedBy(today string) bool { return m.Ends() && m.Until < today }

// Begun says whether the first day of a member has come on a day, 2006-01-02.
func (m Member) Begun(today string) bool { return m.From <= today }

// Term is a span of whole months, "12m", or of days, "90d".
type Term string

// Span is the time from one day to the end of another: in months where it is whole ones, otherwise in days. "" if one of them is no day, or they
// are in the wrong order.
func Span(from, until string) Term {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, DayAfter(until, 1))
	if errA != nil || errB != nil || !b.After(a) {
		return ""
	}
	if months := 12*(b.Year()-a.Year()) + int(b.Month()-a.Month()); a.Day() == b.Day() {
		return Term(strconv.Itoa(months) + "m")
	}
	return Term(strconv.Itoa(DaysFrom(from, DayAfter(until, 1))) + "d")
}

// After is the last day once a term more has passed after another last day; "" for what is none. The end of a month stays one.
func (t Term) After(until string) string {
	day, err := time.Parse(time.DateOnly, DayAfter(until, 1))
	n, wrong := strconv.Atoi(strings.TrimRight(string(t), "dm"))
	if err != nil || wrong != nil || n <= 0 {
		return ""
	}
	if strings.HasSuffix(string(t), "d") {
		return DayAfter(until, n)
	}
	first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DayAfter(first.AddDate(0, 0, min(day.Day(), last)-1).Format(time.DateOnly), -1)
}

// DaysFrom is how many days one day is after another; 0 for what is none.
func DaysFrom(day, to string) int {
	a, errA := time.Parse(time.DateOnly, day)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// DayAfter is the day that is n days after another, before it for n < 0; "" for what is no day.
func DayAfter(day string, n int) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return d.AddDate(0, 0, n).Format(time.DateOnly)
}

// checkTerm says whether what follows on the last day is said only where there is one, and whether the days are in order. Faults: until.malformed, until.beforeFrom.
func (m Member) checkTerm(faults *fault.List) {
	if m.Until == "" && (m.DeleteAfter || m.UntilBy != "") {
		_ = faults.Add(fault.On("until", "until.malformed"))
	}
	if m.From != "" && m.Until != "" && m.Until < m.From {
		_ = faults.Add(fault.On("until", "until.beforeFrom"))
	}
	if m.Term != "" && (m.From == "" || m.Term.After(m.Until) == "") {
		_ = faults.Add(fault.On("until", "until.malformed"))
	}
	if m.UntilBy != "" {
		_, err := ParseID[MemberID]("untilBy", string(m.UntilBy))
		_ = faults.Add(err)
	}
}
