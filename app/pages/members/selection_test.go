package members

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"stellwerk/app/replica"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// directoryOf is members as a device has them that has just received them.
func directoryOf(t *testing.T, members map[org.MemberID]org.Member) *replica.Directory {
	t.Helper()
	r := replica.New("01HZZZZZZZZZZZZZZZZZZZZZZZ", ledger.Actor{}, func() time.Time { return time.Unix(0, 0) }, func() org.CommandID { return "" })
	reply := route.SnapshotReply{Seq: 1, Total: len(members), Cursor: "1"}
	for _, id := range slices.Sorted(maps.Keys(members)) {
		reply.Records = append(reply.Records, route.SyncRecord{Kind: ledger.KindMember, ID: string(id), Seq: 1, Fields: ledger.FieldsOf(members[id])})
	}
	data, err := json.Marshal(reply)
	if err == nil {
		err = r.Loaded("", data)
	}
	if err != nil {
		t.Fatal(err)
	}
	for r.Settle(1000) {
	}
	return r.Directory()
}

// choiceOf begins a selection among members called by these letters, and finds the rows of some of them.
func choiceOf(t *testing.T, letters string) (s Selection, rows func(letters string) []int32) {
	t.Helper()
	members := map[org.MemberID]org.Member{}
	for _, l := range letters {
		members[called(l)] = org.Member{GivenName: string(l), Role: org.User}
	}
	d := directoryOf(t, members)
	return NewSelection(d), func(letters string) (out []int32) {
		for _, l := range letters {
			slot, there := d.Slot(called(l))
			if !there {
				t.Fatalf("%c is not there", l)
			}
			out = append(out, slot)
		}
		return out
	}
}

// called is the id of the member called by a letter.
func called(letter rune) org.MemberID {
	return org.MemberID("01J0000000000000000000000" + string(letter-'a'+'A'))
}

// letters are those that are chosen.
func letters(s Selection) (out string) {
	for _, id := range s.Members() {
		out += string(rune(id[len(id)-1]) - 'A' + 'a')
	}
	return out
}

func TestSelection(t *testing.T) {
	s, at := choiceOf(t, "abcde")
	all := at("abcde")
	s.Toggle(all[1])
	s.Range(3, all)
	if got := letters(s); got != "bcd" {
		t.Errorf("from b to d are %v", got)
	}
	s.Range(0, all)
	if got := letters(s); got != "abcd" {
		t.Errorf("and back to a are %v: a range goes both ways from the one chosen last", got)
	}
	if n := s.In(all[:2]); n != 2 {
		t.Errorf("%d of the first two rows are chosen, want both", n)
	}
	s.Drop([]org.MemberID{called('a'), called('b')})
	if got := letters(s); got != "cd" {
		t.Errorf("without a and b, to whom something was done, are %v", got)
	}
	s.Toggle(all[2])
	if s.Has(all[2]) || !s.Has(all[3]) {
		t.Error("a second click lets go of c alone")
	}
	s.All(replica.Query{}, all)
	if s.Len() != 5 {
		t.Errorf("all are %d, want 5", s.Len())
	}
	s.None()
	if s.Len() != 0 {
		t.Error("nobody is chosen after None")
	}
}

func TestASelectionIsAFilterOnlyWhileItIsAllThatTheFilterShows(t *testing.T) {
	ulm := replica.Query{Location: "Ulm"}
	for _, c := range []struct {
		story  string
		do     func(s *Selection, abc []int32, z int32)
		filter bool
	}{
		{"all at once", func(s *Selection, abc []int32, _ int32) { s.All(ulm, abc) }, true},
		{"one after the other", func(s *Selection, abc []int32, _ int32) { s.Toggle(abc[0]); s.Range(2, abc) }, false},
		{"all, after some of them", func(s *Selection, abc []int32, _ int32) { s.Toggle(abc[0]); s.All(ulm, abc) }, true},
		{"all, and somebody of another view", func(s *Selection, abc []int32, z int32) { s.Toggle(z); s.All(ulm, abc) }, false},
		{"all but one", func(s *Selection, abc []int32, _ int32) { s.All(ulm, abc); s.Toggle(abc[1]) }, false},
		{"all, and a range", func(s *Selection, abc []int32, _ int32) { s.All(ulm, abc); s.Range(1, abc) }, false},
		{"all, and something was done to one", func(s *Selection, abc []int32, _ int32) { s.All(ulm, abc); s.Drop([]org.MemberID{called('a')}) }, false},
		{"all, and one has gone since", func(s *Selection, abc []int32, _ int32) {
			s.All(ulm, abc)
			s.chosen.Put(abc[0], false) // as the directory does
		}, true},
		{"nobody any more", func(s *Selection, abc []int32, _ int32) { s.All(ulm, abc); s.None() }, false},
	} {
		s, at := choiceOf(t, "abcz")
		c.do(&s, at("abc"), at("z")[0])
		if f := s.FilterFor(s.Len()); (f != nil) != c.filter || f != nil && *f != ulm {
			t.Errorf("%s: the filter is %v", c.story, f)
		}
	}
}

// All had been chosen, and without a connection one of them was deleted from the menu of their row: that was kept for all whom the filter shows.
func TestWhatIsDoneToOneFromTheMenuOfARowIsNotForAllWhoAreChosen(t *testing.T) {
	s, at := choiceOf(t, "abc")
	s.All(replica.Query{Location: "Ulm"}, at("abc"))
	if f := s.FilterFor(1); f != nil {
		t.Errorf("what is done to b is for whom %v shows", *f)
	}
}

func TestSelectionRangeWithoutAnAnchorInView(t *testing.T) {
	s, at := choiceOf(t, "axy")
	s.Toggle(at("a")[0]) // in another view
	s.Range(1, at("xy"))
	if got := letters(s); got != "ay" {
		t.Errorf("chosen are %v, want the clicked row and what was chosen elsewhere", got)
	}
	if !slices.Equal(s.Members(), []org.MemberID{called('a'), called('y')}) {
		t.Errorf("their ids are %v", s.Members())
	}
}
