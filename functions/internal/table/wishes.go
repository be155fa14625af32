package table

import (
	"context"
	"errors"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/org"
)

type wishItem struct {
	key
	On bool     `dynamo:"on"`
	By org.Ways `dynamo:"by,omitempty"` // "" where it was said when there was only yes and no
}

// Wish reads how a member wants to be told of a topic; said is false for one who has never said so. Cost: 1 RCU.
func (t *Table) Wish(ctx context.Context, tenant tenancy.Tenant, topic org.Topic, member org.MemberID) (by org.Ways, said bool, err error) {
	var item wishItem
	said, err = t.get(ctx, wishKey(tenant, topic, member), &item)
	if item.By == "" {
		item.By = topic.Meant(item.On)
	}
	return item.By, said, err
}

// SetWish stores how a member wants to be told of a topic. Cost: 2 WCU.
func (t *Table) SetWish(ctx context.Context, tenant tenancy.Tenant, topic org.Topic, member org.MemberID, by org.Ways) error {
	return t.Transact(ctx, t.put(wishItem{wishKey(tenant, topic, member), by != org.ByNone, by}, ""))
}

// Wishing lists up to limit members who have said that they want to be told of a topic, those after one. next is the member to go
// on after, "" at the end. Cost: 1 RCU per 4 KB.
func (t *Table) Wishing(ctx context.Context, tenant tenancy.Tenant, topic org.Topic, after org.MemberID, limit int) (all []org.MemberID, next org.MemberID, err error) {
	var items []wishItem
	q := t.items.Get("PK", wishPartition(tenant, topic)).Consistent(true)
	if after != "" {
		q = q.Range("SK", dynamo.Greater, id(after))
	}
	more, err := q.SearchLimit(limit).AllWithLastEvaluatedKey(ctx, &items)
	if err != nil && !errors.Is(err, dynamo.ErrNotFound) {
		return nil, "", err
	}
	for _, item := range items {
		if item.On {
			all = append(all, org.MemberID(item.SK))
		}
	}
	if more != nil && len(items) > 0 {
		next = org.MemberID(items[len(items)-1].SK)
	}
	return all, next, nil
}
