package table

import (
	"time"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// EffectID is the id of an effect: derived from what caused it, so that causing it again makes the same one.
type EffectID string

// effectItem is an effect that waits to be carried out. Seq is the entry that wanted it, 0 for effects of accounts.
type effectItem struct {
	key
	What string    `dynamo:"what"`
	For  string    `dynamo:"for"`
	Seq  uint64    `dynamo:"seq"`
	At   time.Time `dynamo:"at"`
}

// tenantEffect stores the n-th effect of an entry.
func (t *Table) tenantEffect(tenant tenancy.Tenant, e ledger.Entry, n int, effect ledger.Effect) Write {
	id := org.DeriveID[EffectID](e.Command, uint64(n))
	return t.put(effectItem{tenantEffectKey(tenant, id), effect.What, effect.For, e.Seq, e.At}, "")
}

// AccountEffect stores an effect of an account, what happens outside for whom; id makes it one however often it is stored.
func (t *Table) AccountEffect(id EffectID, effect ledger.Effect) Write {
	return t.put(effectItem{accountEffectKey(id), effect.What, effect.For, 0, t.now().UTC()}, "")
}
