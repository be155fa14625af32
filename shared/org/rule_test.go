package org

import (
	"testing"

	"stellwerk/shared/fault"
)

func TestWhoMeetsARule(t *testing.T) {
	const net = GroupID("01J0000000000000000000NET0")
	m := Member{Role: User, Title: "Busfahrerin", Location: "Depot", Tags: []string{"Ersthelferin"}, Groups: []Membership{{Group: net}}}
	off := m
	off.Deactivated = true
	for _, c := range []struct {
		rule  Rule
		m     Member
		meets bool
	}{
		{"tag=ersthelferin", m, true},
		{"tag=Azubi", m, false},
		{"title=Busfahrerin\nlocation=Depot", m, true},
		{"title=Busfahrerin\nlocation=Werk", m, false},
		{"kind=user", m, true},
		{"kind=guest", m, false},
		{Rule("kind=user\nwithin=" + string(net)), m, true},
		{"within=01J0000000000000000000RAT0", m, false},
		{"kind=user", off, false},
		{"", m, false},
	} {
		if got := c.rule.Test(func(g GroupID) bool { return g == c.rule.Within() })(&c.m); got != c.meets {
			t.Errorf("%q: %v", c.rule, got)
		}
		if _, err := ParseRule("rule", string(c.rule)); err != nil {
			t.Errorf("%q: %v", c.rule, err)
		}
	}
	for _, bad := range []string{"kind=boss", "shoe=44", "title=Busfahrerin\ntag=Azubi", "tag=", "tag=A\ntag=B", "within=net", "title= x", "kind=user\n"} {
		if _, err := ParseRule("rule", bad); err == nil || fault.First(err).Field != "rule" {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if r := RuleOf(map[string]string{RuleKind: "user", RuleTag: "A", RuleTitle: ""}); r != "tag=A\nkind=user" {
		t.Errorf("%q", r)
	}
}
