package table

import (
	"context"
	"fmt"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
)

// entryItem is an entry. Earlier holds for each change the position of the entry that changed the record before, 0 if none
// did: so a record's history is read entry by entry, however long the ledger is.
type entryItem struct {
	key
	Entry   string   `dynamo:"e"` // as Entry.Encode writes it
	Earlier []uint64 `dynamo:"p"`
}

// Past is an entry with, for each of its changes, the position of the one before on the same record.
type Past struct {
	ledger.Entry
	Earlier []uint64
}

func (i entryItem) past() (Past, error) {
	e, err := ledger.DecodeEntry([]byte(i.Entry))
	if err != nil {
		return Past{}, fmt.Errorf("entry %s %s: %w", i.PK, i.SK, err)
	}
	return Past{e, i.Earlier}, nil
}

// Entry reads one entry. Fault: entry.notFound. Cost: 1 RCU per 4 KB.
func (t *Table) Entry(ctx context.Context, tenant tenancy.Tenant, seq uint64) (Past, error) {
	var item entryItem
	found, err := t.get(ctx, entryKey(tenant, seq), &item)
	if err != nil {
		return Past{}, err
	}
	if !found {
		return Past{}, fault.New(fault.NotFound, "entry.notFound")
	}
	return item.past()
}

// EntriesAfter reads up to limit entries after a position, oldest first: one page of at most 1 MB. more says whether there
// are others. It sees every finished write. Cost: 1 RCU per 4 KB.
func (t *Table) EntriesAfter(ctx context.Context, tenant tenancy.Tenant, after uint64, limit int) (page []ledger.Entry, more bool, err error) {
	q := t.items.Get("PK", ledgerPartition(tenant)).Range("SK", dynamo.Greater, number(after))
	return t.entries(ctx, q, limit)
}

// EntriesBetween reads up to limit entries with after < seq < before, latest first: one page of at most 1 MB. more says
// whether there are others. It sees every finished write. Cost: 1 RCU per 4 KB.
func (t *Table) EntriesBetween(ctx context.Context, tenant tenancy.Tenant, after, before uint64, limit int) (page []ledger.Entry, more bool, err error) {
	if before <= after+1 {
		return nil, false, nil
	}
	q := t.items.Get("PK", ledgerPartition(tenant)).Range("SK", dynamo.Between, number(after+1), number(before-1)).Order(dynamo.Descending)
	return t.entries(ctx, q, limit)
}

func (t *Table) entries(ctx context.Context, q *dynamo.Query, limit int) ([]ledger.Entry, bool, error) {
	var items []entryItem
	more, err := q.Consistent(true).SearchLimit(limit).AllWithLastEvaluatedKey(ctx, &items)
	if err != nil {
		return nil, false, err
	}
	page := make([]ledger.Entry, len(items))
	for i, item := range items {
		p, err := item.past()
		if err != nil {
			return nil, false, err
		}
		page[i] = p.Entry
	}
	return page, more != nil, nil
}

// EarlierOf is the position of the entry that changed a record before this one did, 0 if none did.
func (p Past) EarlierOf(ref ledger.Ref) uint64 {
	for i, c := range p.Changes {
		if c.Ref() == ref && i < len(p.Earlier) {
			return p.Earlier[i]
		}
	}
	return 0
}
