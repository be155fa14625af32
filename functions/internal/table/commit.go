package table

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// maxEntry is how many bytes an entry may have: an item holds 400 KB, and some are the keys'.
const maxEntry = 390 << 10

// MaxActions is how many actions DynamoDB takes in one transaction.
const MaxActions = 100

// Step is one move of a tenant's head and all that goes with it.
type Step struct {
	From    Head         // where the head was read to be
	Entry   ledger.Entry // sealed on From; its Seq is From's + 1
	Epoch   string       // of a tenant that is founded by this; "" otherwise
	Records []Changed    // one for each change of the entry, in its order
	Effects []ledger.Effect
	Guard   Guard
	Also    []Write // what must become true together with the entry
}

// Changed is a record before and after a change.
type Changed struct {
	Before ledger.Record
	After  ledger.Entity // nil if it was deleted
}

// ErrMoved means that the head is not where it was read to be: read again, run again. Nothing was written.
var ErrMoved = errors.New("table: the head has moved")

// ErrAlso means that the head was where it should be, but a condition of what should be written beside did not hold. Nothing
// was written.
var ErrAlso = errors.New("table: a condition beside the entry failed")

// Head is where the step leaves the tenant.
func (s Step) Head() Head {
	to := Head{ledger.Head{Seq: s.Entry.Seq, Hash: s.Entry.Hash, Epoch: s.From.Epoch}, s.From.Members, s.From.Groups}
	if s.Epoch != "" {
		to.Epoch = s.Epoch
	}
	for _, c := range s.Records {
		by := ledger.Alive(c.After) - ledger.Alive(c.Before.Value)
		switch c.Before.Kind {
		case ledger.KindMember:
			to.Members += by
		case ledger.KindGroup:
			to.Groups += by
		}
	}
	return to
}

// Bytes is about how much of a transaction's size a step takes up.
func (s Step) Bytes() int {
	n := len(s.Entry.Encode())
	for _, c := range s.Records {
		if c.After != nil {
			n += len(ledger.EncodeEntity(c.After))
		}
	}
	return n
}

// Actions is how many actions a step is at most, beside the one that moves the head.
func (s Step) Actions() int {
	n := 2 + len(s.Records) + len(s.Effects) + len(s.Also)
	for _, c := range s.Records {
		before, after := ledger.UniquesOf(c.Before.Value), ledger.UniquesOf(c.After)
		if !slices.Equal(before, after) {
			n += len(before) + len(after)
		}
		if from, to := ledger.IndexesOf(c.Before.Value), ledger.IndexesOf(c.After); !slices.Equal(from, to) {
			n += len(from) + len(to)
		}
	}
	return n
}

// Commit writes the entries of steps that follow each other, with all they change, or nothing. Errors: ErrMoved, ErrAlso, ErrBusy,
// the fault ledger.entryTooLarge, and those of reaching the table, after which it is not known whether it was written: the guards
// tell. Cost: 2 WCU for each KB of the head, the entries, each record, unique value, index, effect and the guards; what several steps
// change is written once.
func (t *Table) Commit(ctx context.Context, tenant tenancy.Tenant, steps ...Step) error {
	writes, err := t.moves(ctx, tenant, steps)
	if err != nil {
		return err
	}
	own := len(writes)
	for _, s := range steps {
		writes = append(writes, s.Also...)
	}
	if len(writes) > MaxActions {
		return fault.New(fault.TooMany, "ledger.entryTooLarge")
	}
	return moved(t.Transact(ctx, writes...), own)
}

// Beside writes what a deed that changed nothing has beside it, if the head still is where it was read to be. Errors as of
// Commit.
func (t *Table) Beside(ctx context.Context, tenant tenancy.Tenant, at Head, writes []Write) error {
	return moved(t.Transact(ctx, append([]Write{t.holdHead(tenant, at)}, writes...)...), 1)
}

// moved tells which of a transaction's conditions failed. As every write of the tenant moves the head, a failure among the
// own writes means that the head has moved, or that the table was changed behind the ledger's back: the tries are bounded.
func moved(err error, own int) error {
	r, refused := IsRefused(err)
	switch {
	case !refused:
		return err
	case r.Index < own:
		return fmt.Errorf("%w: %w", ErrMoved, err)
	}
	return fmt.Errorf("%w: %w", ErrAlso, err)
}

// moves are the writes of steps. No item is written twice, as DynamoDB takes no such transaction: of what several steps change, the
// last holds.
func (t *Table) moves(ctx context.Context, tenant tenancy.Tenant, steps []Step) ([]Write, error) {
	var entries, effects []Write
	records, ends := ordered[key]{}, ordered[org.MemberID]{}
	for _, s := range steps {
		e := s.Entry
		earlier := make([]uint64, len(s.Records))
		for i, c := range s.Records {
			k, ok := recordKey(tenant, c.Before.Ref)
			if !ok {
				return nil, fmt.Errorf("change of %s %q: no such record can be", c.Before.Kind, c.Before.ID)
			}
			earlier[i] = c.Before.Seq
			records.set(k, t.put(newRecordItem(k, e.Seq, c.After), ""))
		}
		encoded := e.Encode()
		if len(encoded) > maxEntry {
			return nil, fault.New(fault.TooMany, "ledger.entryTooLarge")
		}
		entries = append(entries, t.putNew(entryItem{entryKey(tenant, e.Seq), string(encoded), earlier}), t.putGuard(tenant, e.Command, s.Guard, e.At))
		wanted := map[ledger.Effect]bool{}
		for i, effect := range s.Effects {
			switch {
			case wanted[effect]:
			case effect.What == ledger.EndAccess:
				ends.set(org.MemberID(effect.For), t.endAccess(tenant, org.MemberID(effect.For), e.At))
			default:
				effects = append(effects, t.tenantEffect(tenant, e, i, effect))
			}
			wanted[effect] = true
		}
	}
	uniques, err := t.uniques(ctx, tenant, steps)
	if err != nil {
		return nil, err
	}
	head := t.moveHead(tenant, steps[0].From, steps[len(steps)-1].Head())
	return slices.Concat([]Write{head}, entries, records.list, uniques, t.indexes(tenant, steps), ends.list, effects), nil
}

// ordered are writes by what they write, each in the place of the first.
type ordered[K comparable] struct {
	list []Write
	at   map[K]int
}

func (o *ordered[K]) set(k K, w Write) {
	if i, known := o.at[k]; known {
		o.list[i] = w
		return
	}
	if o.at == nil {
		o.at = map[K]int{}
	}
	o.at[k] = len(o.list)
	o.list = append(o.list, w)
}

type uniqueItem struct {
	key
	ID string `dynamo:"id"`
	known
}

// newUnique makes the item of a unique value that somebody holds. An address is found by the organisation it is known to.
func (t *Table) newUnique(ctx context.Context, tenant tenancy.Tenant, u ledger.Unique, holder string) (uniqueItem, error) {
	k, err := t.uniqueKey(ctx, tenant, u)
	if err != nil || u.What != ledger.UniqueEmail {
		return uniqueItem{key: k, ID: holder}, err
	}
	address, err := t.AddressKey(ctx, org.EmailKey(u.Value))
	if err != nil {
		return uniqueItem{}, err
	}
	return uniqueItem{k, holder, knownTo(address, tenant.ID())}, nil
}

// uniques takes and frees unique values, each on condition that it is held as the ledger says. A value that goes from one
// record to another is one write, and so is one that goes through several hands.
func (t *Table) uniques(ctx context.Context, tenant tenancy.Tenant, steps []Step) ([]Write, error) {
	type move struct{ from, to string }
	moves := map[ledger.Unique]move{}
	var order []ledger.Unique
	for _, s := range steps {
		for _, c := range s.Records {
			for _, u := range ledger.UniquesOf(c.Before.Value) {
				m, known := moves[u]
				if !known {
					order = append(order, u)
					m.from = c.Before.ID
				}
				m.to = ""
				moves[u] = m
			}
		}
		for _, c := range s.Records {
			for _, u := range ledger.UniquesOf(c.After) {
				m, known := moves[u]
				if !known {
					order = append(order, u)
				}
				if m.to != "" {
					return nil, fmt.Errorf("%s is to be held by %s and %s", u.What, m.to, c.Before.ID)
				}
				m.to = c.Before.ID
				moves[u] = m
			}
		}
	}
	var writes []Write
	for _, u := range order {
		m := moves[u]
		if m.from == m.to {
			continue
		}
		item, err := t.newUnique(ctx, tenant, u, m.to)
		if err != nil {
			return nil, err
		}
		switch {
		case m.from == "":
			writes = append(writes, t.putNew(item))
		case m.to == "":
			writes = append(writes, t.remove(item.key, "'id' = ?", m.from))
		default:
			writes = append(writes, t.put(item, "'id' = ?", m.from))
		}
	}
	return writes, nil
}
