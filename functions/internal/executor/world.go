package executor

import (
	"context"
	"maps"
	"time"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
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
}

// Now is the time of the entry to be, in whole milliseconds.
func (w *World) Now() time.Time { return w.now }

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
