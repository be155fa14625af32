package deeds_test

import (
	"slices"
	"testing"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// having is a house on 1 March 2026 whose user has some tags.
func having(t *testing.T, tags ...string) *house {
	h := found(t)
	if len(tags) > 0 {
		h.must(h.admin, members.Tag.Name, members.TagArgs{Members: []org.MemberID{h.user.Member}, Add: tags})
	}
	return h
}

func (h *house) tag(by ledger.Actor, a members.TagArgs) (ledger.Entry, error) {
	a.Members = []org.MemberID{h.user.Member}
	return h.do(by, members.Tag.Name, a)
}

// userTags are the tags and the terms of the user, and their makers apart.
func (h *house) userTags(tb testing.TB) (tags []string, terms map[string][2]string, by map[string]org.MemberID) {
	tb.Helper()
	m, _ := h.member(h.user.Member)
	terms, by = map[string][2]string{}, map[string]org.MemberID{}
	m.TagTerms.Each(func(tag string, t org.TagTerm) { terms[tag], by[tag] = [2]string{t.From, t.Until}, t.By })
	return slices.DeleteFunc(slices.Clone(m.Tags), func(t string) bool { return t == "canary-tag-Uwe" }), terms, by // what the house gave them stays
}

func TestTheTermOfATag(t *testing.T) {
	for _, c := range []struct {
		story  string
		before []string
		args   []members.TagArgs // one after the other
		code   string            // of the last one
		tags   []string
		terms  map[string][2]string
	}{
		{"it ends", nil, []members.TagArgs{{Add: []string{"neu"}, Until: "2026-12-31"}}, "", []string{"neu"}, map[string][2]string{"neu": {"2026-03-01", "2026-12-31"}}},
		{"today is a day", nil, []members.TagArgs{{Add: []string{"neu"}, Until: "2026-03-01"}}, "", []string{"neu"}, map[string][2]string{"neu": {"2026-03-01", "2026-03-01"}}},
		{"it begins later", nil, []members.TagArgs{{Add: []string{"neu"}, From: "2026-04-01"}}, "", nil, map[string][2]string{"neu": {"2026-04-01", ""}}},
		{"it has begun", nil, []members.TagArgs{{Add: []string{"neu"}, From: "2026-02-01", Until: "2026-04-30"}}, "", []string{"neu"}, map[string][2]string{"neu": {"2026-02-01", "2026-04-30"}}},
		{"who has it keeps it", []string{"neu"}, []members.TagArgs{{Add: []string{"NEU"}, From: "2026-04-01", Until: "2026-04-30"}}, "", []string{"neu"}, map[string][2]string{"NEU": {"2026-04-01", "2026-04-30"}}},
		{"a first day is nothing to who has it", []string{"neu"}, []members.TagArgs{{Add: []string{"neu"}, From: "2026-04-01"}}, "tags.unchanged", nil, nil},
		{"over already", nil, []members.TagArgs{{Add: []string{"neu"}, Until: "2026-02-28"}}, "tags.past", nil, nil},
		{"backwards", nil, []members.TagArgs{{Add: []string{"neu"}, From: "2026-04-02", Until: "2026-04-01"}}, "until.beforeFrom", nil, nil},
		{"no day", nil, []members.TagArgs{{Add: []string{"neu"}, From: "1.4.2026"}}, "date.malformed", nil, nil},
		{"of nothing", []string{"neu"}, []members.TagArgs{{Remove: []string{"neu"}, Until: "2026-04-01"}}, "tags.termless", nil, nil},
		{"for ever and until", nil, []members.TagArgs{{Add: []string{"neu"}, Until: "2026-04-01", Always: true}}, "tags.termless", nil, nil},
		{"taking the tag takes its term", nil, []members.TagArgs{{Add: []string{"alt", "neu"}, Until: "2026-04-01"}, {Remove: []string{"NEU"}}}, "", []string{"alt"}, map[string][2]string{"alt": {"2026-03-01", "2026-04-01"}}},
		{"what is to come can be taken", nil, []members.TagArgs{{Add: []string{"neu"}, From: "2026-04-01"}, {Remove: []string{"neu"}}}, "", nil, map[string][2]string{}},
		{"what is to come is given now", nil, []members.TagArgs{{Add: []string{"neu"}, From: "2026-04-01"}, {Add: []string{"neu"}}}, "", []string{"neu"}, map[string][2]string{}},
		{"and ends as was said", nil, []members.TagArgs{{Add: []string{"neu"}, From: "2026-04-01", Until: "2026-04-30"}, {Add: []string{"neu"}}}, "", []string{"neu"}, map[string][2]string{"neu": {"2026-04-01", "2026-04-30"}}},
		{"giving it again leaves the term", nil, []members.TagArgs{{Add: []string{"neu"}, Until: "2026-04-01"}, {Add: []string{"neu"}}}, "tags.unchanged", nil, nil},
		{"for ever", nil, []members.TagArgs{{Add: []string{"neu"}, Until: "2026-04-01"}, {Add: []string{"neu"}, Always: true}}, "", []string{"neu"}, map[string][2]string{}},
		{"renamed", nil, []members.TagArgs{{Add: []string{"neu"}, Until: "2026-04-01"}, {Add: []string{"Neuling"}, Remove: []string{"neu"}, Rename: true}}, "", []string{"Neuling"}, map[string][2]string{"Neuling": {"2026-03-01", "2026-04-01"}}},
		{"spelled anew", nil, []members.TagArgs{{Add: []string{"neu"}, Until: "2026-04-01"}, {Add: []string{"Neu"}, Remove: []string{"neu"}, Rename: true}}, "", []string{"Neu"}, map[string][2]string{"Neu": {"2026-03-01", "2026-04-01"}}},
		{"renamed before it begins", nil, []members.TagArgs{{Add: []string{"neu"}, From: "2026-04-01"}, {Add: []string{"Neuling"}, Remove: []string{"neu"}, Rename: true}}, "", nil, map[string][2]string{"Neuling": {"2026-04-01", ""}}},
		{"merged into one for ever", []string{"alt"}, []members.TagArgs{{Add: []string{"neu"}, Until: "2026-04-01"}, {Add: []string{"alt"}, Remove: []string{"neu"}, Rename: true}}, "", []string{"alt"}, map[string][2]string{}},
		{"merged, to come, into one that is there", []string{"alt"}, []members.TagArgs{{Add: []string{"neu"}, From: "2026-04-01"}, {Add: []string{"alt"}, Remove: []string{"neu"}, Rename: true}}, "", []string{"alt"}, map[string][2]string{}},
		{"renaming two", []string{"neu"}, []members.TagArgs{{Add: []string{"a", "b"}, Remove: []string{"neu"}, Rename: true}}, "tags.rename", nil, nil},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := having(t, c.before...)
			var e ledger.Entry
			var err error
			var before map[ledger.Ref]string
			for _, a := range c.args {
				before = h.state()
				e, err = h.tag(h.admin, a)
			}
			if c.code != "" {
				if !fault.Is(err, c.code) {
					t.Errorf("%v, want %s", err, c.code)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			tags, terms, by := h.userTags(t)
			if !slices.Equal(tags, c.tags) || len(terms) != len(c.terms) {
				t.Fatalf("%q, %v", tags, terms)
			}
			for tag, want := range c.terms {
				if terms[tag] != want || by[tag] != h.admin.Member {
					t.Errorf("%s: %v by %s", tag, terms[tag], by[tag])
				}
			}
			h.invariants()
			h.takesBack(h.admin, before, e, err, "")
		})
	}
}

func TestTagsComeAndGoOnTheirDaysAndOnce(t *testing.T) {
	h := having(t)
	one := []org.MemberID{h.user.Member}
	h.must(h.admin, members.Tag.Name, members.TagArgs{Members: one, Add: []string{"neu"}, From: "2026-03-03", Until: "2026-03-05"})
	h.must(h.owner, members.Tag.Name, members.TagArgs{Members: one, Add: []string{"alt"}, Until: "2026-03-02"})
	if _, err := h.due("2026-03-02", one...); !fault.Is(err, "until.early") {
		t.Fatalf("before its day: %v", err)
	}
	h.pass(2)
	e, err := h.due("2026-03-02", one...)
	if tags, _, _ := h.userTags(t); err != nil || len(e.Changes) != 1 || !slices.Equal(tags, []string{"alt", "neu"}) {
		t.Fatalf("%v, %q: only what this admin has set is done", err, tags)
	}
	if e, err := h.due("2026-03-02", one...); err != nil || len(e.Changes) != 0 {
		t.Errorf("again: %v, %+v", err, e.Changes)
	}
	if _, err := h.do(h.owner, members.Due.Name, members.DueArgs{Members: one, Until: "2026-03-02"}); err != nil {
		t.Error(err)
	}
	if tags, terms, by := h.userTags(t); !slices.Equal(tags, []string{"neu"}) || len(terms) != 1 || by["neu"] != h.admin.Member {
		t.Fatalf("%q, %v", tags, terms)
	}
	// Renewed, its old last day says nothing.
	h.must(h.owner, members.Tag.Name, members.TagArgs{Members: one, Add: []string{"neu"}, From: "2026-03-06", Until: "2026-03-08"})
	h.pass(3)
	if e, err := h.due("2026-03-05", one...); err != nil || len(e.Changes) != 0 {
		t.Errorf("renewed: %v, %+v", err, e.Changes)
	}
	h.pass(3)
	off, err := h.do(h.owner, members.Due.Name, members.DueArgs{Members: one, Until: "2026-03-08"})
	if tags, terms, _ := h.userTags(t); err != nil || len(tags)+len(terms) != 0 {
		t.Fatalf("%v: %q, %v", err, tags, terms)
	}
	h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{off.Seq}})
	if tags, terms, by := h.userTags(t); !slices.Equal(tags, []string{"neu"}) || terms["neu"][1] != "2026-03-08" || by["neu"] != h.admin.Member {
		t.Errorf("who takes it back has set it: %q, %v by %v", tags, terms, by)
	}
	h.invariants()
}

func TestTwoSetTermsOfDifferentTags(t *testing.T) {
	h := having(t, "alt", "neu")
	for _, c := range []struct {
		by  ledger.Actor
		tag string
	}{{h.admin, "alt"}, {h.owner, "neu"}} {
		if _, err := h.tag(c.by, members.TagArgs{Add: []string{c.tag}, Until: "2026-03-31"}); err != nil {
			t.Fatal(err)
		}
	}
	_, _, by := h.userTags(t)
	if by["alt"] != h.admin.Member || by["neu"] != h.owner.Member {
		t.Errorf("each is carried out as whoever set it: %v", by)
	}
	// An edit that takes one takes its term, and leaves the other.
	h.must(h.owner, "members.edit", map[string]any{"member": h.user.Member, "fields": map[string]any{"tags": map[string]any{"from": []string{"alt", "neu"}, "to": []string{"neu"}}}})
	if tags, terms, by := h.userTags(t); !slices.Equal(tags, []string{"neu"}) || len(terms) != 1 || by["neu"] != h.owner.Member {
		t.Errorf("%q, %v", tags, terms)
	}
	h.invariants()
}
