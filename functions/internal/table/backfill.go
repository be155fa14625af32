package table

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/guregu/dynamo/v2"
	"golang.org/x/sync/errgroup"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Backfill is how far it is what brings what earlier versions have written to what this one reads.
type Backfill struct {
	Name  string
	Pass  int       // the one under way, from 1
	Place Place     // after which item it goes on; zero at the beginning of a pass
	Began time.Time // with the first pass
	Done  time.Time // zero until nothing is left
	moves int
}

// Place is one between two items of the whole table; zero before all.
type Place struct{ after key }

type backfillItem struct {
	key
	Pass    int    `dynamo:"pass"`
	AfterPK string `dynamo:"afterPK,omitempty"`
	AfterSK string `dynamo:"afterSK,omitempty"`
	Moves   int    `dynamo:"moves"`
	Began   int64  `dynamo:"began"` // milliseconds since 1970
	Done    int64  `dynamo:"done,omitempty"`
}

const backfillPrefix = "BACKFILL#"

// backfillKey is for names of the program.
func backfillKey(name string) key { return key{systemPartition, backfillPrefix + name} }

// BackfillOf reads the key of an item, as a stream record names it; ok is false if it is no backfill's.
func BackfillOf(pk, sk string) (name string, ok bool) {
	name, ok = strings.CutPrefix(sk, backfillPrefix)
	return name, ok && pk == systemPartition
}

// Trace says of an item that an installation without data may have it all the same.
func Trace(item Item) bool {
	_, ok := BackfillOf(textOf(item["PK"]), textOf(item["SK"]))
	return ok
}

// NudgeBackfill begins a backfill, or writes to one that has begun, so that the stream names it. done says that nothing is left to do. Cost: 1 WCU.
func (t *Table) NudgeBackfill(ctx context.Context, name string) (done bool, err error) {
	k, now := backfillKey(name), t.now().UnixMilli()
	u := t.items.Update("PK", k.PK).Range("SK", k.SK).Set("nudged", now).
		SetIfNotExists("pass", 1).SetIfNotExists("moves", 0).SetIfNotExists("began", now).If("attribute_not_exists('done')")
	err = outcome(u.Run(ctx))
	if _, ended := IsRefused(err); ended {
		return true, nil
	}
	return false, err
}

// Backfill reads how far one is; its Pass is 0 if it has not begun. Cost: 1 RCU.
func (t *Table) Backfill(ctx context.Context, name string) (Backfill, error) {
	var i backfillItem
	_, err := t.get(ctx, backfillKey(name), &i)
	return Backfill{name, i.Pass, Place{key{i.AfterPK, i.AfterSK}}, moment(i.Began), moment(i.Done), i.Moves}, err
}

// MoveBackfill notes how far one has come, if nobody else has since from was read. Cost: 1 WCU.
func (t *Table) MoveBackfill(ctx context.Context, from, to Backfill) (moved bool, err error) {
	item := backfillItem{backfillKey(to.Name), to.Pass, to.Place.after.PK, to.Place.after.SK, from.moves + 1, millis(from.Began), millis(to.Done)}
	err = outcome(t.items.Put(item).If("'moves' = ? AND attribute_not_exists('done')", from.moves).Run(ctx))
	if _, late := IsRefused(err); late {
		return false, nil
	}
	return err == nil, err
}

// Located is a record of some tenant.
type Located struct {
	Tenant tenancy.Tenant
	Ref    ledger.Ref
}

// RecordKeyOf reads the key of a record; ok is false if it is none's of this kind. The tenant comes from the key and from nowhere else.
func RecordKeyOf(kind ledger.Kind, pk, sk string) (l Located, ok bool) {
	rest, mine := strings.CutPrefix(pk, "T#")
	id, mine2 := strings.CutSuffix(rest, recordsOf(kind))
	if !mine || !mine2 || !org.ValidID(id) || !org.ValidID(sk) {
		return Located{}, false
	}
	return Located{tenancy.Of(org.TenantID(id)), ledger.Ref{Kind: kind, ID: sk}}, true
}

// KeysOfRecords goes through limit items of the whole table after a place, or through 1 MB of them, and returns which of these are records of a
// kind, of all tenants, tombstones included; nothing but keys is read. next is the place to go on after, zero at the end. It sees what was written a
// moment ago. Cost: 0.5 RCU per 4 KB that it goes through.
func (t *Table) KeysOfRecords(ctx context.Context, kind ledger.Kind, after Place, limit int) (page []Located, next Place, err error) {
	in := &dynamodb.ScanInput{
		TableName: aws.String(t.items.Name()), Limit: aws.Int32(int32(limit)),
		// Said twice, since the function may only do it so: a role that asked for more would be refused.
		ProjectionExpression: aws.String("PK, SK"), Select: types.SelectSpecificAttributes,
		FilterExpression:          aws.String("contains(PK, :kind)"),
		ExpressionAttributeValues: Item{":kind": &types.AttributeValueMemberS{Value: recordsOf(kind)}},
	}
	if after != (Place{}) {
		in.ExclusiveStartKey = Item{"PK": &types.AttributeValueMemberS{Value: after.after.PK}, "SK": &types.AttributeValueMemberS{Value: after.after.SK}}
	}
	out, err := t.db.Client().Scan(ctx, in)
	if err != nil {
		return nil, Place{}, err
	}
	for _, item := range out.Items {
		if l, ok := RecordKeyOf(kind, textOf(item["PK"]), textOf(item["SK"])); ok {
			page = append(page, l)
		}
	}
	return page, Place{key{textOf(out.LastEvaluatedKey["PK"]), textOf(out.LastEvaluatedKey["SK"])}}, nil
}

// How many records are written to at a time, and how often it is looked again at those that change meanwhile.
const (
	fillsAtOnce = 16
	fillTries   = 6
)

// FillFound writes what records should be found by and are not, because whoever wrote them did not know of it: values of indexes, and by which
// organisation an address is known. It returns for how many records it did. Who changes a record meanwhile is not disturbed. Cost: 3 RCU a record, and 2 WCU
// for each record, index and address of those that lack something.
func (t *Table) FillFound(ctx context.Context, tenant tenancy.Tenant, refs []ledger.Ref) (filled int, err error) {
	for try := 0; len(refs) > 0; try++ {
		if try == fillTries {
			return filled, fmt.Errorf("%d records change all the time: %w", len(refs), ErrBusy)
		}
		if try > 0 {
			if err := Pause(ctx, try); err != nil {
				return filled, err
			}
		}
		lacking, err := t.lacking(ctx, tenant, refs)
		if err != nil {
			return filled, err
		}
		refs = nil
		var mu sync.Mutex
		all, ctx := errgroup.WithContext(ctx)
		all.SetLimit(fillsAtOnce)
		for ref, writes := range lacking {
			all.Go(func() error {
				err := t.Transact(ctx, writes...)
				mu.Lock()
				defer mu.Unlock()
				if _, changed := IsRefused(err); changed {
					refs = append(refs, ref)
					return nil
				}
				if err == nil {
					filled++
				}
				return err
			})
		}
		if err := all.Wait(); err != nil {
			return filled, err
		}
	}
	return filled, nil
}

// lacking are the writes that records lack, each with the condition that they still are as they were read.
func (t *Table) lacking(ctx context.Context, tenant tenancy.Tenant, refs []ledger.Ref) (map[ledger.Ref][]Write, error) {
	sight, err := t.Look(ctx, tenant, Question{Reads: ledger.Reads{Records: refs}})
	if err != nil {
		return nil, err
	}
	out := map[ledger.Ref][]Write{}
	indexed := map[key]func(){} // what is called for the indexes that are not there
	take := map[key]func(found) error{}
	for ref, r := range sight.Records {
		for _, ix := range ledger.IndexesOf(r.Value) {
			k := indexKey(tenant, ix, ref.ID)
			indexed[k] = func() { out[ref] = append(out[ref], t.put(k, "")) }
			take[k] = func(found) error { delete(indexed, k); return nil }
		}
		for _, u := range ledger.UniquesOf(r.Value) {
			item, err := t.newUnique(ctx, tenant, u, ref.ID)
			if err != nil {
				return nil, err
			}
			if item.known == (known{}) {
				continue
			}
			take[item.key] = func(f found) error {
				if f.ID == ref.ID && f.Address == "" {
					out[ref] = append(out[ref], t.update(item.key, func(u *dynamo.Update) *dynamo.Update {
						return u.Set("GSI1PK", item.Address).Set("GSI1SK", item.known.Tenant).If("'id' = ? AND attribute_not_exists(GSI1PK)", ref.ID)
					}))
				}
				return nil
			}
		}
	}
	if err := t.batch(ctx, take); err != nil {
		return nil, err
	}
	for _, lacks := range indexed {
		lacks()
	}
	for ref := range out {
		k, _ := recordKey(tenant, ref) // it was read by it
		out[ref] = append(out[ref], t.check(k, "'q' = ?", sight.Records[ref].Seq))
	}
	return out, nil
}
