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
	On bool `dynamo:"on"`
}

// Wish reads whether a member wants to be told of a topic; said is false for one who has never said so. Cost: 1 RCU.
func (t *Table) Wish(ctx context.Context, tenant tenancy.Tenant, topic org.Topic, member org.MemberID) (on, said bool, err error) {
	var item wishItem
	said, err = t.get(ctx, wishKey(tenant, topic, member), &item)
	return item.On, said, err
}

// SetWish stores whether a member wants to be told of a topic. Cost: 2 WCU.
func (t *Table) SetWish(ctx context.Context, tenant tenancy.Tenant, topic org.Topic, member org.MemberID, on bool) error {
	return t.Transact(ctx, t.put(wishItem{wishKey(tenant, topic, member), on}, ""))
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
