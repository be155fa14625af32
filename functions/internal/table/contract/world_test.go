// Package contract_test is what functions rely on of any DynamoDB: every way into the table, what conditions refuse, how pages
// go on, what has expired, and that no organisation reaches another. It runs against the embedded engine, or against the
// endpoint that DYNAMODB_ENDPOINT names.
package contract_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// office is an organisation whose entries the test makes by hand.
type office struct {
	*testworld.World
	tenant  tenancy.Tenant
	account org.AccountID
	epoch   string
}

func open(t *testing.T) office { return within(testworld.OpenAnywhere(t)) }

// within is another organisation of the same installation.
func within(w *testworld.World) office {
	return office{w, tenancy.Of(testworld.NewID[org.TenantID](w)), testworld.NewID[org.AccountID](w), rand.Text()[:8]}
}

func (o office) head(t *testing.T) table.Head {
	t.Helper()
	h, err := o.Table.Head(t.Context(), o.tenant)
	if err != nil {
		t.Fatalf("read the head: %v", err)
	}
	return h
}

// member is a person whose address comes from the name.
func member(name string) org.Member {
	return org.Member{GivenName: name, Surname: "Test", Email: org.Email(strings.ToLower(name) + "@contract.example"), Role: org.User}
}

// step is an entry on a head, with the records that it changes.
func (o office) step(t *testing.T, from table.Head, changes ...table.Changed) table.Step {
	t.Helper()
	e := ledger.Entry{
		Seq: from.Seq + 1, At: o.Clock.Now().UTC(), Deed: "contract.test", Command: testworld.NewID[org.CommandID](o.World),
		Actor: ledger.EntryActor{Member: testworld.NewID[org.MemberID](o.World), Name: "Contract"},
	}
	for _, c := range changes {
		change, ok := ledger.Between(c.Before.Ref, c.Before.Value, c.After)
		if !ok {
			t.Fatalf("%v does not change", c.Before.Ref)
		}
		e.Changes = append(e.Changes, change)
	}
	sealed, err := ledger.Seal(o.tenant.ID(), e, from.Hash, func() (c [16]byte) { _, _ = rand.Read(c[:]); return c })
	if err != nil {
		t.Fatalf("seal entry %d: %v", e.Seq, err)
	}
	s := table.Step{From: from, Entry: sealed, Records: changes, Guard: table.Guard{Account: o.account, Deed: e.Deed, Seq: sealed.Seq}}
	if from.Seq == 0 {
		s.Epoch = o.epoch
	}
	return s
}

// write commits a step on the present head.
func (o office) write(t *testing.T, changes ...table.Changed) table.Step {
	t.Helper()
	s := o.step(t, o.head(t), changes...)
	if err := o.Table.Commit(t.Context(), o.tenant, s); err != nil {
		t.Fatalf("commit entry %d: %v", s.Entry.Seq, err)
	}
	return s
}

func (o office) ref() ledger.Ref {
	return ledger.Ref{Kind: ledger.KindMember, ID: string(testworld.NewID[org.MemberID](o.World))}
}

// created is a change that makes a record.
func created(ref ledger.Ref, e ledger.Entity) table.Changed {
	return table.Changed{Before: ledger.Record{Ref: ref}, After: e}
}

// many makes n records named by their number, with something in each that takes room.
func (o office) many(t *testing.T, n int, notes string) []ledger.Ref {
	t.Helper()
	var refs []ledger.Ref
	for len(refs) < n {
		var changes []table.Changed
		for range min(40, n-len(refs)) {
			m := member(fmt.Sprintf("Person%d", len(refs)))
			m.Notes = notes
			refs = append(refs, o.ref())
			changes = append(changes, created(refs[len(refs)-1], m))
		}
		o.write(t, changes...)
	}
	return refs
}

func (o office) look(t *testing.T, q table.Question) table.Sight {
	t.Helper()
	s, err := o.Table.Look(t.Context(), o.tenant, q)
	if err != nil {
		t.Fatalf("look: %v", err)
	}
	return s
}

// eventually waits for what an index shows with a delay.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for try, until := 0, time.Now().Add(20*time.Second); time.Now().Before(until); try++ {
		if holds() {
			return
		}
		if err := table.Pause(t.Context(), try); err != nil {
			break
		}
	}
	t.Fatalf("after 20 seconds still not: %s", what)
}

func wantFault(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Errorf("got %v, want the fault %s", err, code)
	}
}
