// Package feed tells devices what a tenant holds and what has become of it: all records page by page, the entries after a
// cursor, and the audit trail. All of it is reduced to what the reader may see today.
package feed

import (
	"cmp"
	"context"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
	"stellwerk/shared/visible"
)

// Feed reads. Its methods may be called by many goroutines.
type Feed struct {
	table             *table.Table
	snapshot, changes int // records and entries in an answer, at most
}

// Option changes how a feed works.
type Option func(*Feed)

// Pages sets how many records and entries an answer holds at most: route.SnapshotPage and route.ChangesPage unless told
// otherwise.
func Pages(snapshot, changes int) Option {
	return func(f *Feed) { f.snapshot, f.changes = snapshot, changes }
}

// New makes a feed of a table.
func New(t *table.Table, opts ...Option) *Feed {
	f := &Feed{t, route.SnapshotPage, route.ChangesPage}
	for _, opt := range opts {
		opt(f)
	}
	return f
}

// rawPages is how many pages of the table one answer reads at most, where most of what they hold is hidden from the reader.
const rawPages = 4

// Snapshot returns one page of all records, of the kinds in their order. cursor is "" for the first page, then Next. The
// records of later pages may be newer than Seq: each has its own, and entries up to it are contained in it.
// Fault: cursor.restart (Conflict) where rights or history have changed since the page before: begin anew.
// Cost: 2 RCU, and 1 for each 4 KB of records.
func (f *Feed) Snapshot(ctx context.Context, tenant tenancy.Tenant, by executor.Who, v visible.Viewer, cursor string) (route.SnapshotReply, error) {
	head, err := f.table.Head(ctx, tenant)
	if err != nil {
		return route.SnapshotReply{}, err
	}
	s, err := f.sealer(ctx, "snapshot", tenant, by, v, head)
	if err != nil {
		return route.SnapshotReply{}, err
	}
	at := place{Seq: head.Seq}
	if cursor != "" && (!s.open(cursor, &at) || at.Seq > head.Seq || at.Kind >= len(ledger.Kinds)) {
		return route.SnapshotReply{}, restart()
	}
	reply := route.SnapshotReply{Seq: at.Seq, Records: []route.SyncRecord{}}
	if cursor == "" && v.SeesPeople() {
		reply.Total = head.Members
	}
	room := f.snapshot
	for range rawPages {
		page, last, err := f.table.Records(ctx, tenant, ledger.Kinds[at.Kind], at.After, room)
		if err != nil {
			return route.SnapshotReply{}, err
		}
		reply.Records = append(reply.Records, seen(v, page)...)
		room -= len(page)
		if at.After = last; last == "" {
			at.Kind++
		}
		if room <= 0 || at.Kind == len(ledger.Kinds) {
			break
		}
	}
	if held, err := f.holds(ctx, tenant, v, len(reply.Records)); err != nil || !held {
		return route.SnapshotReply{}, cmp.Or(err, restart())
	}
	if at.Kind < len(ledger.Kinds) {
		reply.Next = s.seal(at)
		return reply, nil
	}
	s.purpose = "changes"
	reply.Cursor = s.seal(place{Seq: reply.Seq})
	return reply, nil
}

// seen reduces records to what a viewer may see. Of what was deleted a snapshot tells nothing.
func seen(v visible.Viewer, page []ledger.Record) []route.SyncRecord {
	var out []route.SyncRecord
	for _, r := range page {
		if !r.Alive() {
			continue
		}
		if fields, ok := v.Fields(r.Ref, ledger.FieldsOf(r.Value)); ok {
			out = append(out, route.SyncRecord{Kind: r.Kind, ID: r.ID, Seq: r.Seq, Fields: fields})
		}
	}
	return out
}

// Changes returns what came after a cursor, oldest first. It sees every finished write. Restart is set where the cursor leads
// nowhere: it is empty, somebody else's, or rights or history have changed since.
// Cost: 1 RCU; 1 more, and 1 for each 4 KB of entries, if there are any.
func (f *Feed) Changes(ctx context.Context, tenant tenancy.Tenant, by executor.Who, v visible.Viewer, cursor string) (route.ChangesReply, error) {
	head, err := f.table.Head(ctx, tenant)
	if err != nil {
		return route.ChangesReply{}, err
	}
	s, err := f.sealer(ctx, "changes", tenant, by, v, head)
	if err != nil {
		return route.ChangesReply{}, err
	}
	reply := route.ChangesReply{Entries: []ledger.Entry{}, Head: shown(v, head)}
	var at place
	if !s.open(cursor, &at) || at.Seq > head.Seq {
		reply.Restart = true
		return reply, nil
	}
	for range rawPages {
		if at.Seq == head.Seq {
			break
		}
		page, more, err := f.table.EntriesAfter(ctx, tenant, at.Seq, f.changes)
		if err != nil {
			return route.ChangesReply{}, err
		}
		for _, e := range page {
			at.Seq = e.Seq
			if e, ok := v.Entry(e); ok {
				reply.Entries = append(reply.Entries, e)
			}
		}
		if reply.More = more; !more || len(reply.Entries) > 0 {
			break
		}
	}
	if held, err := f.holds(ctx, tenant, v, len(reply.Entries)); err != nil || !held {
		return route.ChangesReply{Entries: []ledger.Entry{}, Head: shown(visible.Viewer{}, head), Restart: true}, err
	}
	if at.Seq > head.Seq {
		// Somebody has written since the head was read. What the reader gets stands at its end.
		reply.Head.Seq = at.Seq
		if v.Whole() {
			reply.Head.Hash = reply.Entries[len(reply.Entries)-1].Hash
		}
	}
	reply.Seq, reply.Cursor = at.Seq, s.seal(at)
	return reply, nil
}

// holds says whether the viewer's rights still are those by which an answer was reduced that shows so many things. What was read may
// have been written after the rights had changed, and then is not the viewer's to see. Cost: 1 RCU if there is anything to see, 2 for who
// does not manage members, and what Viewer asks for.
func (f *Feed) holds(ctx context.Context, tenant tenancy.Tenant, v visible.Viewer, shows int) (bool, error) {
	if shows == 0 {
		return true, nil
	}
	me, its := ledger.Ref{Kind: ledger.KindMember, ID: string(v.Member)}, ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}
	s, err := f.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{me}, Tenant: !v.Role.May(org.ManageMembers)}})
	if err != nil {
		return false, err
	}
	m, alive := s.Records[me].Value.(org.Member)
	if !alive || m.Deactivated {
		return false, nil
	}
	t, _ := s.Records[its].Value.(org.Tenant)
	now, err := f.table.Viewer(ctx, tenant, t, v.Member, m)
	return now == v, err
}

func restart() error { return fault.New(fault.Conflict, "cursor.restart") }

// shown is the head as a viewer may know it.
func shown(v visible.Viewer, head table.Head) ledger.Head {
	h := head.Head
	if !v.Whole() {
		h.Hash = ledger.Digest{}
	}
	return h
}
