package org

import (
	"strconv"
	"time"
	"unicode/utf8"

	"stellwerk/shared/fault"
)

// MaxLeaveReason is how many characters somebody may say about why they leave.
const MaxLeaveReason = 500

// Leaving is that somebody has left the organisation by themselves.
type Leaving struct {
	At     time.Time `json:"at"` // UTC, whole milliseconds
	Reason string    `json:"reason,omitempty"`
}

// ParseLeaveReason accepts why somebody leaves: up to 500 characters in any number of lines, or nothing.
func ParseLeaveReason(field, s string) (string, error) {
	s, err := ParseNotes(field, s)
	if err == nil && utf8.RuneCountInString(s) > MaxLeaveReason {
		err = fault.On(field, "text.length", "min", "0", "max", strconv.Itoa(MaxLeaveReason))
	}
	return s, err
}

func (l Leaving) check() error {
	var faults fault.List
	same(&faults, "left", l.Reason, ParseLeaveReason)
	if at := l.At.UTC().Truncate(time.Millisecond); l.At.IsZero() || at != l.At {
		_ = faults.Add(fault.On("left", "date.malformed"))
	}
	return faults.Err()
}
