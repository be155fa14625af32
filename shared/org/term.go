package org

import (
	"time"

	"stellwerk/shared/fault"
)

// Reminders are how many days before somebody's last day those are reminded who manage members.
var Reminders = []int{14, 3}

// Ends says that somebody's last day is set, and that what is to follow on it has not been done: they are still in service, or still there.
func (m Member) Ends() bool { return m.Until != "" && (!m.Deactivated || m.DeleteAfter) }

// EndedBy says whether the last day of a member who Ends is over on a day, 2006-01-02.
func (m Member) EndedBy(today string) bool { return m.Ends() && m.Until < today }

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

// checkTerm says whether what follows on the last day is said only where there is one. Fault: until.malformed.
func (m Member) checkTerm(faults *fault.List) {
	if m.Until == "" && (m.DeleteAfter || m.UntilBy != "") {
		_ = faults.Add(fault.On("until", "until.malformed"))
	}
	if m.UntilBy != "" {
		_, err := ParseID[MemberID]("untilBy", string(m.UntilBy))
		_ = faults.Add(err)
	}
}
