package org_test

import (
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

const maker = org.MemberID("01KKNTQ1T8ZF7WBKR7X2AW0MBP")

func TestTermsOfTagsAreKeptByTag(t *testing.T) {
	year := org.TagTerm{From: "2026-01-01", Until: "2026-12-31", By: maker}
	terms := org.TagTerms("").With("neu", org.TagTerm{Until: "2026-03-31", By: maker}).With("Führerschein C=1", year)
	if got := terms.Of("führerschein c=1"); got != year {
		t.Errorf("%+v", got)
	}
	if got := terms.With("NEU", year).With("führerschein C=1", org.TagTerm{}); got != org.TagTerms("").With("NEU", year) {
		t.Errorf("another spelling is the same tag: %q", got)
	}
	if got := year.Renewed("2026-03-01"); got != (org.TagTerm{From: "2027-01-01", Until: "2027-12-31"}) {
		t.Errorf("renewed: %+v", got)
	}
	if got := year.Renewed("2028-03-01"); got != (org.TagTerm{From: "2028-01-01", Until: "2028-12-31"}) {
		t.Errorf("renewed long after: %+v", got)
	}
}

func TestTermsOfTagsAreChecked(t *testing.T) {
	for story, c := range map[string]struct {
		tags  []string
		terms org.TagTerms
		code  string
	}{
		"one that is there":               {[]string{"neu"}, "neu=2026-01-01..2026-12-31.." + org.TagTerms(maker), ""},
		"in another case":                 {[]string{"NEU"}, "neu=..2026-12-31.." + org.TagTerms(maker), ""},
		"one that is to come":             {nil, "neu=2026-01-01...." + org.TagTerms(maker), ""},
		"one that is there for ever":      {[]string{"neu"}, "neu=2026-01-01...." + org.TagTerms(maker), "tagTerms.malformed"},
		"one that never comes":            {nil, "neu=..2026-12-31.." + org.TagTerms(maker), "tagTerms.malformed"},
		"days in the wrong order":         {[]string{"neu"}, "neu=2026-12-31..2026-01-01.." + org.TagTerms(maker), "tagTerms.malformed"},
		"no day":                          {[]string{"neu"}, "neu=..2026-02-30.." + org.TagTerms(maker), "tagTerms.malformed"},
		"nobody":                          {[]string{"neu"}, "neu=..2026-02-28..", "tagTerms.malformed"},
		"no tag":                          {nil, "a,b=2026-01-01...." + org.TagTerms(maker), "tagTerms.malformed"},
		"twice":                           {[]string{"neu"}, "NEU=..2026-12-31.." + org.TagTerms(maker) + "\nneu=..2026-12-31.." + org.TagTerms(maker), "tagTerms.malformed"},
		"one too many once all are there": {[]string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t"}, "u=2026-01-01...." + org.TagTerms(maker), "tags.tooMany"},
	} {
		m := org.Member{GivenName: "Ben", Surname: "Berger", Email: "ben@acme.example", Role: org.User, Tags: c.tags, TagTerms: c.terms}
		if err := m.Check(); c.code == "" && err != nil || c.code != "" && !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %q", story, err, c.code)
		}
	}
}
