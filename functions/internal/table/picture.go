package table

import (
	"context"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Pictures are items of the table, not files in the bucket: they are small, written in the transaction that says who shows them, and go wherever
// a tenant goes.
type pictureItem struct {
	key
	JPEG []byte `dynamo:"jpeg"`
}

// PutPicture stores a picture of a record: the same one again is the same item. Cost: 2 WCU per KB.
func (t *Table) PutPicture(tenant tenancy.Tenant, p ledger.Picture) Write {
	return t.put(pictureItem{pictureKey(tenant, p.Of, p.ID), p.JPEG}, "")
}

// Picture reads one, also where the record shows another by now. Cost: 1 RCU per 4 KB.
func (t *Table) Picture(ctx context.Context, tenant tenancy.Tenant, of ledger.Ref, id org.PictureID) (jpeg []byte, found bool, err error) {
	var item pictureItem
	found, err = t.get(ctx, pictureKey(tenant, of, id), &item)
	return item.JPEG, found, err
}

// removePictures removes all pictures of a record. Cost: 1 RCU per 4 KB, 2 WCU per KB.
func (t *Table) removePictures(ctx context.Context, tenant tenancy.Tenant, of ledger.Ref) error {
	var keys []key
	q := t.items.Get("PK", picturePartition(tenant, of.Kind)).Range("SK", dynamo.BeginsWith, pictureBegin(of))
	if err := q.Consistent(true).Project("PK", "SK").All(ctx, &keys); err != nil {
		return err
	}
	for _, k := range keys {
		if err := t.Transact(ctx, t.remove(k, "")); err != nil {
			return err
		}
	}
	return nil
}
