package replica

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"stellwerk/shared/org"
)

// Whatever happens to people and groups: who belongs to a smart group is who would be found anew.
func TestSmartGroupsFollowWhatChanges(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	d := newDirectory()
	member := func(n int) org.MemberID { return org.MemberID(fmt.Sprintf("01J00000000000000000M%05d", n)) }
	rules := []org.Rule{
		"", "tag=Bau", "kind=guest", org.RuleOf(map[string]string{org.RuleWithin: string(groupID(2))}),
		org.RuleOf(map[string]string{org.RuleTag: "Bau", org.RuleWithin: string(groupID(3))}),
	}
	for n, rule := range rules {
		d.setGroup(groupID(90+n), org.Group{Name: fmt.Sprint(n), Smart: true, Rule: rule})
	}
	for step := range 1000 {
		switch chance.IntN(8) {
		case 0:
			g := 1 + chance.IntN(5)
			d.setGroup(groupID(g), org.Group{Name: "G", Parent: groupID(chance.IntN(g))})
		case 1:
			d.set(member(chance.IntN(200)), nil)
		case 2:
			d.setGroup(groupID(90+chance.IntN(len(rules))), org.Group{Name: "S", Smart: true, Rule: rules[chance.IntN(len(rules))]})
		default:
			m := org.Member{GivenName: "A", Surname: fmt.Sprint(chance.IntN(99)), Role: []org.Role{org.User, org.Guest}[chance.IntN(2)], Deactivated: chance.IntN(5) == 0}
			if chance.IntN(2) == 0 {
				m.Tags = []string{"bau"}
			}
			m.Groups = org.With(nil, org.Membership{Group: groupID(1 + chance.IntN(5))})
			d.set(member(chance.IntN(200)), m)
		}
		for n := range rules {
			id := groupID(90 + n)
			g, _ := d.Group(id)
			meets, want := d.meets(g.Rule), []int32(nil)
			for _, slot := range d.ordered(SortName) {
				if m, there := d.rows[slot].member.(org.Member); there && meets(&m) {
					want = append(want, slot)
				}
			}
			if got := d.People(id); !slices.Equal(got, want) || d.InGroup(id) != len(want) || d.Meet(g.Rule) != len(want) {
				t.Fatalf("step %d, %q: %v, %d, %d, want %v", step, g.Rule, got, d.InGroup(id), d.Meet(g.Rule), want)
			}
		}
	}
}

func TestManySmartGroupsAreFoundOneByOne(t *testing.T) {
	d := newDirectory()
	for n := range maxSmart + 1 {
		d.setGroup(groupID(n), org.Group{Name: fmt.Sprint(n), Smart: true, Rule: "kind=user"})
	}
	for n := range maxSmart + 1 {
		d.set("01J00000000000000000M00001", org.Member{Role: org.User, Surname: "A"})
		if d.InGroup(groupID(n)) != 1 {
			t.Fatalf("group %d: nobody", n)
		}
	}
	if d.set("01J00000000000000000M00001", nil); d.tree.smart.groups != nil {
		t.Error("too many are kept up to date")
	}
	if n := d.InGroup(groupID(3)); n != 0 {
		t.Errorf("%d belong, want nobody", n)
	}
}
