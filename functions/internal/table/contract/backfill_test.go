package contract_test

import (
	"fmt"
	"testing"

	"stellwerk/functions/internal/table"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Going through the whole table page by page finds each record of a kind once, of all organisations, and nothing else.
func TestKeysOfRecordsAreFoundPageByPage(t *testing.T) {
	o := open(t)
	other := within(o.World)
	want := map[table.Located]int{}
	for _, in := range []office{o, other} {
		for _, ref := range in.many(t, 7, "") {
			want[table.Located{Tenant: in.tenant, Ref: ref}]++
		}
		in.write(t, created(in.groupRef(), org.Group{Name: "Werk"}))
	}
	for _, limit := range []int{1, 5, 1000} {
		found := map[table.Located]int{}
		for place, pages := (table.Place{}), 0; ; pages++ {
			page, next, err := o.Table.KeysOfRecords(t.Context(), ledger.KindMember, place, limit)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range page {
				found[l]++
			}
			if len(page) > limit || pages > 1000 {
				t.Fatalf("page %d has %d keys of %d", pages, len(page), limit)
			}
			if next == (table.Place{}) {
				break
			}
			place = next
		}
		if fmt.Sprint(found) != fmt.Sprint(want) {
			t.Errorf("%d at a time, found are %v, want %v", limit, found, want)
		}
	}
}

// Where a backfill stands moves for one of those who read it, and no more once it is done.
func TestABackfillMovesForOne(t *testing.T) {
	o := open(t)
	const name = "contract"
	if at, err := o.Table.Backfill(t.Context(), name); err != nil || at.Pass != 0 {
		t.Fatalf("before it began it is at %+v: %v", at, err)
	}
	for range 2 {
		if done, err := o.Table.NudgeBackfill(t.Context(), name); err != nil || done {
			t.Fatalf("beginning it: %v, %v", done, err)
		}
	}
	from, err := o.Table.Backfill(t.Context(), name)
	if err != nil || from.Pass != 1 || from.Began.IsZero() {
		t.Fatalf("it began at %+v: %v", from, err)
	}
	to := from
	to.Pass = 2
	for _, first := range []bool{true, false} {
		if moved, err := o.Table.MoveBackfill(t.Context(), from, to); err != nil || moved != first {
			t.Errorf("it moved: %v, %v; want %v", moved, err, first)
		}
	}
	from, err = o.Table.Backfill(t.Context(), name)
	if err != nil || from.Pass != 2 {
		t.Fatalf("it is at %+v: %v", from, err)
	}
	to = from
	to.Done = o.Clock.Now()
	if moved, err := o.Table.MoveBackfill(t.Context(), from, to); err != nil || !moved {
		t.Errorf("it ended: %v, %v", moved, err)
	}
	last, err := o.Table.Backfill(t.Context(), name)
	if err != nil || last.Done.IsZero() {
		t.Errorf("at the end it is %+v: %v", last, err)
	}
	if moved, err := o.Table.MoveBackfill(t.Context(), last, to); err != nil || moved {
		t.Errorf("it moved after its end: %v, %v", moved, err)
	}
	if done, err := o.Table.NudgeBackfill(t.Context(), name); err != nil || !done {
		t.Errorf("after its end: %v, %v", done, err)
	}
}
