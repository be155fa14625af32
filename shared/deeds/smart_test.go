package deeds_test

import (
	"testing"

	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func TestSmartGroups(t *testing.T) {
	const busses = "tag=Busfahrer"
	edited := func(from, to string) map[string]groups.Edited {
		return map[string]groups.Edited{"rule": {From: from, To: to}}
	}
	for _, c := range []struct {
		story, deed string
		args        func(w *works, smart org.GroupID) any
		code        string
	}{
		{"another rule", "groups.edit", func(w *works, s org.GroupID) any {
			return groups.EditArgs{Group: s, Fields: edited(busses, "location=Depot\nwithin="+string(w.netz))}
		}, ""},
		{"a rule that is none", "groups.edit", func(w *works, s org.GroupID) any {
			return groups.EditArgs{Group: s, Fields: edited(busses, "shoe=44")}
		}, "rule.malformed"},
		{"of a group that is not there", "groups.edit", func(w *works, s org.GroupID) any {
			return groups.EditArgs{Group: s, Fields: edited(busses, "within="+string(w.id()))}
		}, "group.notFound"},
		{"of itself", "groups.edit", func(w *works, s org.GroupID) any {
			return groups.EditArgs{Group: s, Fields: edited(busses, "within="+string(s))}
		}, "group.smart"},
		{"it stays smart", "groups.edit", func(w *works, s org.GroupID) any { return groups.EditArgs{Group: s, Fields: edited(busses, "")} }, "group.smartFixed"},
		{"others don’t become it", "groups.edit", func(w *works, s org.GroupID) any { return groups.EditArgs{Group: w.netz, Fields: edited("", busses)} }, "group.smartFixed"},
		{"nobody is added", "groups.addMembers", func(w *works, s org.GroupID) any {
			return groups.PeopleArgs{Group: s, Members: []org.MemberID{w.user.Member}}
		}, "group.smart"},
		{"nobody leads it", "groups.setPart", func(w *works, s org.GroupID) any {
			return groups.PeopleArgs{Group: s, Members: []org.MemberID{w.user.Member}, Part: "leader"}
		}, "group.smart"},
		{"nobody is created in it", "members.create", func(w *works, s org.GroupID) any {
			return map[string]any{"member": w.house.id(), "givenName": "Neu", "surname": "Neu", "email": "neu@acme.example", "groups": []org.GroupID{s}}
		}, "group.smart"},
		{"nothing is part of it", "groups.create", func(w *works, s org.GroupID) any {
			return groups.NewGroup{Group: org.GroupID(w.house.id()), Name: "Neu", Parent: s}
		}, "group.smartParent"},
		{"or is moved into it", "groups.move", func(w *works, s org.GroupID) any { return groups.MoveArgs{Group: w.rat, To: s} }, "group.smartParent"},
		{"no group ends in it", "groups.delete", func(w *works, s org.GroupID) any { return groups.EndArgs{Group: w.rat, Into: s} }, "group.smart"},
		{"it moves", "groups.move", func(w *works, s org.GroupID) any { return groups.MoveArgs{Group: s, To: w.werk} }, ""},
		{"it ends", "groups.delete", func(w *works, s org.GroupID) any { return groups.EndArgs{Group: s} }, ""},
	} {
		t.Run(c.story, func(t *testing.T) {
			w := builtWorks(t)
			smart := org.GroupID(w.house.id())
			w.must(w.admin, "groups.create", groups.NewGroup{Group: smart, Name: "Busse", Rule: busses})
			w.groups = append(w.groups, smart)
			before := w.state()
			e, err := w.do(w.admin, c.deed, c.args(w, smart))
			w.takesBack(w.admin, before, e, err, c.code)
		})
	}
}

// TestAnImportOfUnitsKeepsRules: a file does not know of them.
func TestAnImportOfUnitsKeepsRules(t *testing.T) {
	w := builtWorks(t)
	smart := org.GroupID(w.house.id())
	w.must(w.admin, "groups.create", groups.NewGroup{Group: smart, Name: "Busse", Rule: "kind=user"})
	d := ledger.Begin(w)
	if v, err := groups.Take(d, w.admin, groups.Row{Row: 2, NewGroup: groups.NewGroup{Group: smart, Name: "Omnibusse"}}); err != nil || len(v.Faults) > 0 || v.After.Rule != "kind=user" {
		t.Errorf("%+v, %v", v, err)
	}
}
