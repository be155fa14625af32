package org

import (
	"strings"
	"testing"

	"stellwerk/shared/fault"
)

func TestWhoSeesPeople(t *testing.T) {
	const ada, ben, net, grid = MemberID("01J0000000000000000000ADA0"), MemberID("01J0000000000000000000BEN0"), GroupID("01J0000000000000000000NET0"), GroupID("01J0000000000000000000GR1D")
	some := PeopleOf([]MemberID{ada}, []GroupID{net})
	for _, c := range []struct {
		story  string
		people People
		id     MemberID
		within []GroupID
		sees   bool
	}{
		{"everybody", "", ben, nil, true},
		{"nobody", PeopleOff, ada, []GroupID{net}, false},
		{"who is listed", some, ada, nil, true},
		{"who is not", some, ben, []GroupID{grid}, false},
		{"who is in a listed group", some, ben, []GroupID{grid, net}, true},
	} {
		if got := c.people.Opens(c.id, c.within); got != c.sees {
			t.Errorf("%s: %v", c.story, got)
		}
		if _, err := ParsePeople("people", string(c.people)); err != nil {
			t.Errorf("%s: %v", c.story, err)
		}
	}
	if some.AsksGroups() != true || PeopleOf([]MemberID{ada}, nil).AsksGroups() {
		t.Error("only a list with groups asks for them")
	}
	for _, bad := range []string{"on", "m=", "m=" + string(ada) + " m=" + string(ada), "m=" + string(ada) + " g=" + string(net), " m=" + string(ada), "g=" + string(net) + " off", "x=" + string(ada)} {
		if _, err := ParsePeople("people", bad); !fault.Is(err, "people.unknown") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	var many []MemberID
	for i := range MaxPeople + 1 {
		many = append(many, DeriveID[MemberID](ada, uint64(i)))
	}
	if _, err := ParsePeople("people", string(PeopleOf(many, nil))); !fault.Is(err, "people.tooMany") {
		t.Errorf("%d: %v", len(many), err)
	}
	if _, err := ParsePeople("people", string(PeopleOf(many[1:], nil))); err != nil {
		t.Error(err)
	}
}

func TestWhatProfilesHide(t *testing.T) {
	h := HiddenOf([]string{"mobile", "phone", "surname"})
	if h != "phone mobile" || !h.Hides("phone") || h.Hides("photo") || h.Hides("surname") {
		t.Errorf("%q", h)
	}
	for _, bad := range []string{"mobile phone", "surname", " phone", "phone  mobile", "phone phone", strings.Repeat("phone ", 2)} {
		if _, err := ParseHidden("hidden", bad); !fault.Is(err, "hidden.unknown") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if s, err := ParseHidden("hidden", strings.Join(Hideable, " ")); err != nil || s == "" {
		t.Error(err)
	}
}
