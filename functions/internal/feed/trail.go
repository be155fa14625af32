package feed

import (
	"cmp"
	"context"
	"slices"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/visible"
)

// Query asks for a part of the audit trail. Zero values ask for everything.
type Query struct {
	Before uint64 // positions below this
	After  uint64 // positions above this
	Limit  int    // at most route.EntriesPage, which is also what 0 means
	Record ledger.Ref
	Actor  org.MemberID
	Deed   string
	From   time.Time // entries of this time or later
	To     time.Time // entries before this time
}

// matches judges an entry as it is shown: who may not see who acted, when or how, can't ask for it either.
func (q Query) matches(e ledger.Entry) bool {
	return (q.Actor == "" || e.Actor.Member == q.Actor) &&
		(q.Deed == "" || e.Deed == q.Deed) &&
		(q.From.IsZero() || !e.At.IsZero() && !e.At.Before(q.From)) &&
		(q.To.IsZero() || !e.At.IsZero() && e.At.Before(q.To)) &&
		(q.Record == ledger.Ref{} || slices.ContainsFunc(e.Changes, func(c ledger.Change) bool { return c.Ref() == q.Record }))
}

// historySteps is how many entries of one record an answer walks at most.
const historySteps = 4 * route.EntriesPage

// Entries returns a part of the audit trail, latest first. An answer may hold fewer entries than asked for, or none, and still
// lead on: Before is 0 only at the end. Fault: cursor.restart (Conflict) where rights changed while it was made: ask again.
// Cost: 2 RCU, and 1 for each 4 KB of entries looked through; with Record only the entries of that record are looked through.
func (f *Feed) Entries(ctx context.Context, tenant tenancy.Tenant, _ executor.Who, v visible.Viewer, q Query) (route.EntriesReply, error) {
	head, err := f.table.Head(ctx, tenant)
	if err != nil {
		return route.EntriesReply{}, err
	}
	if q.Limit <= 0 || q.Limit > route.EntriesPage {
		q.Limit = route.EntriesPage
	}
	if q.Before == 0 || q.Before > head.Seq+1 {
		q.Before = head.Seq + 1
	}
	reply := route.EntriesReply{Entries: []ledger.Entry{}, Head: shown(v, head)}
	if q.Record != (ledger.Ref{}) {
		err = f.history(ctx, tenant, v, q, &reply)
	} else {
		err = f.trail(ctx, tenant, v, q, &reply)
	}
	if err != nil {
		return route.EntriesReply{}, err
	}
	if held, err := f.holds(ctx, tenant, v, len(reply.Entries)); err != nil || !held {
		return route.EntriesReply{}, cmp.Or(err, restart())
	}
	return reply, nil
}

// trail goes through the ledger backwards.
func (f *Feed) trail(ctx context.Context, tenant tenancy.Tenant, v visible.Viewer, q Query, reply *route.EntriesReply) error {
	for range rawPages {
		page, more, err := f.table.EntriesBetween(ctx, tenant, q.After, q.Before, q.Limit-len(reply.Entries))
		if err != nil {
			return err
		}
		for _, e := range page {
			q.Before = e.Seq
			if e, ok := v.Entry(e); ok && q.matches(e) {
				reply.Entries = append(reply.Entries, e)
			}
		}
		if !more {
			return nil
		}
		if len(reply.Entries) == q.Limit {
			break
		}
	}
	reply.Before = q.Before
	return nil
}

// history follows one record from its last change to the one before. Of a record that the viewer may not know of nothing is read:
// how long an answer takes would tell whether there is one.
func (f *Feed) history(ctx context.Context, tenant tenancy.Tenant, v visible.Viewer, q Query, reply *route.EntriesReply) error {
	if !v.Knows(q.Record) {
		return nil
	}
	seq, err := f.lastBefore(ctx, tenant, q)
	if err != nil {
		return err
	}
	for range historySteps {
		if seq <= q.After {
			return nil
		}
		if len(reply.Entries) == q.Limit {
			break
		}
		p, err := f.table.Entry(ctx, tenant, seq)
		if err != nil {
			return err
		}
		if e, ok := v.Entry(p.Entry); ok && seq < q.Before && q.matches(e) {
			reply.Entries = append(reply.Entries, e)
		}
		seq = p.EarlierOf(q.Record)
	}
	reply.Before = seq + 1
	return nil
}

// lastBefore finds where to begin with a record's history. An answer that led on named the very entry to go on with.
func (f *Feed) lastBefore(ctx context.Context, tenant tenancy.Tenant, q Query) (uint64, error) {
	s, err := f.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{
		Records: []ledger.Ref{q.Record}, Entries: []uint64{q.Before - 1},
	}})
	if err != nil {
		return 0, err
	}
	next := s.Entries[q.Before-1]
	if slices.ContainsFunc(next.Changes, func(c ledger.Change) bool { return c.Ref() == q.Record }) {
		return next.Seq, nil
	}
	return s.Records[q.Record].Seq, nil
}
