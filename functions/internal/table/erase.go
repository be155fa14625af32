package table

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Erasure is the receipt of one person's data having been erased: it names them by their id alone.
type Erasure struct {
	Member  org.MemberID
	By      org.MemberID // who had it done
	At      time.Time
	Seq     uint64    // of the entry that says so
	Next    uint64    // entries after this are still to be gone through
	Done    time.Time // zero while it goes on
	Entries int       // of which something was erased
	Refused int       // lists of refused rows of imports that were removed
}

type erasureItem struct {
	key
	By      org.MemberID `dynamo:"by"`
	At      int64        `dynamo:"at"` // milliseconds since 1970
	Seq     uint64       `dynamo:"seq"`
	Next    uint64       `dynamo:"next,omitempty"`
	Done    int64        `dynamo:"done,omitempty"` // milliseconds since 1970
	Entries int          `dynamo:"entries,omitempty"`
	Refused int          `dynamo:"refused,omitempty"`
}

func erasureOf(tenant tenancy.Tenant, e Erasure) erasureItem {
	item := erasureItem{erasureKey(tenant, e.Member), e.By, e.At.UnixMilli(), e.Seq, e.Next, 0, e.Entries, e.Refused}
	if !e.Done.IsZero() {
		item.Done = e.Done.UnixMilli()
	}
	return item
}

// PutErasure stores the receipt of an erasure that begins, in the place of one of before.
func (t *Table) PutErasure(tenant tenancy.Tenant, e Erasure) Write {
	return t.put(erasureOf(tenant, e), "")
}

// Erasure reads the receipt of a member's erasure. Cost: 1 RCU.
func (t *Table) Erasure(ctx context.Context, tenant tenancy.Tenant, member org.MemberID) (e Erasure, found bool, err error) {
	var item erasureItem
	if found, err = t.get(ctx, erasureKey(tenant, member), &item); err != nil || !found {
		return Erasure{}, false, err
	}
	e = Erasure{member, item.By, time.UnixMilli(item.At).UTC(), item.Seq, item.Next, time.Time{}, item.Entries, item.Refused}
	if item.Done != 0 {
		e.Done = time.UnixMilli(item.Done).UTC()
	}
	return e, true, nil
}

// EraseEntries goes through up to limit entries after e.Next and erases what they say of e's member, with the digests of the commands that made
// them. Each entry is written only if it still is as it was read. more says whether there are others. Cost: 1 RCU per 4 KB, and of each entry
// of which something is erased 2 WCU per KB.
func (t *Table) EraseEntries(ctx context.Context, tenant tenancy.Tenant, e Erasure, limit int) (after Erasure, more bool, err error) {
	var items []entryItem
	q := t.items.Get("PK", ledgerPartition(tenant)).Range("SK", dynamo.Greater, number(e.Next)).Consistent(true).SearchLimit(limit)
	last, err := q.AllWithLastEvaluatedKey(ctx, &items)
	if err != nil {
		return e, false, err
	}
	for _, item := range items {
		p, err := item.past()
		if err != nil {
			return e, false, err
		}
		if erased, changed := p.Entry.Erase(e.Member); changed {
			was := item.Entry
			item.Entry = string(erased.Encode())
			writes := []Write{t.put(item, "'e' = ?", was)}
			if p.Command != "" {
				writes = append(writes, t.update(guardKey(tenant, p.Command), func(u *dynamo.Update) *dynamo.Update {
					return u.Set("args", ledger.Digest{}).If("attribute_exists(PK)")
				}))
			}
			if err := t.Transact(ctx, writes...); err != nil {
				if _, gone := IsRefused(err); !gone || len(writes) < 2 {
					return e, false, err
				}
				// The guard's time is over, or the entry was one of before guards.
				if err := t.Transact(ctx, writes[0]); err != nil {
					return e, false, err
				}
			}
			e.Entries++
		}
		e.Next = p.Seq
	}
	return e, last != nil, t.Transact(ctx, t.PutErasure(tenant, e))
}

// EraseRest removes what is stored of a member beside the ledger: who may open the tenant as them, what they want to be told, their pictures, and
// the rows that imports have refused, in which anybody may be named. The account's side is the
// person's own and stays: it opens nothing. Cost: a few WCU, and 1 RCU per 4 KB of jobs and refused rows.
func (t *Table) EraseRest(ctx context.Context, tenant tenancy.Tenant, e Erasure) (Erasure, error) {
	writes := []Write{t.remove(accessKey(tenant, e.Member), "")}
	for _, topic := range org.Topics {
		writes = append(writes, t.remove(wishKey(tenant, topic, e.Member), ""))
	}
	if err := t.Transact(ctx, writes...); err != nil {
		return e, err
	}
	if err := t.removePictures(ctx, tenant, ledger.Ref{Kind: ledger.KindMember, ID: string(e.Member)}); err != nil {
		return e, err
	}
	var jobs, rows []key
	if err := t.items.Get("PK", jobPartition(tenant)).Project("PK", "SK").All(ctx, &jobs); err != nil {
		return e, err
	}
	for _, j := range jobs {
		if err := t.items.Get("PK", refusedPartition(tenant, org.JobID(j.SK))).Project("PK", "SK").All(ctx, &rows); err != nil {
			return e, err
		}
		for _, r := range rows {
			if err := t.Transact(ctx, t.remove(r, "")); err != nil {
				return e, err
			}
			e.Refused++
		}
	}
	return e, nil
}

// NewEpoch has every device of the tenant begin anew, so that none goes on with what it holds of before. Cost: 2 WCU.
func (t *Table) NewEpoch(ctx context.Context, tenant tenancy.Tenant) error {
	return t.Transact(ctx, t.update(headKey(tenant), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("epoch", rand.Text()).If("attribute_exists(PK)")
	}))
}
