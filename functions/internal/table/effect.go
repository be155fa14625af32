package table

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// EffectID is the id of an effect: derived from what caused it, so that causing it again makes the same one.
type EffectID string

// EffectKey says which effect: one of a tenant, or one of an account.
type EffectKey struct {
	tenant tenancy.Tenant // zero for one of an account
	id     EffectID
}

// ID is the effect's id.
func (k EffectKey) ID() EffectID { return k.id }

// Tenant is the tenant whose effect it is; ok is false for one of an account.
func (k EffectKey) Tenant() (t tenancy.Tenant, ok bool) {
	return k.tenant, k.tenant != tenancy.Tenant{}
}

const effectPrefix = "E#"

// EffectKeyOf reads the key of an item, as a stream record names it; ok is false if it is no effect's. The tenant comes from
// the key and from nowhere else.
func EffectKeyOf(pk, sk string) (k EffectKey, ok bool) {
	rest, isEffect := strings.CutPrefix(pk, effectPrefix)
	if !isEffect || !org.ValidID(sk) {
		return EffectKey{}, false
	}
	if tenant, isTenants := strings.CutPrefix(rest, "T#"); isTenants && org.ValidID(tenant) {
		return EffectKey{tenancy.Of(org.TenantID(tenant)), EffectID(sk)}, true
	}
	return EffectKey{id: EffectID(sk)}, rest == "A"
}

func effectKey(k EffectKey) key {
	if tenant, ok := k.Tenant(); ok {
		return tenantEffectKey(tenant, k.id)
	}
	return accountEffectKey(k.id)
}

// Effect is an effect that was claimed.
type Effect struct {
	EffectKey
	ledger.Effect
	Seq     uint64 // the entry that wanted it; 0 if none did
	At      time.Time
	Tries   int    // this one included
	Request string // number of the request that wanted it; "" if none did
	claim   string
}

// effectLifetime is how long an effect waits at most, carried out or not.
const effectLifetime = 14 * 24 * time.Hour

const openEffects = "E#OPEN"

// effectItem is an effect that waits to be carried out. Seq is the entry that wanted it, 0 for effects of accounts.
type effectItem struct {
	key
	What  string    `dynamo:"what"`
	For   string    `dynamo:"for"`
	Seq   uint64    `dynamo:"seq"`
	At    time.Time `dynamo:"at"`
	Lease int64     `dynamo:"lease,omitempty"` // nobody else may claim it until then; milliseconds since 1970
	Claim string    `dynamo:"claim,omitempty"` // chance: who holds the lease
	Tries int       `dynamo:"tries,omitempty"`
	Asked string    `dynamo:"asked,omitempty"` // number of the request that wanted it
	Open  string    `dynamo:"GSI1PK"`
	Due   string    `dynamo:"GSI1SK"`
	TTL   int64     `dynamo:"ttl"`
}

// due sorts effects by when they should have been carried out.
func due(at time.Time, id EffectID) string { return number(uint64(at.UnixMilli())) + "#" + string(id) }

func newEffectItem(k EffectKey, effect ledger.Effect, seq uint64, at time.Time) effectItem {
	return effectItem{
		key: effectKey(k), What: effect.What, For: effect.For, Seq: seq, At: at.UTC(),
		Open: openEffects, Due: due(at, k.id), TTL: ttl(at.Add(effectLifetime)),
	}
}

type requestKey struct{}

// ForRequest returns a context under which effects remember the number of the request that wants them, so that what is logged of them later can
// be found by it.
func ForRequest(ctx context.Context, number string) context.Context {
	return context.WithValue(ctx, requestKey{}, number)
}

// putEffect stores an effect for the request under whose context it is written, unless it has one.
func (t *Table) putEffect(item effectItem) Write {
	return Write{add: func(ctx context.Context, tx *dynamo.WriteTx) {
		if number, ok := ctx.Value(requestKey{}).(string); ok && item.Asked == "" {
			item.Asked = number
		}
		tx.Put(t.items.Put(item))
	}}
}

// tenantEffect stores the n-th effect of an entry.
func (t *Table) tenantEffect(tenant tenancy.Tenant, e ledger.Entry, n int, effect ledger.Effect) Write {
	k := EffectKey{tenant, org.DeriveID[EffectID](e.Command, uint64(n))}
	return t.putEffect(newEffectItem(k, effect, e.Seq, e.At))
}

// AccountEffect stores an effect of an account, what happens outside for whom; id makes it one however often it is stored.
func (t *Table) AccountEffect(id EffectID, effect ledger.Effect) Write {
	return t.putEffect(newEffectItem(EffectKey{id: id}, effect, 0, t.now()))
}

// ClaimEffect takes an effect for oneself until a time, unless somebody else has it or it is done: then ok is false.
// Cost: 2 WCU.
func (t *Table) ClaimEffect(ctx context.Context, k EffectKey, until time.Time) (e Effect, ok bool, err error) {
	var item effectItem
	at, claim := effectKey(k), rand.Text()
	// If only the answer got lost, the request that is sent again finds its own claim.
	u := t.items.Update("PK", at.PK).Range("SK", at.SK).
		Set("lease", until.UnixMilli()).Set("claim", claim).Set("GSI1SK", due(until, k.id)).Add("tries", 1).
		If("attribute_exists(PK) AND (attribute_not_exists('lease') OR 'lease' <= ? OR 'claim' = ?)", t.now().UnixMilli(), claim)
	err = outcome(u.Value(ctx, &item))
	if _, taken := IsRefused(err); taken {
		return Effect{}, false, nil
	}
	if err != nil {
		return Effect{}, false, err
	}
	return Effect{k, ledger.Effect{What: item.What, For: item.For}, item.Seq, item.At, item.Tries, item.Asked, item.Claim}, true, nil
}

// DoneEffect removes an effect that is carried out, or given up, if the claim on it still holds; then, in the same transaction,
// what it comes to takes its place: at most MaxNext effects of the same tenant.
func (t *Table) DoneEffect(ctx context.Context, e Effect, next ...ledger.Effect) error {
	at := effectKey(e.EffectKey)
	if len(next) == 0 { // a write alone costs half of what it does in a transaction
		err := outcome(t.items.Delete("PK", at.PK).Range("SK", at.SK).If("'claim' = ?", e.claim).Run(ctx))
		if _, lost := IsRefused(err); lost {
			return nil
		}
		return err
	}
	writes := []Write{t.remove(at, "'claim' = ?", e.claim)}
	err := t.Transact(ForRequest(ctx, e.Request), append(writes, t.after(e, 0, next)...)...)
	if _, lost := IsRefused(err); lost {
		return nil
	}
	return err
}

// maxSleep is how long an effect outlives the time it waits for: for as long nobody may have looked.
const maxSleep = 400 * 24 * time.Hour

// SleepEffect gives a claimed effect back that has nothing to do before a time: its tries begin anew, and what it is for may have changed. What it has
// come to so far is stored in the same transaction: at most MaxNext effects, each time others.
func (t *Table) SleepEffect(ctx context.Context, e Effect, until time.Time, forWhat string, next ...ledger.Effect) error {
	at := effectKey(e.EffectKey)
	u := t.items.Update("PK", at.PK).Range("SK", at.SK).
		Set("lease", until.UnixMilli()).Set("GSI1SK", due(until, e.id)).Set("for", forWhat).Set("ttl", ttl(until.Add(maxSleep))).Remove("claim", "tries").If("'claim' = ?", e.claim)
	var err error
	if len(next) == 0 {
		err = outcome(u.Run(ctx))
	} else {
		writes := []Write{{add: func(_ context.Context, tx *dynamo.WriteTx) { tx.Update(u) }}}
		err = t.Transact(ForRequest(ctx, e.Request), append(writes, t.after(e, uint64(until.UnixMilli())*MaxActions, next)...)...)
	}
	if _, lost := IsRefused(err); lost {
		return nil
	}
	return err
}

// after are the effects that one has come to, named from the n-th on.
func (t *Table) after(e Effect, n uint64, next []ledger.Effect) (writes []Write) {
	for i, effect := range next {
		k := EffectKey{e.tenant, org.DeriveID[EffectID](e.id, n+uint64(i))}
		writes = append(writes, t.putEffect(newEffectItem(k, effect, 0, t.now())))
	}
	return writes
}

// MaxNext is how many effects may take the place of one: a transaction has no room for more.
const MaxNext = MaxActions - 1

// DailyEffect begins an effect that a tenant has once and that sleeps from day to day, or wakes it: whoever is at it begins again, knowing what
// holds now. What it is for stays as it was.
func (t *Table) DailyEffect(tenant tenancy.Tenant, what string) Write {
	k := dailyKey(tenant, what)
	item := newEffectItem(k, ledger.Effect{What: what}, 0, t.now())
	return t.update(effectKey(k), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("what", what).SetIfNotExists("for", "").SetIfNotExists("seq", 0).SetIfNotExists("at", item.At).
			Set("GSI1PK", item.Open).Set("GSI1SK", item.Due).Set("ttl", item.TTL).Remove("claim", "lease", "tries")
	})
}

func dailyKey(tenant tenancy.Tenant, what string) EffectKey {
	sum := sha256.Sum256([]byte(what))
	return EffectKey{tenant, org.DeriveID[EffectID](tenant.ID(), binary.BigEndian.Uint64(sum[:8]))}
}

// JobEffect stores an effect of a job that has ended; each end has its own, however often it is written.
func (t *Table) JobEffect(tenant tenancy.Tenant, j Job, effect ledger.Effect) Write {
	k := EffectKey{tenant, org.DeriveID[EffectID](j.ID, uint64(j.Ended.UnixMilli()))}
	return t.putEffect(newEffectItem(k, effect, 0, j.Ended))
}

// LaterEffect gives a claimed effect back, not to be claimed before a time.
func (t *Table) LaterEffect(ctx context.Context, e Effect, at time.Time) error {
	k := effectKey(e.EffectKey)
	u := t.items.Update("PK", k.PK).Range("SK", k.SK).
		Set("lease", at.UnixMilli()).Set("GSI1SK", due(at, e.id)).Remove("claim").If("'claim' = ?", e.claim)
	err := outcome(u.Run(ctx))
	if _, lost := IsRefused(err); lost {
		return nil
	}
	return err
}

// OverdueEffects lists up to limit effects of all tenants and accounts that should have been carried out before a time, those
// that wait longest first. It may lag by a moment. Cost: 0.5 RCU per 4 KB.
func (t *Table) OverdueEffects(ctx context.Context, before time.Time, limit int) ([]EffectKey, error) {
	var items []key
	q := t.items.Get("GSI1PK", openEffects).Index("GSI1").Range("GSI1SK", dynamo.Less, number(uint64(before.UnixMilli()))).Limit(limit)
	if err := q.All(ctx, &items); err != nil && !errors.Is(err, dynamo.ErrNotFound) {
		return nil, err
	}
	keys := make([]EffectKey, 0, len(items))
	for _, item := range items {
		if k, ok := EffectKeyOf(item.PK, item.SK); ok {
			keys = append(keys, k)
		}
	}
	return keys, nil
}

// RemindEffect writes to an effect that nobody holds, so that the stream names it once more, and puts it at the end of those
// that are overdue.
func (t *Table) RemindEffect(ctx context.Context, k EffectKey) error {
	at, now := effectKey(k), t.now()
	u := t.items.Update("PK", at.PK).Range("SK", at.SK).Set("GSI1SK", due(now, k.id)).
		If("attribute_exists(PK) AND (attribute_not_exists('lease') OR 'lease' <= ?)", now.UnixMilli())
	err := outcome(u.Run(ctx))
	if _, held := IsRefused(err); held {
		return nil
	}
	return err
}
