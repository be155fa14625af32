package contract_test

import (
	"slices"
	"testing"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func (o office) groupRef() ledger.Ref {
	return ledger.Ref{Kind: ledger.KindGroup, ID: string(testworld.NewID[org.GroupID](o.World))}
}

func below(id string) ledger.Index { return ledger.Index{What: ledger.IndexParent, Value: id} }

func (o office) found(t *testing.T, by ...ledger.Index) map[ledger.Index][]string {
	t.Helper()
	found, err := o.Table.Found(t.Context(), o.tenant, by)
	if err != nil {
		t.Fatalf("find by %v: %v", by, err)
	}
	return found
}

// What a record is found by follows it: from one value to another, away, and back, also where several entries are one transaction.
func TestRecordsAreFoundByTheirIndexes(t *testing.T) {
	o := open(t)
	werk, netz, bau := o.groupRef(), o.groupRef(), o.groupRef()
	in := func(name string, parent ledger.Ref) org.Group {
		return org.Group{Name: name, Parent: org.GroupID(parent.ID)}
	}
	o.write(t, created(werk, org.Group{Name: "Werk"}), created(netz, in("Netz", werk)), created(bau, in("Bau", werk)))
	want := []string{netz.ID, bau.ID}
	slices.Sort(want)
	if got := o.found(t, below(werk.ID), below(netz.ID)); !slices.Equal(got[below(werk.ID)], want) || len(got[below(netz.ID)]) != 0 {
		t.Errorf("below Werk are %v, below Netz %v; want %v and none", got[below(werk.ID)], got[below(netz.ID)], want)
	}
	moved := func(s table.Step, ref ledger.Ref, from, to org.Group) table.Step {
		return o.step(t, s.Head(), table.Changed{Before: ledger.Record{Ref: ref, Seq: 1, Value: from}, After: to})
	}
	one := o.step(t, o.head(t), table.Changed{Before: ledger.Record{Ref: bau, Seq: 1, Value: in("Bau", werk)}, After: in("Bau", netz)})
	two := moved(one, bau, in("Bau", netz), org.Group{Name: "Bau"})
	three := moved(two, netz, in("Netz", werk), in("Netz", bau))
	if err := o.Table.Commit(t.Context(), o.tenant, one, two, three); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string][]string{werk.ID: nil, netz.ID: nil, bau.ID: {netz.ID}} {
		if got := o.found(t, below(id))[below(id)]; !slices.Equal(got, want) {
			t.Errorf("below %s are %v, want %v", id, got, want)
		}
	}
	if h := o.head(t); h.Groups != 3 || h.Members != 0 {
		t.Errorf("%d groups and %d members are counted, want 3 and none", h.Groups, h.Members)
	}
	o.write(t, table.Changed{Before: ledger.Record{Ref: netz, Seq: 4, Value: in("Netz", bau)}})
	if got := o.found(t, below(bau.ID))[below(bau.ID)]; len(got) != 0 {
		t.Errorf("what was deleted is found: %v", got)
	}
	other := within(o.World)
	if got := other.found(t, below(werk.ID), below(bau.ID)); len(got[below(werk.ID)])+len(got[below(bau.ID)]) != 0 {
		t.Errorf("another organisation finds %v", got)
	}
	if h := o.head(t); h.Groups != 2 {
		t.Errorf("%d groups are counted, want 2", h.Groups)
	}
}
