package deeds_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/shared/deeds"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// works is a house with a small tree: Werk, in it Netz, in that Bau; and Rat beside them. The user leads Netz, the guest is in it.
type works struct {
	*house
	werk, netz, bau, rat org.GroupID
}

func builtWorks(t failer) *works {
	h := found(t)
	w := &works{house: h}
	w.werk, w.rat = w.make("Werk", ""), w.make("Rat", "")
	w.netz = w.make("Netz", w.werk)
	w.bau = w.make("Bau", w.netz)
	h.must(h.admin, "groups.setPart", groups.PeopleArgs{Group: w.netz, Members: []org.MemberID{h.user.Member}, Part: "leader"})
	h.must(h.admin, "groups.addMembers", groups.PeopleArgs{Group: w.netz, Members: []org.MemberID{h.guest.Member}})
	return w
}

func (h *house) make(name string, parent org.GroupID) org.GroupID {
	id := org.GroupID(h.id())
	h.must(h.admin, "groups.create", groups.NewGroup{Group: id, Name: name, Parent: parent})
	h.groups = append(h.groups, id)
	return id
}

// chain makes groups within each other and returns the innermost.
func (h *house) chain(n int, under org.GroupID) org.GroupID {
	for i := range n {
		under = h.make(fmt.Sprintf("Ebene %d", i+1), under)
	}
	return under
}

// in says what somebody is in which groups.
func (w *works) in(by ledger.Actor) string {
	m, _ := w.member(by.Member)
	out := ""
	for _, g := range m.Groups {
		part := string(g.Part)
		if part == "" {
			part = "member"
		}
		name := "gone"
		if have, there := w.group(g.Group); there {
			name = have.Name
		}
		out += name + "=" + part + " "
	}
	return out
}

// list is rows of a list of groups.
func list(all ...groups.NewGroup) groups.ImportArgs {
	out := groups.ImportArgs{Groups: []groups.Row{}}
	for i, g := range all {
		out.Groups = append(out.Groups, groups.Row{Row: i + 2, NewGroup: g})
	}
	return out
}

type groupStory struct {
	story string
	by    func(h *house) ledger.Actor
	deed  string
	args  func(w *works) any
	code  string // "" if it is done
}

func TestGroups(t *testing.T) {
	const strange = org.GroupID("01J00000000000000000STRANG")
	people := func(w *works) []org.MemberID { return []org.MemberID{w.user.Member} }
	for _, c := range []groupStory{
		{"an admin makes an outermost group", admin, "groups.create", func(w *works) any { return groups.NewGroup{Group: org.GroupID(w.id()), Name: "Neu"} }, ""},
		{"two groups may be called the same", admin, "groups.create", func(w *works) any { return groups.NewGroup{Group: org.GroupID(w.id()), Name: "Netz", Parent: w.werk} }, ""},
		{"a group has a name", admin, "groups.create", func(w *works) any { return groups.NewGroup{Group: org.GroupID(w.id()), Name: " "} }, "text.missing"},
		{"a group is made once", admin, "groups.create", func(w *works) any { return groups.NewGroup{Group: w.netz, Name: "Netz"} }, "group.exists"},
		{"its id is one", admin, "groups.create", func(*works) any { return groups.NewGroup{Group: "x", Name: "Netz"} }, "id.malformed"},
		{"a group is part of one that is there", admin, "groups.create", func(w *works) any { return groups.NewGroup{Group: org.GroupID(w.id()), Name: "Neu", Parent: strange} }, "group.parentNotFound"},
		{"a user makes none", user, "groups.create", func(w *works) any { return groups.NewGroup{Group: org.GroupID(w.id()), Name: "Neu"} }, "actor.forbidden"},
		{"a guest does not rename one", guest, "groups.edit", func(w *works) any {
			return groups.EditArgs{Group: w.netz, Fields: map[string]groups.Edited{"name": {From: "Netz", To: "Netze"}}}
		}, "actor.forbidden"},
		{"a group is renamed", admin, "groups.edit", func(w *works) any {
			return groups.EditArgs{Group: w.netz, Fields: map[string]groups.Edited{"name": {From: "Netz", To: "Netze"}, "type": {To: "Abteilung"}}}
		}, ""},
		{"two who rename it are told of each other", admin, "groups.edit", func(w *works) any {
			return groups.EditArgs{Group: w.netz, Fields: map[string]groups.Edited{"name": {From: "Netzbau", To: "Netze"}}}
		}, "group.changedMeanwhile"},
		{"what is so already is no change", admin, "groups.edit", func(w *works) any {
			return groups.EditArgs{Group: w.netz, Fields: map[string]groups.Edited{"name": {From: "Netz", To: "Netz"}}}
		}, "edit.none"},
		{"a group has no other fields", admin, "groups.edit", func(w *works) any {
			return groups.EditArgs{Group: w.netz, Fields: map[string]groups.Edited{"parent": {From: string(w.werk)}}}
		}, "group.field"},
		{"a group moves", admin, "groups.move", func(w *works) any { return groups.MoveArgs{Group: w.netz, From: w.werk, To: w.rat} }, ""},
		{"a group moves outwards", admin, "groups.move", func(w *works) any { return groups.MoveArgs{Group: w.bau, From: w.netz} }, ""},
		{"a group is no part of itself", admin, "groups.move", func(w *works) any { return groups.MoveArgs{Group: w.netz, From: w.werk, To: w.netz} }, "group.cycle"},
		{"nor of what is part of it", admin, "groups.move", func(w *works) any { return groups.MoveArgs{Group: w.werk, To: w.bau} }, "group.cycle"},
		{"a move knows where the group was", admin, "groups.move", func(w *works) any { return groups.MoveArgs{Group: w.bau, From: w.rat, To: w.werk} }, "group.movedMeanwhile"},
		{"a group moves to one that is there", admin, "groups.move", func(w *works) any { return groups.MoveArgs{Group: w.bau, From: w.netz, To: strange} }, "group.parentNotFound"},
		{"a list makes groups and changes others", admin, "groups.import", func(w *works) any {
			return list(groups.NewGroup{Group: org.GroupID(w.id()), Name: "Neu", Parent: w.rat}, groups.NewGroup{Group: w.netz, Name: "Netze", Parent: w.rat})
		}, ""},
		{"what is empty stays", admin, "groups.import", func(w *works) any { return list(groups.NewGroup{Group: w.netz, Parent: w.werk}) }, ""},
		{"a new group has a name", admin, "groups.import", func(w *works) any { return list(groups.NewGroup{Group: org.GroupID(w.id())}) }, "text.missing"},
		{"a list closes no circle", admin, "groups.import", func(w *works) any { return list(groups.NewGroup{Group: w.werk, Name: "Werk", Parent: w.bau}) }, "group.cycle"},
		{"a list has a row", admin, "groups.import", func(*works) any { return list() }, "rows.none"},
		{"a user imports none", user, "groups.import", func(w *works) any { return list(groups.NewGroup{Group: w.netz, Name: "Netze"}) }, "actor.forbidden"},
		{"a user moves none", user, "groups.move", func(w *works) any { return groups.MoveArgs{Group: w.bau, From: w.netz} }, "actor.forbidden"},
		{"somebody joins", admin, "groups.addMembers", func(w *works) any { return groups.PeopleArgs{Group: w.rat, Members: people(w)} }, ""},
		{"the owner, too", admin, "groups.addMembers", func(w *works) any { return groups.PeopleArgs{Group: w.rat, Members: []org.MemberID{w.owner.Member}} }, ""},
		{"who is in it already stays as they are", admin, "groups.addMembers", func(w *works) any { return groups.PeopleArgs{Group: w.netz, Members: people(w)} }, "group.unchanged"},
		{"nobody is nobody", admin, "groups.addMembers", func(w *works) any { return groups.PeopleArgs{Group: w.netz} }, "members.none"},
		{"a part is one of three", admin, "groups.setPart", func(w *works) any { return groups.PeopleArgs{Group: w.netz, Members: people(w), Part: "boss"} }, "part.unknown"},
		{"a leader becomes a deputy", admin, "groups.setPart", func(w *works) any { return groups.PeopleArgs{Group: w.netz, Members: people(w), Part: "deputy"} }, ""},
		{"a group has to be there", admin, "groups.addMembers", func(w *works) any { return groups.PeopleArgs{Group: strange, Members: people(w)} }, "group.notFound"},
		{"a user adds nobody", user, "groups.addMembers", func(w *works) any { return groups.PeopleArgs{Group: w.rat, Members: people(w)} }, "actor.forbidden"},
		{"a user makes nobody a leader", user, "groups.setPart", func(w *works) any { return groups.PeopleArgs{Group: w.netz, Members: people(w), Part: "leader"} }, "actor.forbidden"},
		{"somebody leaves", admin, "groups.removeMembers", func(w *works) any { return groups.LeaveArgs{Group: w.netz, Members: people(w)} }, ""},
		{"who is not in it can't leave", admin, "groups.removeMembers", func(w *works) any { return groups.LeaveArgs{Group: w.rat, Members: people(w)} }, "group.unchanged"},
		{"a user takes nobody out", user, "groups.removeMembers", func(w *works) any { return groups.LeaveArgs{Group: w.netz, Members: people(w)} }, "actor.forbidden"},
		{"a group with subgroups does not just end", admin, "groups.delete", func(w *works) any { return groups.EndArgs{Group: w.netz, Into: w.werk, Members: people(w)} }, "group.hasSubgroups"},
		{"what is in it goes up", admin, "groups.delete", func(w *works) any {
			return groups.EndArgs{Group: w.netz, Into: w.werk, Members: people(w), Subgroups: []org.GroupID{w.bau}}
		}, ""},
		{"or ends with it", admin, "groups.delete", func(w *works) any { return groups.EndArgs{Group: w.werk, With: []org.GroupID{w.netz, w.bau}} }, ""},
		{"but not into itself", admin, "groups.delete", func(w *works) any {
			return groups.EndArgs{Group: w.werk, Into: w.bau, With: []org.GroupID{w.netz, w.bau}}
		}, "group.intoItself"},
		{"nor to what is not there", admin, "groups.delete", func(w *works) any { return groups.EndArgs{Group: w.bau, Into: strange} }, "group.notFound"},
		{"a user deletes none", user, "groups.delete", func(w *works) any { return groups.EndArgs{Group: w.bau} }, "actor.forbidden"},
		{"groups merge", admin, "groups.merge", func(w *works) any {
			return groups.EndArgs{Group: w.netz, Into: w.rat, Members: people(w), Subgroups: []org.GroupID{w.bau}}
		}, ""},
		{"into another", admin, "groups.merge", func(w *works) any { return groups.EndArgs{Group: w.bau} }, "group.intoMissing"},
		{"and not into a part of themselves", admin, "groups.merge", func(w *works) any { return groups.EndArgs{Group: w.netz, Into: w.bau, Subgroups: []org.GroupID{w.bau}} }, "group.cycle"},
		{"a user merges none", user, "groups.merge", func(w *works) any { return groups.EndArgs{Group: w.bau, Into: w.rat} }, "actor.forbidden"},
		{"somebody comes with groups", admin, "members.create", func(w *works) any {
			return map[string]any{"member": w.id(), "givenName": "Ben", "surname": "Berger", "email": "b@acme.example", "groups": []org.GroupID{w.rat, w.bau}}
		}, ""},
		{"which are there", admin, "members.create", func(w *works) any {
			return map[string]any{"member": w.id(), "givenName": "Ben", "surname": "Berger", "email": "b@acme.example", "groups": []org.GroupID{strange}}
		}, "group.notFound"},
		{"a person's page says to which groups", admin, "members.edit", func(w *works) any {
			return map[string]any{"member": w.user.Member, "fields": map[string]any{"groups": map[string]any{"from": []org.GroupID{w.netz}, "to": []org.GroupID{w.rat}}}}
		}, ""},
	} {
		t.Run(c.story, func(t *testing.T) {
			w := builtWorks(t)
			_, err := w.do(c.by(w.house), c.deed, c.args(w))
			if (err == nil) != (c.code == "") || c.code != "" && !fault.Is(err, c.code) {
				t.Fatalf("got %v, want %q", err, c.code)
			}
			w.invariants()
		})
	}
}

func TestWhatBecomesOfMembers(t *testing.T) {
	for _, c := range []struct {
		story, deed string
		args        func(w *works) any
		user, guest string
	}{
		{"at first", "", nil, "Netz=leader ", "Netz=member "},
		{"who is named goes up, and leads nothing there", "groups.delete", func(w *works) any {
			return groups.EndArgs{Group: w.netz, Into: w.werk, Members: []org.MemberID{w.user.Member, w.guest.Member}, Subgroups: []org.GroupID{w.bau}}
		}, "Werk=member ", "Werk=member "},
		{"who is not named keeps what nobody sees", "groups.delete", func(w *works) any {
			return groups.EndArgs{Group: w.netz, Into: w.werk, Members: []org.MemberID{w.guest.Member}, Subgroups: []org.GroupID{w.bau}}
		}, "gone=leader ", "Werk=member "},
		{"merging keeps what they are where they were already", "groups.merge", func(w *works) any {
			w.must(w.admin, "groups.setPart", groups.PeopleArgs{Group: w.rat, Members: []org.MemberID{w.user.Member}, Part: "deputy"})
			return groups.EndArgs{Group: w.netz, Into: w.rat, Members: []org.MemberID{w.user.Member}, Subgroups: []org.GroupID{w.bau}}
		}, "Rat=deputy ", "gone=member "},
		{"a page that edits groups leaves the others and the parts", "members.edit", func(w *works) any {
			return map[string]any{"member": w.user.Member, "fields": map[string]any{"groups": map[string]any{"from": []org.GroupID{}, "to": []org.GroupID{w.rat}}}}
		}, "Rat=member Netz=leader ", "Netz=member "},
	} {
		t.Run(c.story, func(t *testing.T) {
			w := builtWorks(t)
			if c.deed != "" {
				w.must(w.admin, c.deed, c.args(w))
			}
			if user, guest := w.in(w.user), w.in(w.guest); user != c.user || guest != c.guest {
				t.Errorf("the user is in %q, the guest in %q; want %q and %q", user, guest, c.user, c.guest)
			}
			w.invariants()
		})
	}
}

func TestTheTreeHasTenLevels(t *testing.T) {
	h := found(t)
	deep := h.chain(org.MaxLevels, "")
	if _, err := h.do(h.admin, "groups.create", groups.NewGroup{Group: org.GroupID(h.id()), Name: "Elf", Parent: deep}); !fault.Is(err, "group.tooDeep") {
		t.Errorf("an eleventh level: %v", err)
	}
	top := h.chain(4, "")
	three := h.make("Drei", "")
	h.chain(2, three)
	six := h.groups[5] // the sixth level of the first chain
	seven := h.groups[6]
	if _, err := h.do(h.admin, "groups.move", groups.MoveArgs{Group: three, To: h.groups[7]}); !fault.Is(err, "group.tooDeep") {
		t.Errorf("three levels below the eighth: %v", err)
	}
	h.must(h.admin, "groups.move", groups.MoveArgs{Group: three, To: seven})
	if _, err := h.do(h.admin, "groups.move", groups.MoveArgs{Group: six, From: h.groups[4], To: top}); err != nil {
		t.Errorf("five levels below the fourth go where five are: %v", err)
	}
	if _, err := h.do(h.admin, "groups.delete", groups.EndArgs{Group: top, Into: three, Subgroups: []org.GroupID{six}}); !fault.Is(err, "group.cycle") {
		t.Errorf("a subgroup goes into what is part of it: %v", err)
	}
	h.invariants()
}

func TestThereAreFiveThousandGroups(t *testing.T) {
	h := found(t)
	for range org.MaxGroups {
		h.Set(ledger.Record{Ref: ledger.Ref{Kind: ledger.KindGroup, ID: string(h.id())}, Value: org.Group{Name: "Team"}})
	}
	last := org.GroupID(h.id())
	if _, err := h.do(h.admin, "groups.create", groups.NewGroup{Group: last, Name: "Team"}); !fault.Is(err, "groups.full") {
		t.Errorf("one more: %v", err)
	}
}

func TestTheTwoHalvesOfACircleAreNotBothMade(t *testing.T) {
	w := builtWorks(t)
	w.must(w.admin, "groups.move", groups.MoveArgs{Group: w.rat, To: w.bau})
	if _, err := w.do(w.owner, "groups.move", groups.MoveArgs{Group: w.netz, From: w.werk, To: w.rat}); !fault.Is(err, "group.cycle") {
		t.Errorf("the second move: %v", err)
	}
}

func TestAGroupComesBackWithThoseWhoWereInIt(t *testing.T) {
	w := builtWorks(t)
	gone := w.must(w.admin, "groups.delete", groups.EndArgs{Group: w.netz, With: []org.GroupID{w.bau}})
	if got := w.in(w.user); got != "gone=leader " {
		t.Fatalf("after deleting it: %q", got)
	}
	w.must(w.admin, "members.edit", edit(user, "title", "", "Meister")(w.house))
	w.must(w.admin, "ledger.undo", map[string]any{"entries": []uint64{gone.Seq}})
	if got := w.in(w.user); got != "Netz=leader " {
		t.Errorf("after taking that back: %q", got)
	}
}

func TestAGroupThatHasGrownSubgroupsIsNotUnmade(t *testing.T) {
	h := found(t)
	made := h.must(h.admin, "groups.create", groups.NewGroup{Group: org.GroupID(h.id()), Name: "Werk"})
	h.make("Netz", org.GroupID(made.Changes[0].ID))
	if _, err := h.do(h.admin, "ledger.undo", map[string]any{"entries": []uint64{made.Seq}}); !fault.Is(err, "group.hasSubgroups") {
		t.Errorf("got %v", err)
	}
}

func TestGroupsThatHaveEndedMakeRoom(t *testing.T) {
	h := found(t)
	who := []org.MemberID{h.user.Member}
	var all []org.GroupID
	for range org.MaxMemberships {
		g := h.make("Team", "")
		all = append(all, g)
		h.must(h.admin, "groups.addMembers", groups.PeopleArgs{Group: g, Members: who})
	}
	more := h.make("Mehr", "")
	if _, err := h.do(h.admin, "groups.addMembers", groups.PeopleArgs{Group: more, Members: who}); !fault.Is(err, "groups.tooMany") {
		t.Errorf("one more than there may be: %v", err)
	}
	h.must(h.admin, "groups.delete", groups.EndArgs{Group: all[3]})
	h.must(h.admin, "groups.addMembers", groups.PeopleArgs{Group: more, Members: who})
	m, _ := h.member(h.user.Member)
	if _, is := m.In(more); !is || len(m.Groups) != org.MaxMemberships {
		t.Errorf("%d groups, in the new one: %v", len(m.Groups), is)
	}
}

// Two admins who add people to a group, or take some out, come to the same in either order.
func TestAddingToGroupsCommutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type wish struct {
			deed string
			args any
		}
		draw := func(w *works, name string) wish {
			g := rapid.SampledFrom([]org.GroupID{w.rat, w.bau}).Draw(t, name+" group")
			who := rapid.SliceOfNDistinct(rapid.SampledFrom(w.people), 1, 3, rapid.ID[org.MemberID]).Draw(t, name+" members")
			return wish{"groups.addMembers", groups.PeopleArgs{Group: g, Members: who}}
		}
		w, v := builtWorks(t), builtWorks(t)
		a, b := draw(w, "one"), draw(w, "other")
		for _, x := range []wish{a, b} {
			_, _ = w.do(w.admin, x.deed, x.args)
		}
		for _, x := range []wish{b, a} {
			_, _ = v.do(v.admin, x.deed, x.args)
		}
		if !maps.Equal(w.state(), v.state()) {
			t.Fatalf("%v and %v differ by their order", a, b)
		}
	})
}

// What is too much for one entry is done in parts that each fit, and in the end it is the same.
func TestEndingALargeGroupInParts(t *testing.T) {
	w := builtWorks(t)
	var crowd []org.MemberID
	for i := range 200 {
		id := w.id()
		w.must(w.admin, "members.create", map[string]any{"member": id, "givenName": "Ben", "surname": "Berger", "email": fmt.Sprintf("b%d@acme.example", i), "groups": []org.GroupID{w.netz}})
		crowd = append(crowd, id)
	}
	var teams []org.GroupID
	for i := range 70 {
		teams = append(teams, w.make(fmt.Sprintf("Team %d", i), w.netz))
	}
	for _, a := range []groups.EndArgs{
		{Group: w.netz, Into: w.werk, Members: crowd, Subgroups: append(teams, w.bau)},
		{Group: w.werk, With: append([]org.GroupID{w.bau}, teams...)},
	} {
		d, _ := deeds.ByName("groups.delete")
		data, _ := json.Marshal(a)
		parts, err := d.Cut(data)
		if err != nil || len(parts) < 2 {
			t.Fatalf("%d parts: %v", len(parts), err)
		}
		for _, p := range parts {
			e := w.must(w.admin, "groups.delete", p)
			writes := 0
			for _, c := range e.Changes {
				switch {
				case c.Kind == ledger.KindMember:
					writes++
				case c.Op == ledger.Deleted:
					writes += 2 // and what it was found by
				default:
					writes += 3
				}
			}
			if writes > 100-6 {
				t.Errorf("a part writes %d", writes)
			}
			w.invariants()
		}
		if _, there := w.group(a.Group); there {
			t.Errorf("the group is still there")
		}
	}
	if m, _ := w.member(crowd[0]); len(m.Groups) != 1 || m.Groups[0].Group != w.werk {
		t.Errorf("they are in %v", m.Groups)
	}
	if n, _ := w.Count(ledger.KindGroup); n != 1 {
		t.Errorf("%d groups are left, want Rat alone", n)
	}
}
