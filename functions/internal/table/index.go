package table

import (
	"context"
	"strings"
	"sync"

	"github.com/guregu/dynamo/v2"
	"golang.org/x/sync/errgroup"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
)

// besides is how many indexes are asked at a time.
const besides = 8

// Found returns for each index the ids of the records that have its value, in order. It sees every finished write.
// Cost: 0.5 RCU for each index, and 1 for each 4 KB beyond, which are about 50 records.
func (t *Table) Found(ctx context.Context, tenant tenancy.Tenant, by []ledger.Index) (map[ledger.Index][]string, error) {
	out := make(map[ledger.Index][]string, len(by))
	var mu sync.Mutex
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(besides)
	for _, ix := range by {
		out[ix] = nil
		all.Go(func() error {
			begin := indexBegin(ix)
			var items []key
			err := t.items.Get("PK", indexPartition(tenant)).Range("SK", dynamo.BeginsWith, begin).Consistent(true).All(ctx, &items)
			ids := make([]string, len(items))
			for i, k := range items {
				ids[i] = strings.TrimPrefix(k.SK, begin)
			}
			mu.Lock()
			defer mu.Unlock()
			out[ix] = ids
			return err
		})
	}
	return out, all.Wait()
}

// indexes brings what records are found by from what it was before the steps to what it is after them.
func (t *Table) indexes(tenant tenancy.Tenant, steps []Step) []Write {
	type entry struct {
		index ledger.Index
		id    string
	}
	was, is := map[entry]bool{}, map[entry]bool{}
	var order []entry
	for _, s := range steps {
		for _, c := range s.Records {
			note := func(e ledger.Entity, there bool) {
				for _, ix := range ledger.IndexesOf(e) {
					at := entry{ix, c.Before.ID}
					if _, known := was[at]; !known {
						order = append(order, at)
						was[at] = !there // the first to speak of it takes it away if it was there
					}
					is[at] = there
				}
			}
			note(c.Before.Value, false)
			note(c.After, true)
		}
	}
	var writes []Write
	for _, e := range order {
		k := indexKey(tenant, e.index, e.id)
		switch {
		case was[e] == is[e]:
		case is[e]:
			writes = append(writes, t.put(k, ""))
		default:
			writes = append(writes, t.remove(k, ""))
		}
	}
	return writes
}
