package contract_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func TestTheHeadMovesOnlyFromWhereItIs(t *testing.T) {
	o := open(t)
	if h := o.head(t); h != (table.Head{}) {
		t.Fatalf("an organisation that never was stands at %+v", h)
	}
	ref := o.ref()
	first := o.step(t, table.Head{}, created(ref, member("Ben")))
	second := o.step(t, table.Head{}, created(o.ref(), member("Eva")))
	if err := o.Table.Commit(t.Context(), o.tenant, first); err != nil {
		t.Fatalf("the first entry: %v", err)
	}
	if err := o.Table.Commit(t.Context(), o.tenant, second); !errors.Is(err, table.ErrMoved) {
		t.Errorf("a second first entry: %v, want ErrMoved", err)
	}
	h := o.head(t)
	if h.Seq != 1 || h.Hash != first.Entry.Hash || h.Epoch != o.epoch || h.Members != 1 {
		t.Errorf("the head is %+v", h)
	}
	for name, stale := range map[string]func(*table.Head){
		"position": func(h *table.Head) { h.Seq = 2 },
		"hash":     func(h *table.Head) { h.Hash[0]++ },
		"epoch":    func(h *table.Head) { h.Epoch = "other" },
	} {
		from := h
		stale(&from)
		if err := o.Table.Commit(t.Context(), o.tenant, o.step(t, from, created(o.ref(), member("Eva")))); !errors.Is(err, table.ErrMoved) {
			t.Errorf("an entry on another %s: %v, want ErrMoved", name, err)
		}
	}
	if o.head(t) != h {
		t.Error("a refused entry moved the head")
	}
	s := o.look(t, table.Question{Reads: ledger.Reads{Uniques: ledger.UniquesOf(member("Eva"))}})
	if s.Uniques[ledger.UniquesOf(member("Eva"))[0]] != "" {
		t.Error("a refused entry took an address")
	}
}

func TestAllOfAnEntryOrNothing(t *testing.T) {
	o := open(t)
	ben := o.ref()
	first := o.write(t, created(ben, member("Ben")))
	s := o.step(t, o.head(t), created(o.ref(), member("Ben")))
	if err := o.Table.Commit(t.Context(), o.tenant, s); !errors.Is(err, table.ErrMoved) {
		t.Errorf("an address that is taken: %v, want ErrMoved", err)
	}
	s = o.step(t, o.head(t), created(o.ref(), member("Eva")))
	s.Entry.Command = first.Entry.Command
	if err := o.Table.Commit(t.Context(), o.tenant, s); !errors.Is(err, table.ErrMoved) {
		t.Errorf("a command's id that is used: %v, want ErrMoved", err)
	}
	access := org.MemberID(ben.ID)
	s = o.step(t, o.head(t), created(o.ref(), member("Eva")))
	s.Also = []table.Write{o.Table.GrantAccess(o.tenant, access, o.account)}
	if err := o.Table.Commit(t.Context(), o.tenant, s); err != nil {
		t.Fatalf("an entry with a write beside it: %v", err)
	}
	s = o.step(t, o.head(t), created(o.ref(), member("Ida")))
	s.Also = []table.Write{o.Table.GrantAccess(o.tenant, access, o.account)}
	if err := o.Table.Commit(t.Context(), o.tenant, s); !errors.Is(err, table.ErrAlso) {
		t.Errorf("a write beside it that is refused: %v, want ErrAlso", err)
	}
	if h := o.head(t); h.Seq != 2 || h.Members != 2 {
		t.Errorf("after two entries and three refusals the head is %+v", h)
	}
	fresh := testworld.NewID[org.MemberID](o.World)
	beside := []table.Write{o.Table.GrantAccess(o.tenant, fresh, o.account)}
	if err := o.Table.Beside(t.Context(), o.tenant, table.Head{}, beside); !errors.Is(err, table.ErrMoved) {
		t.Errorf("beside an entry on another head: %v, want ErrMoved", err)
	}
	if err := o.Table.Beside(t.Context(), o.tenant, o.head(t), beside); err != nil {
		t.Errorf("beside no entry: %v", err)
	}
	if err := o.Table.Beside(t.Context(), o.tenant, o.head(t), beside); !errors.Is(err, table.ErrAlso) {
		t.Errorf("beside no entry, refused: %v, want ErrAlso", err)
	}
}

func TestAnEntryMayFillATransaction(t *testing.T) {
	o := open(t)
	var changes []table.Changed
	for i := range 45 {
		m := member("Filler" + strings.Repeat("x", i))
		m.Notes = strings.Repeat("ä", 1000)
		changes = append(changes, created(o.ref(), m))
	}
	o.write(t, changes...)
	var gone []table.Changed
	for _, c := range changes[:30] {
		gone = append(gone, table.Changed{Before: ledger.Record{Ref: c.Before.Ref, Seq: 1, Value: c.After}})
	}
	s := o.step(t, o.head(t), gone...)
	for _, c := range gone {
		s.Effects = append(s.Effects, ledger.Effect{What: ledger.EndAccess, For: c.Before.ID})
	}
	if err := o.Table.Commit(t.Context(), o.tenant, s); err != nil {
		t.Fatalf("delete 30 members and end their access: %v", err)
	}
	if h := o.head(t); h.Members != 15 {
		t.Errorf("15 members are left, the head says %d", h.Members)
	}
	err := o.Table.Commit(t.Context(), o.tenant, table.Step{From: o.head(t), Entry: s.Entry, Records: distinct(o, 60)})
	wantFault(t, err, "ledger.entryTooLarge")
}

// distinct are n records that none has.
func distinct(o office, n int) []table.Changed {
	var out []table.Changed
	for i := range n {
		out = append(out, created(o.ref(), member("Distinct"+strings.Repeat("y", i))))
	}
	return out
}

func TestEntriesAreReadInBothDirections(t *testing.T) {
	o := open(t)
	var want []uint64
	for i := range 25 {
		s := o.write(t, created(o.ref(), member("Person"+strings.Repeat("x", i))))
		want = append(want, s.Entry.Seq)
	}
	var got []uint64
	for more := true; more; {
		var page []ledger.Entry
		var err error
		after := uint64(len(got))
		if page, more, err = o.Table.EntriesAfter(t.Context(), o.tenant, after, 7); err != nil {
			t.Fatal(err)
		}
		if len(page) > 7 {
			t.Fatalf("a page of 7 has %d entries", len(page))
		}
		for _, e := range page {
			got = append(got, e.Seq)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("forwards: %v", got)
	}
	got = nil
	before := uint64(26)
	for more := true; more; {
		var page []ledger.Entry
		var err error
		if page, more, err = o.Table.EntriesBetween(t.Context(), o.tenant, 3, before, 10); err != nil {
			t.Fatal(err)
		}
		for _, e := range page {
			got = append(got, e.Seq)
			before = e.Seq
		}
	}
	slices.Reverse(got)
	if !slices.Equal(got, want[3:]) {
		t.Errorf("backwards, above 3: %v", got)
	}
	if page, more, err := o.Table.EntriesBetween(t.Context(), o.tenant, 9, 10, 10); len(page) != 0 || more || err != nil {
		t.Errorf("between neighbours there are %d entries: %v", len(page), err)
	}
	e, err := o.Table.Entry(t.Context(), o.tenant, 12)
	if err != nil || e.Seq != 12 || ledger.VerifyAlone(o.tenant.ID(), e.Entry) != nil {
		t.Errorf("entry 12 is %+v: %v", e, err)
	}
	_, err = o.Table.Entry(t.Context(), o.tenant, 26)
	wantFault(t, err, "entry.notFound")
}

func TestPagesOfMoreThanAMegabyteGoOn(t *testing.T) {
	o := open(t)
	refs := o.many(t, 800, strings.Repeat("ä", 1900)) // two bytes each: 3 MB in all
	var got []string
	pages := 0
	for after := ""; ; pages++ {
		page, last, err := o.Table.Records(t.Context(), o.tenant, ledger.KindMember, after, 2000)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page {
			got = append(got, r.ID)
		}
		if after = last; last == "" {
			break
		}
	}
	var want []string
	for _, ref := range refs {
		want = append(want, ref.ID)
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d records were read as %d", len(want), len(got))
	}
	if pages < 2 {
		t.Errorf("3 MB came in %d pages; DynamoDB cuts at 1 MB", pages+1)
	}
	seqs, pages := uint64(0), 0
	for more := true; more; pages++ {
		var page []ledger.Entry
		var err error
		if page, more, err = o.Table.EntriesAfter(t.Context(), o.tenant, seqs, 100); err != nil {
			t.Fatal(err)
		}
		seqs += uint64(len(page))
	}
	if seqs != o.head(t).Seq || pages < 2 {
		t.Errorf("%d of %d entries came in %d pages", seqs, o.head(t).Seq, pages)
	}
}

func TestARecordIsFollowedThroughItsEntries(t *testing.T) {
	o := open(t)
	ref := o.ref()
	var want []uint64
	var before ledger.Entity
	for i := range 4 {
		m := member("Ben")
		m.Title = strings.Repeat("x", i+1)
		seq := uint64(0)
		if i > 0 {
			seq = want[len(want)-1]
		}
		s := o.write(t, table.Changed{Before: ledger.Record{Ref: ref, Seq: seq, Value: before}, After: m})
		want, before = append(want, s.Entry.Seq), m
		o.write(t, created(o.ref(), member("Other"+strings.Repeat("x", i))))
	}
	s := o.write(t, table.Changed{Before: ledger.Record{Ref: ref, Seq: want[3], Value: before}})
	want = append(want, s.Entry.Seq)
	seen := o.look(t, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	r := seen.Records[ref]
	if r.Alive() || r.Seq != s.Entry.Seq {
		t.Errorf("of the deleted record %+v is left, want its position %d", r, s.Entry.Seq)
	}
	var got []uint64
	for seq := r.Seq; seq != 0; {
		p, err := o.Table.Entry(t.Context(), o.tenant, seq)
		if err != nil {
			t.Fatal(err)
		}
		got, seq = append(got, seq), p.EarlierOf(ref)
	}
	slices.Reverse(got)
	if !slices.Equal(got, want) {
		t.Errorf("the history is %v, want %v", got, want)
	}
}
