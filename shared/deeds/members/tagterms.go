package members

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// dated is the term that the added tags are to have from a day on, today if none is said. Faults: date.malformed, until.beforeFrom, tags.past, tags.termless if
// there is nothing that it could be of, or that contradicts it.
func (a TagArgs) dated(d *ledger.Draft) (t org.TagTerm, today string, err error) {
	from, err := org.ParseDate("from", a.From)
	if err != nil {
		return t, "", err
	}
	until, err := org.ParseDate("until", a.Until)
	if err != nil || from+until == "" {
		return t, "", err
	}
	if len(a.Add) == 0 || a.Always || a.Rename {
		return t, "", fault.On("add", "tags.termless")
	}
	if today, err = dayHere(d); err != nil {
		return t, "", err
	}
	if from == "" {
		from = today
	}
	switch {
	case until != "" && until < today:
		return t, "", fault.On("until", "tags.past")
	case until != "" && until < from:
		return t, "", fault.On("until", "until.beforeFrom")
	}
	return org.TagTerm{From: from, Until: until}, today, nil
}

// give adds tags to what a member has. One whose first day is to come waits for it, unless the member has it: then it stays.
func (a TagArgs) give(m *org.Member, add []string, t org.TagTerm, today string) error {
	tags := m.Tags
	for _, tag := range add {
		if has := org.HasTag(tags, tag); !has && t.From > today && today != "" {
			m.TagTerms = m.TagTerms.With(tag, t)
			continue
		} else if !has {
			tags = append(tags, tag)
		}
		if t.Until != "" {
			m.TagTerms = m.TagTerms.With(tag, t)
		} else if a.Always {
			m.TagTerms = m.TagTerms.With(tag, org.TagTerm{})
		}
	}
	tags, err := org.ParseTags("add", tags)
	if err == nil {
		m.SetTags(tags)
	}
	return err
}

// renamed puts a tag in the place of another, with its term where there is one and the member has not the other already.
func renamed(m *org.Member, from, to string) error {
	t, had, has := m.TagTerms.Of(from), org.HasTag(m.Tags, from), org.HasTag(m.Tags, to)
	if !had && t == (org.TagTerm{}) {
		return nil
	}
	kept := without(m.Tags, []string{from})
	terms := m.TagTerms.With(from, org.TagTerm{})
	if !(has || terms.Of(to) != org.TagTerm{}) || org.HasTag([]string{from}, to) {
		terms = terms.With(to, t)
	}
	if had {
		kept = append(kept, to)
	}
	tags, err := org.ParseTags("add", kept)
	if err == nil {
		m.TagTerms = terms
		m.SetTags(tags)
	}
	return err
}

// tagTerms notes who sets the terms of somebody's tags, and has the server come back to those that are to come.
func tagTerms(d *ledger.Draft, by ledger.Actor, before org.Member, after *org.Member) (err error) {
	if before.TagTerms == after.TagTerms && len(before.Tags) == len(after.Tags) {
		return nil
	}
	after.TagTerms.Each(func(tag string, t org.TagTerm) {
		was := before.TagTerms.Of(tag)
		set := was.From != t.From || was.Until != t.Until
		if !set && org.HasTag(before.Tags, tag) == org.HasTag(after.Tags, tag) {
			after.TagTerms = after.TagTerms.With(tag, was)
			return
		}
		t.By = by.Member
		after.TagTerms = after.TagTerms.With(tag, t)
		if set && err == nil {
			var today string
			if today, err = dayHere(d); max(t.From, t.Until) >= today {
				d.Want(ledger.Due, string(d.Tenant()))
			}
		}
	})
	return err
}

// dueTags gives and takes the tags of a member that this actor has set for the end of a day.
func dueTags(d *ledger.Draft, by ledger.Actor, id org.MemberID, day string) error {
	m, err := ledger.Member(d, id)
	if err != nil {
		return err
	}
	after := m.Clone()
	m.TagDays(func(on, tag string, t org.TagTerm) {
		switch {
		case on != day || t.By != by.Member:
		case org.HasTag(m.Tags, tag):
			after.SetTags(without(after.Tags, []string{tag}))
		case err == nil:
			var tags []string
			if tags, err = org.ParseTags("tags", append(after.Tags, tag)); err == nil {
				after.SetTags(tags)
			}
		}
	})
	if err != nil || after.TagTerms == m.TagTerms && len(after.Tags) == len(m.Tags) {
		return err
	}
	return Put(d, by, id, &after)
}
