package replica

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Whoever comes into the slot of somebody who has gone is not chosen in their place: what is done to the chosen would be done to the wrong person.
func TestNobodyIsChosenInPlaceOfWhoHasGone(t *testing.T) {
	id := func(n int) org.MemberID { return org.MemberID(fmt.Sprintf("01J00000000000000000M%05d", n)) }
	rapid.Check(t, func(t *rapid.T) {
		d := newDirectory()
		marks, want := d.Choose(), map[org.MemberID]bool{}
		for _, step := range rapid.SliceOfN(rapid.IntRange(0, 3), 1, 60).Draw(t, "steps") {
			who := id(rapid.IntRange(0, 9).Draw(t, "who"))
			slot, there := d.Slot(who)
			switch {
			case step == 0:
				d.set(who, nil)
				delete(want, who)
			case step == 1:
				d.set(who, org.Member{GivenName: "A"})
			case there:
				marks.Put(slot, step == 2)
				want[who] = step == 2
			}
			n := 0
			for who, is := range want {
				if slot, there := d.Slot(who); is && (!there || !marks.Has(slot)) {
					t.Fatalf("%s is not chosen any more", who)
				} else if is {
					n++
				}
			}
			if got := len(marks.Slots()); marks.Len() != n || got != n {
				t.Fatalf("%d are chosen, listed are %d, want %d", marks.Len(), got, n)
			}
		}
		d.clear()
		if d.set(id(1), org.Member{}); marks.Len() != 0 || marks.Has(0) {
			t.Fatal("somebody is chosen after all have gone")
		}
	})
}

func TestADeedIsAskedOnlyWhereItCouldSayNo(t *testing.T) {
	d := newDirectory()
	var ids []org.MemberID
	for n := range 200 {
		id := org.MemberID(fmt.Sprintf("01J00000000000000000M%05d", n))
		d.set(id, org.Member{GivenName: "A", Surname: fmt.Sprint(n), Role: org.User, Deactivated: n < 100})
		ids = append(ids, id)
	}
	d.set(ids[150], org.Member{GivenName: "Olive", Role: org.Owner})
	refused := fault.New(fault.Conflict, "member.inactive")
	for _, c := range []struct {
		deed                   string
		act, idle, more, asked int
		left                   []string
	}{
		{"members.schedule", 99, 0, 96, MostLeft + 1, []string{"A 0", "A 1", "A 2", "A 3", "A 4"}},
		{"members.deactivate", 99, 100, 0, 1, []string{"Olive"}},
		{"members.tag", 199, 0, 0, 1, []string{"Olive"}},
	} {
		asked := 0
		got := d.Sift(c.deed, ledger.Actor{}, d.SlotsOf(append(ids, "gone")), func(org.MemberID) error { asked++; return refused })
		var left []string
		for _, l := range got.Left {
			left = append(left, l.Name)
		}
		if len(got.Act) != c.act || got.Idle != c.idle || got.More != c.more || asked != c.asked || !slices.Equal(left, c.left) {
			t.Errorf("%s: %d, %d idle, left %v and %d more, asked %d times; want %+v", c.deed, len(got.Act), got.Idle, left, got.More, asked, c)
		}
	}
	got := d.Sift("members.tag", ledger.Actor{}, d.SlotsOf(ids[150:152]), func(org.MemberID) error { return fault.New(fault.Conflict, "tags.unchanged") })
	if len(got.Act) != 2 || got.Name != "" {
		t.Errorf("who has the tags already is %+v", got)
	}
}

// BenchmarkSift is what it costs to see what a deed would come to for everybody in a large organisation.
func BenchmarkSift(b *testing.B) {
	d := large()
	marks := d.Choose()
	for _, slot := range d.ordered(SortName) {
		marks.Put(slot, true)
	}
	for b.Loop() {
		d.Sift("members.deactivate", ledger.Actor{}, marks.Slots(), func(org.MemberID) error { return nil })
	}
}

func TestWhatDeactivatingTakesWithItIsNamed(t *testing.T) {
	d := newDirectory()
	ids := []org.MemberID{"01J00000000000000000M00001", "01J00000000000000000M00002", "01J00000000000000000M00003"}
	d.set(ids[0], org.Member{Role: org.Admin, Confirmed: true, Groups: []org.Membership{{Group: "g1", Part: org.PartLeader}, {Group: "g2"}}})
	d.set(ids[1], org.Member{Role: org.User, Invitation: &org.Invitation{}, Groups: []org.Membership{{Group: "g2", Part: org.PartDeputy}}})
	d.set(ids[2], org.Member{Role: org.User, Deactivated: true, Groups: []org.Membership{{Group: "g3", Part: org.PartLeader}}})
	got := d.Sift("members.deactivate", ledger.Actor{}, d.SlotsOf([]org.MemberID{ids[2], ids[1], ids[0]}), func(org.MemberID) error { return nil })
	if want := []Lead{{"g2", ids[1]}, {"g1", ids[0]}}; !slices.Equal(got.Leads, want) || got.Managers != 1 || got.Invited != 1 || got.Idle != 1 {
		t.Errorf("%+v, want %v, an admin and an invitation", got, want)
	}
}

func TestTagsAreCountedAmongThoseWhoAreMeant(t *testing.T) {
	d := newDirectory()
	d.set("01J00000000000000000M00001", org.Member{Tags: []string{"Azubi"}})
	d.set("01J00000000000000000M00002", org.Member{Tags: []string{"neu", "azubi"}})
	d.set("01J00000000000000000M00003", org.Member{Tags: []string{"fern"}, TagTerms: org.TagTerms("").With("Azubi", org.TagTerm{From: "2199-01-01"})})
	got := d.TagsAmong(d.SlotsOf([]org.MemberID{"01J00000000000000000M00001", "01J00000000000000000M00002"}))
	if want := []TagCount{{"Azubi", 2}, {"neu", 1}}; !slices.Equal(got, want) {
		t.Errorf("tags of both are %v, want Azubi twice in whatever case, then neu: %v", got, want)
	}
	if got := d.Having("azubi"); len(got) != 3 {
		t.Errorf("Azubi have %v, want two and who is to get it", got)
	}
	if got := d.Having("fern"); len(got) != 1 {
		t.Errorf("fern has %v", got)
	}
}
