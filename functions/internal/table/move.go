package table

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Item is one as the SDK has it.
type Item = map[string]types.AttributeValue

// What a tenant's partitions are called behind its key.
const (
	partAccess   = "A"
	partGuards   = "C"
	partIndexes  = "I"
	partJobs     = "J"
	partLedger   = "L"
	partPictures = "P"
	partRecords  = "R"
	partUniques  = "U"
	partWishes   = "W"
	partErasures = "Z"
)

// partOf says to which part of a tenant an item belongs: "" is its head. ok is false for what is not the tenant's.
func partOf(tenant tenancy.Tenant, item Item) (part, rest string, ok bool) {
	pk := textOf(item["PK"])
	if pk == tenantKey(tenant, "") {
		return "", "", textOf(item["SK"]) == headKeyName
	}
	behind, ok := strings.CutPrefix(pk, tenantKey(tenant, "#"))
	part, rest, _ = strings.Cut(behind, "#")
	return part, rest, ok
}

// ErrWorkGoesOn means that a tenant can't move, as one of its jobs or somebody's erasure has not ended.
var ErrWorkGoesOn = errors.New("table: a job of the tenant, or somebody's erasure, goes on")

// joinedName marks in an archive a member who had an account. Which one is the person's business and stays behind.
const joinedName = "joined"

// Leaving gives an item of one tenant as it goes to another installation, and nil for what stays: all that belongs to accounts, to other
// tenants and to the installation, what waits to be done outside, and jobs, which belong to accounts and end within a month. Values that must
// be unique are hashed under the installation's secret; they are hashed anew where the records arrive.
func Leaving(tenant tenancy.Tenant, item Item) (Item, error) {
	part, _, ok := partOf(tenant, item)
	switch {
	case !ok, part == partUniques:
		return nil, nil
	case part == partJobs:
		if item["GSI1PK"] != nil {
			return nil, ErrWorkGoesOn
		}
		return nil, nil
	case part == partAccess:
		if textOf(item["account"]) == "" {
			return nil, nil
		}
		return Item{"PK": item["PK"], "SK": item["SK"], joinedName: &types.AttributeValueMemberBOOL{Value: true}}, nil
	case part == partErasures && item["done"] == nil:
		return nil, ErrWorkGoesOn
	case part == partGuards:
		item = maps.Clone(item)
		delete(item, "account") // a command that comes again is refused, from whomever
	}
	return item, nil
}

// Arrival takes a tenant in that comes from another installation.
type Arrival struct {
	Joined []org.MemberID // who had an account there

	table   *Table
	tenant  tenancy.Tenant
	head    *headItem
	last    ledger.Head // as the entries so far lead to it
	uniques []uniqueItem
	set     map[string]ledger.Entry  // without changes: which entry has set a last day at last, of a member or, behind a '/', of a tag
	due     map[uint64]org.CommandID // the entries whose last days are to come, and their commands
	daily   bool                     // somebody wanted to be reminded of birthdays
}

// Arrive begins to take a tenant in that is not here yet.
func (t *Table) Arrive(ctx context.Context, tenant tenancy.Tenant) (*Arrival, error) {
	head, err := t.Head(ctx, tenant)
	if err != nil {
		return nil, err
	}
	if head.Seq != 0 {
		return nil, fmt.Errorf("the tenant %s is here already", tenant.ID())
	}
	return &Arrival{table: t, tenant: tenant, set: map[string]ledger.Entry{}, due: map[uint64]org.CommandID{}}, nil
}

// Item judges an item, in the order of keys, and gives it back if it is to be stored as it is. Each entry is held against the chain.
func (a *Arrival) Item(ctx context.Context, item Item) (Item, error) {
	part, rest, ok := partOf(a.tenant, item)
	if !ok {
		return nil, fmt.Errorf("the item %s %s is not of the tenant %s", textOf(item["PK"]), textOf(item["SK"]), a.tenant.ID())
	}
	switch part {
	case "":
		a.head = new(headItem)
		return nil, dynamo.UnmarshalItem(item, a.head) // it comes last, so that what broke off can be done again
	case partAccess:
		a.Joined = append(a.Joined, org.MemberID(textOf(item["SK"])))
		return nil, nil
	case partLedger:
		return item, a.entry(item)
	case partRecords:
		return item, a.record(ctx, ledger.Ref{Kind: ledger.Kind(rest), ID: textOf(item["SK"])}, item)
	case partWishes:
		a.daily = a.daily || rest == string(org.TopicBirthdays)
		return item, nil
	case partGuards, partIndexes, partPictures, partErasures:
		return item, nil
	}
	return nil, fmt.Errorf("an item of the kind %q is not known here: a newer version wrote it", part)
}

func (a *Arrival) entry(item Item) error {
	var stored entryItem
	if err := dynamo.UnmarshalItem(item, &stored); err != nil {
		return err
	}
	e, err := stored.past()
	if err != nil {
		return err
	}
	if e.Seq != a.last.Seq+1 || stored.SK != number(e.Seq) {
		return fmt.Errorf("entry %d follows on %d", e.Seq, a.last.Seq)
	}
	if err := ledger.Verify(a.tenant.ID(), e.Entry, a.last.Hash); err != nil {
		return fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	a.last.Seq, a.last.Hash = e.Seq, e.Hash
	for id := range ledger.LastDays(e.Entry) {
		a.set[string(id)] = ledger.Entry{Seq: e.Seq, Command: e.Command}
	}
	for id, terms := range ledger.TagTerms(e.Entry) {
		terms.Each(func(tag string, _ org.TagTerm) {
			a.set[string(id)+"/"+tag] = ledger.Entry{Seq: e.Seq, Command: e.Command}
		})
	}
	return nil
}

// record notes the unique values of a record, and whether a last day is to come.
func (a *Arrival) record(ctx context.Context, ref ledger.Ref, item Item) error {
	var stored recordItem
	if err := dynamo.UnmarshalItem(item, &stored); err != nil {
		return err
	}
	r, err := stored.record(ref)
	if err != nil {
		return err
	}
	if m, ok := r.Value.(org.Member); ok {
		comes := func(what string) {
			if e, set := a.set[what]; set {
				a.due[e.Seq] = e.Command
			}
		}
		if m.Ends() {
			comes(ref.ID)
		}
		m.TagDays(func(_, tag string, _ org.TagTerm) { comes(ref.ID + "/" + tag) })
	}
	for _, u := range ledger.UniquesOf(r.Value) {
		unique, err := a.table.newUnique(ctx, a.tenant, u, ref.ID)
		if err != nil {
			return err
		}
		a.uniques = append(a.uniques, unique)
	}
	return nil
}

// Whole says whether all entries were there, as far as the head.
func (a *Arrival) Whole() error {
	if a.head == nil || a.head.Seq != a.last.Seq || a.head.Hash != a.last.Hash {
		return errors.New("the entries do not lead to the head: something is missing, or was touched")
	}
	return nil
}

// End stores what is made here: the unique values, and at last the head, with which the tenant is there. It has an epoch of its own, as the
// ledger may have gone on elsewhere.
func (a *Arrival) End(ctx context.Context) error {
	if err := a.Whole(); err != nil {
		return err
	}
	for some := range slices.Chunk(a.uniques, MaxActions) {
		var writes []Write
		for _, u := range some {
			writes = append(writes, a.table.put(u, ""))
		}
		if err := a.table.Transact(ctx, writes...); err != nil {
			return fmt.Errorf("unique values: %w", err)
		}
	}
	a.head.Epoch = rand.Text()
	if err := a.table.Transact(ctx, a.table.putNew(*a.head)); err != nil {
		return err
	}
	if a.daily {
		if err := a.table.Transact(ctx, a.table.DailyEffect(a.tenant, ledger.Birthdays)); err != nil {
			return fmt.Errorf("birthdays: %w", err)
		}
	}
	// What waited to be done stayed behind; last days come back to.
	for seq, command := range a.due {
		k := EffectKey{a.tenant, org.DeriveID[EffectID](command, 0)}
		item := newEffectItem(k, ledger.Effect{What: ledger.Due, For: string(a.tenant.ID())}, seq, a.table.now())
		if err := a.table.Transact(ctx, a.table.putEffect(item)); err != nil {
			return fmt.Errorf("last days: %w", err)
		}
	}
	return nil
}
