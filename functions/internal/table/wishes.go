package table

import (
	"context"
	"errors"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/org"
)

// Wish is how a member wants to be told of a topic.
type Wish struct {
	By   org.Ways
	Said bool // By is what the member said; false for one who has never said so
	// Of birthdays: of whose one is not told, and of whose alone while there are no ways.
	Muted, Only []org.MemberID
}

type wishItem struct {
	key
	On    bool           `dynamo:"on"`
	By    org.Ways       `dynamo:"by,omitempty"` // "" where it was said when there was only yes and no
	Muted []org.MemberID `dynamo:"muted,set,omitempty"`
	Only  []org.MemberID `dynamo:"only,set,omitempty"`
}

// Wish reads how a member wants to be told of a topic. Cost: 1 RCU.
func (t *Table) Wish(ctx context.Context, tenant tenancy.Tenant, topic org.Topic, member org.MemberID) (w Wish, err error) {
	var item wishItem
	w.Said, err = t.get(ctx, wishKey(tenant, topic, member), &item)
	switch {
	case !w.Said:
		w.By = topic.Usual()
	case item.By == "":
		w.By = topic.Meant(item.On)
	default:
		w.By = item.By
	}
	w.Muted, w.Only = item.Muted, item.Only
	return w, err
}

// SetWish stores how a member wants to be told of a topic. Cost: 2 WCU.
func (t *Table) SetWish(ctx context.Context, tenant tenancy.Tenant, topic org.Topic, member org.MemberID, by org.Ways) error {
	return t.Transact(ctx, t.update(wishKey(tenant, topic, member), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("on", by != org.ByNone).Set("by", by)
	}))
}

// SetRemind stores whether one more member is among those of whose birthday alone somebody is told while there are no ways (only), or is not told
// while there are. Cost: 2 WCU.
func (t *Table) SetRemind(ctx context.Context, tenant tenancy.Tenant, member, of org.MemberID, only, among bool) error {
	set := "muted"
	if only {
		set = "only"
	}
	return t.Transact(ctx, t.update(wishKey(tenant, org.TopicBirthdays, member), func(u *dynamo.Update) *dynamo.Update {
		u = u.SetIfNotExists("on", false).SetIfNotExists("by", org.ByNone)
		if among {
			return u.AddStringsToSet(set, string(of))
		}
		return u.DeleteStringsFromSet(set, string(of))
	}))
}

// Wishing lists up to limit members who have said that they want to be told of a topic, or of something of it, those after one. next is the member to go
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
		if item.On || len(item.Only) > 0 {
			all = append(all, org.MemberID(item.SK))
		}
	}
	if more != nil && len(items) > 0 {
		next = org.MemberID(items[len(items)-1].SK)
	}
	return all, next, nil
}
