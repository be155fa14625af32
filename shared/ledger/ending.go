package ledger

import (
	"encoding/json"
	"strconv"
	"strings"

	"stellwerk/shared/org"
)

// EndingOf is what an effect Ending is about: the members whose last day an entry has set to one day.
type EndingOf struct {
	Tags   bool   // it is the last day of their tags; missed, the first one as well
	Missed bool   // what was to follow on the day could not be carried out; otherwise the day is near
	Seq    uint64 // of the entry
	Day    string // 2006-01-02
}

// endingKinds are how String begins: without and with tags, and without and with what was missed.
var endingKinds = [2][2]string{{"soon", "missed"}, {"tags", "tagsMissed"}}

// String is soon.17.2026-03-31 or missed.17.2026-03-31, or of tags tags.17.2026-03-31 or tagsMissed.17.2026-03-31.
func (e EndingOf) String() string {
	kind := endingKinds[0]
	if e.Tags {
		kind = endingKinds[1]
	}
	if e.Missed {
		kind[0] = kind[1]
	}
	return kind[0] + "." + strconv.FormatUint(e.Seq, 10) + "." + e.Day
}

// ParseEnding reads what String wrote.
func ParseEnding(s string) (e EndingOf, ok bool) {
	kind, rest, _ := strings.Cut(s, ".")
	seq, day, _ := strings.Cut(rest, ".")
	n, err := strconv.ParseUint(seq, 10, 64)
	parsed, wrong := org.ParseDate("", day)
	e = EndingOf{Tags: kind == "tags" || kind == "tagsMissed", Missed: kind == "missed" || kind == "tagsMissed", Seq: n, Day: parsed}
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

// TagTerms are the terms of members' tags that an entry has set, by member. Those who have been erased are not among them.
func TagTerms(e Entry) map[org.MemberID]org.TagTerms {
	out := map[org.MemberID]org.TagTerms{}
	for _, c := range e.Changes {
		if c.Kind != KindMember || c.After == nil {
			continue
		}
		var before, set org.TagTerms
		_ = json.Unmarshal(c.Before["tagTerms"], &before) // what is missing is none
		_ = json.Unmarshal(c.After["tagTerms"], &set)
		set.Each(func(tag string, t org.TagTerm) {
			if was := before.Of(tag); was.From == t.From && was.Until == t.Until {
				set = set.With(tag, org.TagTerm{})
			}
		})
		if set != "" {
			out[org.MemberID(c.ID)] = set
		}
	}
	return out
}
