package table

import (
	"context"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/guregu/dynamo/v2"
	"golang.org/x/sync/errgroup"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Question is what a deed needs to know at once. Empty parts are not asked for.
type Question struct {
	ledger.Reads
	Commands []org.CommandID
	Access   org.MemberID
}

// Sight is what was found: for each thing asked for an answer, be it that there is none.
type Sight struct {
	Records map[ledger.Ref]ledger.Record
	Uniques map[ledger.Unique]string
	Entries map[uint64]ledger.Entry // only those there are
	Guards  map[org.CommandID]Guard // only of the commands whose ids are used
	Access  Access
}

// found is any of the items that Look reads.
type found struct {
	key
	Seq      uint64        `dynamo:"q"`
	Data     string        `dynamo:"d"`
	Entry    string        `dynamo:"e"`
	ID       string        `dynamo:"id"`
	Account  org.AccountID `dynamo:"account"`
	ClosedAt int64         `dynamo:"closedAt"`
	Deed     string        `dynamo:"deed"`
	Args     ledger.Digest `dynamo:"args"`
	GuardSeq uint64        `dynamo:"seq"`
	Address  string        `dynamo:"GSI1PK"`
}

// Look reads all that is asked for, each item consistently, 100 items in a request. The items are not of one moment: read
// the head before, and make what follows depend on its not having moved. Cost: 1 RCU per item.
func (t *Table) Look(ctx context.Context, tenant tenancy.Tenant, ask Question) (Sight, error) {
	s := Sight{map[ledger.Ref]ledger.Record{}, map[ledger.Unique]string{}, map[uint64]ledger.Entry{}, map[org.CommandID]Guard{}, Access{}}
	take := map[key]func(found) error{}
	if ask.Tenant {
		ask.Records = append(slices.Clip(ask.Records), ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())})
	}
	for _, ref := range ask.Records {
		s.Records[ref] = ledger.Record{Ref: ref}
		if k, ok := recordKey(tenant, ref); ok {
			take[k] = func(f found) (err error) {
				s.Records[ref], err = recordItem{f.key, f.Seq, f.Data}.record(ref)
				return err
			}
		}
	}
	for _, u := range ask.Uniques {
		k, err := t.uniqueKey(ctx, tenant, u)
		if err != nil {
			return s, err
		}
		s.Uniques[u] = ""
		take[k] = func(f found) error { s.Uniques[u] = f.ID; return nil }
	}
	for _, seq := range ask.Entries {
		take[entryKey(tenant, seq)] = func(f found) error {
			p, err := entryItem{key: f.key, Entry: f.Entry}.past()
			s.Entries[seq] = p.Entry
			return err
		}
	}
	for _, c := range ask.Commands {
		take[guardKey(tenant, c)] = func(f found) error {
			s.Guards[c] = Guard{f.Account, f.Deed, f.Args, f.GuardSeq}
			return nil
		}
	}
	if ask.Access != "" {
		take[accessKey(tenant, ask.Access)] = func(f found) error {
			s.Access = accessItem{f.key, f.Account, f.ClosedAt}.access()
			return nil
		}
	}
	return s, t.batch(ctx, take)
}

// How many items one request asks for, and how many requests are on their way at a time.
const (
	atOnce     = 100
	sideBySide = 4
)

// batch reads the items of the keys and hands each that is there to its function, one after the other.
func (t *Table) batch(ctx context.Context, take map[key]func(found) error) error {
	keys := make([]key, 0, len(take))
	for k := range take {
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return nil
	}
	if len(keys) <= atOnce {
		return t.batchOf(ctx, keys, func(f found) error { return take[f.key](f) })
	}
	var mu sync.Mutex
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(sideBySide)
	for run := range slices.Chunk(keys, atOnce) {
		all.Go(func() error {
			return t.batchOf(ctx, run, func(f found) error {
				mu.Lock()
				defer mu.Unlock()
				return take[f.key](f)
			})
		})
	}
	return all.Wait()
}

// batchOf reads at most 100 items, asking again for those that an answer leaves out.
func (t *Table) batchOf(ctx context.Context, keys []key, take func(found) error) error {
	name := t.items.Name()
	rest := types.KeysAndAttributes{ConsistentRead: aws.Bool(true), Keys: make([]map[string]types.AttributeValue, len(keys))}
	for i, k := range keys {
		rest.Keys[i] = map[string]types.AttributeValue{
			"PK": &types.AttributeValueMemberS{Value: k.PK},
			"SK": &types.AttributeValueMemberS{Value: k.SK},
		}
	}
	for try := 0; ; try++ {
		out, err := t.db.Client().BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
			RequestItems: map[string]types.KeysAndAttributes{name: rest},
		})
		if err != nil {
			return err
		}
		for _, item := range out.Responses[name] {
			var f found
			if err := dynamo.UnmarshalItem(item, &f); err != nil {
				return err
			}
			if err := take(f); err != nil {
				return err
			}
		}
		rest = out.UnprocessedKeys[name]
		if len(rest.Keys) == 0 {
			return nil
		}
		if err := Pause(ctx, try); err != nil {
			return err
		}
	}
}

// Standing is a member as a tenant has them at one moment.
type Standing struct {
	Tenant org.Tenant
	Member org.Member
	Access Access
	There  bool // tenant and member are there
}

// Standing reads a member, their tenant, and who opens it as them. Cost: 3 RCU.
func (t *Table) Standing(ctx context.Context, tenant tenancy.Tenant, member org.MemberID) (s Standing, err error) {
	tenantRef := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}
	memberRef := ledger.Ref{Kind: ledger.KindMember, ID: string(member)}
	sight, err := t.Look(ctx, tenant, Question{Reads: ledger.Reads{Records: []ledger.Ref{tenantRef, memberRef}}, Access: member})
	if err != nil {
		return s, err
	}
	var isTenant, isMember bool
	s.Tenant, isTenant = sight.Records[tenantRef].Value.(org.Tenant)
	s.Member, isMember = sight.Records[memberRef].Value.(org.Member)
	s.Access, s.There = sight.Access, isTenant && isMember
	return s, nil
}
