// Package erasing erases all data of one person in a tenant for good. It begins with a deed that stands in the ledger for ever, and names the
// person by their id alone. What follows is carried out by the stream, piece by piece: values go from all entries, whose chain still verifies,
// and everything else that is stored of the person goes as well. At last all devices of the tenant begin anew.
package erasing

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Erasing erases. Its methods may be called by many goroutines.
type Erasing struct {
	table *table.Table
	run   *executor.Executor // nil where it only carries on
	now   func() time.Time
}

// New makes it. now is the clock, the same as the table's.
func New(t *table.Table, x *executor.Executor, now func() time.Time) *Erasing {
	return &Erasing{t, x, now}
}

const (
	// page is how many entries are gone through at a time, and pages how often that is done before the next effect goes on.
	page, pages = 100, 40
)

// Begin has somebody's data erased, whose name was typed to confirm it. Who has been erased already stays so, and the receipt is the one of
// before. Faults: erase.name, and those of members.erase.
func (x *Erasing) Begin(ctx context.Context, tenant tenancy.Tenant, by executor.Who, id org.CommandID, member org.MemberID, name string) (table.Erasure, error) {
	if err := x.run.Pace(ctx, by.Account); err != nil {
		return table.Erasure{}, err
	}
	actor, err := x.run.Actor(ctx, tenant, by)
	if err == nil {
		err = actor.Need(org.ManageMembers)
	}
	if err != nil {
		return table.Erasure{}, err
	}
	if e, found, err := x.table.Erasure(ctx, tenant, member); found || err != nil {
		return e, err
	}
	called, err := x.nameOf(ctx, tenant, member)
	if err != nil {
		return table.Erasure{}, err
	}
	if !same(called, name) {
		return table.Erasure{}, fault.On("name", "erase.name")
	}
	args, err := json.Marshal(members.OneMember{Member: member})
	if err != nil {
		return table.Erasure{}, err
	}
	_, err = x.run.Do(ctx, tenant, by, ledger.Command{ID: id, Deed: members.Erase.Name, Args: args}, executor.Reserved(),
		executor.AlsoFor(func(d executor.Done) ([]table.Write, error) {
			if d.Entry == nil {
				return nil, nil
			}
			return []table.Write{x.table.PutErasure(tenant, table.Erasure{Member: member, By: by.Member, At: d.Entry.At, Seq: d.Entry.Seq})}, nil
		}))
	if err != nil {
		return table.Erasure{}, err
	}
	return x.Receipt(ctx, tenant, member)
}

// same compares names as people type them.
func same(a, b string) bool {
	return a != "" && strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// nameOf is how a member is called, or was when they were deleted. Fault: member.notFound.
func (x *Erasing) nameOf(ctx context.Context, tenant tenancy.Tenant, member org.MemberID) (string, error) {
	ref := ledger.Ref{Kind: ledger.KindMember, ID: string(member)}
	s, err := x.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{ref}}})
	if err != nil {
		return "", err
	}
	r := s.Records[ref]
	if m, alive := r.Value.(org.Member); alive {
		return m.Name(), nil
	}
	if r.Seq == 0 {
		return "", fault.New(fault.NotFound, "member.notFound")
	}
	p, err := x.table.Entry(ctx, tenant, r.Seq)
	if err != nil {
		return "", err
	}
	for _, c := range p.Changes {
		if e, err := ledger.EntityOf(c.Kind, c.Before); err == nil && c.Ref() == ref {
			if m, ok := e.(org.Member); ok {
				return m.Name(), nil
			}
		}
	}
	return "", fault.New(fault.NotFound, "member.notFound")
}

// Receipt is that of a member's erasure. Fault: erase.none.
func (x *Erasing) Receipt(ctx context.Context, tenant tenancy.Tenant, member org.MemberID) (table.Erasure, error) {
	e, found, err := x.table.Erasure(ctx, tenant, member)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "erase.none")
	}
	return e, err
}

// Carry goes on with an erasure that has begun. What it does may be done again. next goes on where there is too much for one piece.
func (x *Erasing) Carry(ctx context.Context, tenant tenancy.Tenant, member org.MemberID) (next []ledger.Effect, err error) {
	e, found, err := x.table.Erasure(ctx, tenant, member)
	if err != nil || !found || !e.Done.IsZero() {
		return nil, err
	}
	more := true
	for n := 0; more && n < pages; n++ {
		if e, more, err = x.table.EraseEntries(ctx, tenant, e, page); err != nil {
			return nil, err
		}
	}
	if more {
		return []ledger.Effect{{What: ledger.Erase, For: string(member)}}, nil
	}
	if e, err = x.table.EraseRest(ctx, tenant, e); err != nil {
		return nil, err
	}
	if err := x.table.NewEpoch(ctx, tenant); err != nil {
		return nil, err
	}
	e.Done = x.now().UTC().Truncate(time.Millisecond)
	return nil, x.table.Transact(ctx, x.table.PutErasure(tenant, e))
}
