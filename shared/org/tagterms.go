package org

import (
	"strings"

	"stellwerk/shared/fault"
)

// TagTerm is for how long somebody has a tag, and who has said so.
type TagTerm struct {
	From  string   // the first day, 2006-01-02, where the organisation is; "" if it is not known
	Until string   // the last day; "" for none
	By    MemberID // by whose rights it is carried out
}

// Renewed is the term that follows on this one and is as long, a later one if that is over by a day as well; none without both days.
func (t TagTerm) Renewed(today string) (next TagTerm) {
	span := Span(t.From, t.Until)
	for until := span.After(t.Until); until != ""; until = span.After(until) {
		if next = (TagTerm{From: DayAfter(t.Until, 1), Until: until}); until >= today {
			break
		}
		t.Until = until
	}
	return next
}

// TagTerms are the terms of somebody's tags, by tag: "from..until..by". A tag that the person does not have is given on its first day.
type TagTerms pairs

// Each calls do for each tag that has a term.
func (t TagTerms) Each(do func(tag string, term TagTerm)) {
	pairs(t).each(func(tag, v string) {
		from, v, _ := strings.Cut(v, "..")
		until, by, _ := strings.Cut(v, "..")
		do(tag, TagTerm{from, until, MemberID(by)})
	})
}

// Of is the term of a tag in any case; none if it has none.
func (t TagTerms) Of(tag string) (term TagTerm) {
	t.Each(func(have string, of TagTerm) {
		if strings.EqualFold(have, tag) {
			term = of
		}
	})
	return term
}

// With is t where a tag has a term; none for one without days.
func (t TagTerms) With(tag string, term TagTerm) TagTerms {
	out := pairs(t)
	t.Each(func(have string, _ TagTerm) {
		if strings.EqualFold(have, tag) {
			out = out.with(have, "")
		}
	})
	if term.From+term.Until == "" {
		return TagTerms(out)
	}
	return TagTerms(out.with(tag, term.From+".."+term.Until+".."+string(term.By)))
}

// SetTags gives a member tags instead of others: a tag that is taken loses its term, and one that has come needs no first day to wait for.
func (m *Member) SetTags(tags []string) {
	m.TagTerms.Each(func(tag string, t TagTerm) {
		if has := HasTag(tags, tag); !has && HasTag(m.Tags, tag) || has && t.Until == "" {
			m.TagTerms = m.TagTerms.With(tag, TagTerm{})
		}
	})
	m.Tags = tags
}

// TagDays calls do for each tag that is to be given or taken yet: at the end of day.
func (m Member) TagDays(do func(day, tag string, t TagTerm)) {
	m.TagTerms.Each(func(tag string, t TagTerm) {
		if HasTag(m.Tags, tag) {
			do(t.Until, tag, t)
		} else {
			do(DayAfter(t.From, -1), tag, t)
		}
	})
}

// TagsOn are the tags that are to be given or taken at the end of a day.
func (m Member) TagsOn(day string) (tags []string) {
	m.TagDays(func(on, tag string, _ TagTerm) {
		if on == day {
			tags = append(tags, tag)
		}
	})
	return tags
}

// checkTagTerms says whether terms are as With makes them: a last day for what the member has, a first day for what is to come, and days in order. All
// together are no more tags than one may have. Faults: tagTerms.malformed, tags.tooMany.
func (m Member) checkTagTerms() error {
	if m.TagTerms == "" {
		return nil
	}
	_, ok := pairs(m.TagTerms).count()
	all := append([]string{}, m.Tags...)
	m.TagTerms.Each(func(tag string, t TagTerm) {
		_, from := ParseDate("", t.From)
		_, until := ParseDate("", t.Until)
		_, by := ParseID[MemberID]("", string(t.By))
		parsed, err := ParseTags("", []string{tag})
		has := HasTag(m.Tags, tag)
		ok = ok && from == nil && until == nil && by == nil && err == nil && parsed[0] == tag && m.TagTerms.With(tag, t) == m.TagTerms &&
			(!has || t.Until != "") && (has || t.From != "") && (t.Until == "" || t.From <= t.Until)
		all = append(all, tag)
	})
	if !ok {
		return fault.On("tagTerms", "tagTerms.malformed")
	}
	_, err := ParseTags("tags", all)
	return err
}
