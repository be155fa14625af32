package replica

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/shared/org"
)

func groupID(n int) org.GroupID { return org.GroupID(fmt.Sprintf("01J0000000000000000000G%03d", n)) }

func in(groups ...int) func(*org.Member) {
	return func(m *org.Member) {
		for _, g := range groups {
			m.Groups = org.With(m.Groups, org.Membership{Group: groupID(g)})
		}
	}
}

// wood is Werk (1) with Netz (2), in that Bau (3) and Ärzte (4); and Rat (5) beside it.
func wood(people ...org.Member) *Directory {
	d := filled(people...)
	for i, g := range []org.Group{{Name: "Werk"}, {Name: "Netz", Parent: groupID(1)}, {Name: "Bau", Parent: groupID(2)}, {Name: "Ärzte", Parent: groupID(2)}, {Name: "Rat"}} {
		d.setGroup(groupID(i+1), g)
	}
	return d
}

func called(d *Directory, ids []org.GroupID) string {
	var out []string
	for _, id := range ids {
		g, _ := d.Group(id)
		out = append(out, g.Name)
	}
	return strings.Join(out, " ")
}

func TestTheTreeIsInOrder(t *testing.T) {
	d := wood()
	for _, c := range []struct{ story, got, want string }{
		{"the outermost", called(d, d.Subgroups("")), "Rat Werk"},
		{"by name, as the language has it", called(d, d.Subgroups(groupID(2))), "Ärzte Bau"},
		{"each after the one it is part of", called(d, d.Below("")), "Rat Werk Netz Ärzte Bau"},
		{"the way to one", called(d, d.Path(groupID(3))), "Werk Netz"},
		{"found", called(d, d.FindGroups("aerz")), "Ärzte"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.story, c.got, c.want)
		}
	}
	d.setGroup(groupID(2), nil)
	if got := called(d, d.Subgroups("")); got != "Ärzte Bau Rat Werk" {
		t.Errorf("what a group is part of has not arrived yet: %s", got)
	}
}

func TestPeopleAreCountedOnce(t *testing.T) {
	d := wood(person("A", "Adam", in(3)), person("B", "Berg", in(3, 4, 5)), person("C", "Chor", in(2)), person("D", "Dorn"), person("E", "Erz", in(9)))
	for _, c := range []struct{ group, direct, all int }{{1, 0, 3}, {2, 1, 3}, {3, 2, 2}, {4, 1, 1}, {5, 1, 1}, {9, 1, 0}} {
		if direct, all := d.InGroup(groupID(c.group)), d.InAndBelow(groupID(c.group)); direct != c.direct || all != c.all {
			t.Errorf("in group %d are %d, with those below %d; want %d and %d", c.group, direct, all, c.direct, c.all)
		}
	}
	for q, want := range map[Query]string{
		{Group: groupID(1)}:               "Adam Berg Chor",
		{Group: groupID(2), Direct: true}: "Chor",
		{Group: groupID(9)}:               "",
		{}:                                "Adam Berg Chor Dorn Erz",
	} {
		if got := surnames(d, q); got != want {
			t.Errorf("%v shows %q, want %q", q, got, want)
		}
	}
}

// Whatever happens to people and groups, what is kept up to date is what counting anew gives.
func TestCountsFollowEveryChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := wood()
		ids := []org.MemberID{"01J0000000000000000000000A", "01J0000000000000000000000B", "01J0000000000000000000000C"}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			if rapid.IntRange(0, 3).Draw(t, "what") == 0 {
				n := rapid.IntRange(1, 5).Draw(t, "group")
				if _, there := d.Group(groupID(n)); there && rapid.Bool().Draw(t, "gone") {
					d.setGroup(groupID(n), nil)
				} else {
					d.setGroup(groupID(n), org.Group{Name: "Neu"})
				}
				continue
			}
			id := rapid.SampledFrom(ids).Draw(t, "who")
			if rapid.IntRange(0, 4).Draw(t, "leaves") == 0 {
				d.set(id, nil)
				continue
			}
			d.set(id, person("A", "Adam", in(rapid.SliceOf(rapid.IntRange(1, 6)).Draw(t, "groups")...)))
		}
		for n := 1; n <= 6; n++ {
			direct, all := 0, map[org.MemberID]bool{}
			within := append(d.Below(groupID(n)), groupID(n))
			for _, slot := range d.Find(Query{}) {
				id, m := d.At(slot)
				if _, is := m.In(groupID(n)); is {
					direct++
				}
				if slices.ContainsFunc(m.Groups, func(g org.Membership) bool { return slices.Contains(within, g.Group) }) {
					all[id] = true
				}
			}
			_, there := d.Group(groupID(n))
			if got := d.InGroup(groupID(n)); got != direct {
				t.Fatalf("in group %d are said to be %d, there are %d", n, got, direct)
			}
			if got := d.InAndBelow(groupID(n)); there && got != len(all) {
				t.Fatalf("in and below group %d are said to be %d, there are %d", n, got, len(all))
			}
		}
	})
}

// large is 50,000 people in 5,000 groups, a tenth of them in two.
func large() *Directory {
	d := newDirectory()
	id := func(n int) org.GroupID { return org.GroupID(fmt.Sprintf("01J000000000000000000G%04d", n)) }
	for n := range org.MaxGroups {
		g := org.Group{Name: fmt.Sprintf("Team %d", n)}
		if n > 0 {
			g.Parent = id((n - 1) / 4) // seven levels
		}
		d.setGroup(id(n), g)
	}
	for n := range 50_000 {
		m := person("Ben", fmt.Sprintf("Berger%d", n))
		m.Groups = org.With(nil, org.Membership{Group: id(n % org.MaxGroups)})
		if n%10 == 0 {
			m.Groups = org.With(m.Groups, org.Membership{Group: id(n * 7 % org.MaxGroups)})
		}
		d.set(org.MemberID(fmt.Sprintf("01J00000000000000000M%05d", n)), m)
	}
	return d
}

// BenchmarkTree is what the tree costs in a large organisation after a change: its order, its counts, a search, and who is in a group.
func BenchmarkTree(b *testing.B) {
	d := large()
	top := d.Subgroups("")[0]
	var smart []org.GroupID
	for n := range 30 {
		smart = append(smart, org.GroupID(fmt.Sprintf("01J000000000000000000S%04d", n)))
		rule := org.RuleOf(map[string]string{org.RuleKind: "user", org.RuleWithin: string(d.Subgroups(top)[n%4])})
		d.setGroup(smart[n], org.Group{Name: fmt.Sprintf("Von selbst %d", n), Smart: true, Rule: rule})
	}
	all := func() {
		for _, id := range smart {
			d.InAndBelow(id)
		}
	}
	first, _ := d.At(0)
	for name, do := range map[string]func(){
		"order":  func() { d.tree.below = nil; d.Below("") },
		"counts": func() { d.tree.sums = nil; d.InAndBelow(top) },
		"search": func() { d.FindGroups("team 12") },
		"people": func() { d.version++; d.Find(Query{Group: top}) },
		"smart":  func() { d.version++; d.Meet("tag=Bau") },
		// As many as stand in the tree at once on a desk.
		"smart 30": func() { d.tree.smart.groups = nil; all() },
		"smart 30, one changed": func() {
			d.set(first, d.rows[0].member)
			all()
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				do()
			}
		})
	}
}

func TestWhoMeetsARuleBelongsToASmartGroup(t *testing.T) {
	one := func(given, tag string, groups ...int) org.Member {
		m := org.Member{GivenName: given, Surname: given, Role: org.User, Tags: []string{tag}}
		in(groups...)(&m)
		return m
	}
	ada, ben, cem, off := one("Ada", "Bau", 3), one("Ben", "Bau", 2), one("Cem", "bau"), one("Off", "Bau", 2)
	off.Deactivated = true
	d := wood(ada, ben, cem, off)
	smart := groupID(9)
	d.setGroup(smart, org.Group{Name: "Bauleute", Smart: true, Rule: "tag=Bau"})
	names := func(slots []int32) string {
		var out []string
		for _, s := range slots {
			_, m := d.At(s)
			out = append(out, m.GivenName)
		}
		return strings.Join(out, " ")
	}
	look := func(want string) {
		t.Helper()
		if got := names(d.People(smart)); got != want {
			t.Errorf("people: %s, want %s", got, want)
		}
		if got := names(d.Find(Query{Group: smart})); got != want {
			t.Errorf("found: %s, want %s", got, want)
		}
		if n := len(strings.Fields(want)); d.InGroup(smart) != n || d.InAndBelow(smart) != n {
			t.Errorf("%d and %d, want %d", d.InGroup(smart), d.InAndBelow(smart), n)
		}
	}
	look("Ada Ben Cem")
	d.setGroup(smart, org.Group{Name: "Bauleute", Smart: true, Rule: org.RuleOf(map[string]string{org.RuleTag: "Bau", org.RuleWithin: string(groupID(2))})})
	look("Ada Ben")
	if got := called(d, d.SmartGroupsOf(ada)); got != "Bauleute" || len(d.SmartGroupsOf(cem)) != 0 || d.Meet("tag=Bau") != 3 {
		t.Errorf("%s, %v, %d", got, d.SmartGroupsOf(cem), d.Meet("tag=Bau"))
	}
	d.setGroup(smart, org.Group{Name: "Bauleute", Smart: true, Parent: groupID(1)}) // as who may not see rules has it
	look("")
	if n := d.InAndBelow(groupID(1)); n != 3 { // ada, ben and off
		t.Errorf("who is in a smart group is not in what it is part of by that: %d", n)
	}
}
