package executor

import (
	"context"
	"maps"
	"time"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/zones"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// World is a tenant as the table has it, read as it is asked for. It is the world of one position only if the head that was
// read before it has not moved when it is done with.
type World struct {
	ctx    context.Context
	table  *table.Table
	tenant tenancy.Tenant
	now    time.Time
	head   table.Head
	sight  table.Sight
	missed map[uint64]bool // entries that were looked for and are not there
	read   uint64          // where the head was read to be; it is ahead of it after advance
	ahead  map[org.CommandID]bool
	found  map[ledger.Index][]string // what indexes were read to find
	moved  map[ledger.Ref]bool       // records that steps change which are not written yet
}

// Now is the time of the entry to be, in whole milliseconds.
func (w *World) Now() time.Time { return w.now }

// Day is the day it is now in a time zone; "" for one that is not known.
func (w *World) Day(zone string) string { return zones.Day(zone, w.now) }

// Tenant is the tenant's id.
func (w *World) Tenant() org.TenantID { return w.tenant.ID() }

// Record returns a record, reading it if it was not.
func (w *World) Record(ref ledger.Ref) (ledger.Record, error) {
	if r, known := w.sight.Records[ref]; known {
		return r, nil
	}
	err := w.Fetch(ledger.Reads{Records: []ledger.Ref{ref}})
	return w.sight.Records[ref], err
}

// Unique returns who holds a unique value, reading it if it was not.
func (w *World) Unique(u ledger.Unique) (string, error) {
	if id, known := w.sight.Uniques[u]; known {
		return id, nil
	}
	err := w.Fetch(ledger.Reads{Uniques: []ledger.Unique{u}})
	return w.sight.Uniques[u], err
}

// Entry returns one entry, reading it if it was not. Fault: entry.notFound.
func (w *World) Entry(seq uint64) (ledger.Entry, error) {
	if e, known := w.sight.Entries[seq]; known {
		return e, nil
	}
	if len(w.ahead) > 0 && seq > w.read && seq <= w.head.Seq {
		return ledger.Entry{}, errLater
	}
	if !w.missed[seq] {
		if err := w.Fetch(ledger.Reads{Entries: []uint64{seq}}); err != nil {
			return ledger.Entry{}, err
		}
	}
	e, there := w.sight.Entries[seq]
	if !there {
		return e, fault.New(fault.NotFound, "entry.notFound")
	}
	return e, nil
}

// Found returns the ids of the records that have the values of indexes, reading those that were not.
func (w *World) Found(by ...ledger.Index) ([]string, error) {
	var unread []ledger.Index
	for _, ix := range by {
		if _, known := w.found[ix]; !known {
			unread = append(unread, ix)
		}
	}
	read, err := w.table.Found(w.ctx, w.tenant, unread)
	if err != nil {
		return nil, err
	}
	if w.found == nil {
		w.found = map[ledger.Index][]string{}
	}
	maps.Copy(w.found, read)
	var ids []string
	for _, ix := range by {
		ids = append(ids, w.found[ix]...)
	}
	return ledger.Adjust(ids, by, func(visit func(ledger.Ref, ledger.Entity)) {
		for ref := range w.moved {
			visit(ref, w.sight.Records[ref].Value)
		}
	}), nil
}

// Count says how many members or groups there are.
func (w *World) Count(kind ledger.Kind) (int, error) {
	switch kind {
	case ledger.KindMember:
		return w.head.Members, nil
	case ledger.KindGroup:
		return w.head.Groups, nil
	}
	return 0, nil
}

// Fetch reads many things at once, so that asking for them later costs nothing.
func (w *World) Fetch(reads ledger.Reads) error {
	s, err := w.table.Look(w.ctx, w.tenant, table.Question{Reads: reads})
	if err != nil {
		return err
	}
	maps.Copy(w.sight.Records, s.Records)
	maps.Copy(w.sight.Uniques, s.Uniques)
	w.take(s.Entries, reads.Entries)
	return nil
}

// take remembers entries, and which of those asked for are not there.
func (w *World) take(found map[uint64]ledger.Entry, asked []uint64) {
	maps.Copy(w.sight.Entries, found)
	for _, seq := range asked {
		if _, there := found[seq]; !there {
			w.missed[seq] = true
		}
	}
}

// advance makes of the world what it is once a step has been written. Until then entries of steps can't be read, and what is judged
// on the world is true only if they are written in the end.
func (w *World) advance(s table.Step) {
	if w.ahead == nil {
		w.read, w.ahead, w.moved = w.head.Seq, map[org.CommandID]bool{}, map[ledger.Ref]bool{}
	}
	w.head = s.Head()
	w.ahead[s.Entry.Command] = true
	for _, c := range s.Records {
		w.moved[c.Before.Ref] = true
		w.sight.Records[c.Before.Ref] = ledger.Record{Ref: c.Before.Ref, Seq: s.Entry.Seq, Value: c.After}
		for _, u := range ledger.UniquesOf(c.Before.Value) {
			w.sight.Uniques[u] = ""
		}
	}
	for _, c := range s.Records {
		for _, u := range ledger.UniquesOf(c.After) {
			w.sight.Uniques[u] = c.Before.ID
		}
	}
}

// Absent makes the world take records for such as never were, without reading them: for ids that nobody can have used.
func (w *World) Absent(refs ...ledger.Ref) {
	for _, ref := range refs {
		w.sight.Records[ref] = ledger.Record{Ref: ref}
	}
}

// FetchHolders reads the records of those who hold the unique values that have been read: who meets a taken address will look
// at whom it belongs to.
func (w *World) FetchHolders() error {
	var reads ledger.Reads
	for u, id := range w.sight.Uniques {
		ref := ledger.Ref{Kind: ledger.KindMember, ID: id}
		if _, known := w.sight.Records[ref]; u.What == ledger.UniqueEmail && id != "" && !known {
			reads.Records = append(reads.Records, ref)
		}
	}
	if len(reads.Records) < 2 {
		return nil
	}
	return w.Fetch(reads)
}
