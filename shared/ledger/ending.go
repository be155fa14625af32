package ledger

import (
	"strconv"
	"strings"

	"stellwerk/shared/org"
)

// EndingOf is what an effect Ending is about: the members whose last day an entry has set to one day.
type EndingOf struct {
	Missed bool   // what was to follow on the day could not be carried out; otherwise the day is near
	Seq    uint64 // of the entry
	Day    string // 2006-01-02
}

// String is soon.17.2026-03-31 or missed.17.2026-03-31.
func (e EndingOf) String() string {
	kind := "soon"
	if e.Missed {
		kind = "missed"
	}
	return kind + "." + strconv.FormatUint(e.Seq, 10) + "." + e.Day
}

// ParseEnding reads what String wrote.
func ParseEnding(s string) (e EndingOf, ok bool) {
	kind, rest, _ := strings.Cut(s, ".")
	seq, day, _ := strings.Cut(rest, ".")
	n, err := strconv.ParseUint(seq, 10, 64)
	parsed, wrong := org.ParseDate("", day)
	e = EndingOf{kind == "missed", n, parsed}
	return e, err == nil && wrong == nil && day != "" && e.String() == s
}

// LastDays are the last days of members that an entry has set and that are to come, by member. Those who have been erased are not among them.
func LastDays(e Entry) map[org.MemberID]string {
	out := map[org.MemberID]string{}
	for _, c := range e.Changes {
		if c.Kind != KindMember || c.After == nil {
			continue
		}
		if day, err := strconv.Unquote(string(c.After["until"])); err == nil && day != "" {
			out[org.MemberID(c.ID)] = day
		}
	}
	return out
}
