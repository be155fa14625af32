package table

import (
	"context"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
)

// Head is where a tenant's ledger stands, and how many members and groups there are. Seq 0: there is no such tenant.
type Head struct {
	ledger.Head
	Members int
	Groups  int
}

type headItem struct {
	key
	Seq     uint64        `dynamo:"seq"`
	Hash    ledger.Digest `dynamo:"hash"`
	Epoch   string        `dynamo:"epoch"`
	Members int           `dynamo:"members"`
	Groups  int           `dynamo:"groups,omitempty"`
}

// Head reads where a tenant's ledger stands. It sees every finished write. Cost: 1 RCU.
func (t *Table) Head(ctx context.Context, tenant tenancy.Tenant) (Head, error) {
	var item headItem
	if _, err := t.get(ctx, headKey(tenant), &item); err != nil {
		return Head{}, err
	}
	return Head{ledger.Head{Seq: item.Seq, Hash: item.Hash, Epoch: item.Epoch}, item.Members, item.Groups}, nil
}

// moveHead brings the head from one position to the next, if it still is where it was.
func (t *Table) moveHead(tenant tenancy.Tenant, from, to Head) Write {
	item := headItem{headKey(tenant), to.Seq, to.Hash, to.Epoch, to.Members, to.Groups}
	if from.Seq == 0 {
		return t.putNew(item)
	}
	return t.put(item, "'seq' = ? AND 'hash' = ? AND 'epoch' = ?", from.Seq, from.Hash, from.Epoch)
}

// holdHead lets a transaction pass only if the head still is where it was.
func (t *Table) holdHead(tenant tenancy.Tenant, at Head) Write {
	if at.Seq == 0 {
		return t.check(headKey(tenant), "attribute_not_exists(PK)")
	}
	return t.check(headKey(tenant), "'seq' = ? AND 'hash' = ? AND 'epoch' = ?", at.Seq, at.Hash, at.Epoch)
}
