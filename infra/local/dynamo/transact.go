package dynamo

import (
	"errors"
	"fmt"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

// Limits of transactions.
const (
	maxActions     = 100
	maxTransaction = 4 << 20 // bytes of items
)

// transactInput is one member of TransactItems: exactly one action.
type transactInput struct {
	input
	kind    actionKind
	actions int // how many it names
}

// transaction is the parameters of TransactWriteItems and TransactGetItems.
type transaction struct {
	items             []*transactInput
	raw               []byte // TransactItems as sent
	given             bool
	token             *string
	capacity, metrics *string
}

func readTransaction(in *request) (*transaction, error) {
	t := new(transaction)
	err := in.fields(func(key []byte) {
		switch string(key) {
		case "TransactItems":
			start := in.Rest()
			t.given = in.Array(func() { t.items = append(t.items, readTransactInput(in)) })
			t.raw = in.Since(start)
		case "ClientRequestToken":
			t.token = in.Optional()
		case "ReturnConsumedCapacity":
			t.capacity = in.Optional()
		case "ReturnItemCollectionMetrics":
			t.metrics = in.Optional()
		default:
			in.Skip()
		}
	})
	return t, err
}

var transactKinds = map[string]actionKind{"Put": put, "Update": update, "Delete": remove, "ConditionCheck": check, "Get": check}

func readTransactInput(in *request) *transactInput {
	t := new(transactInput)
	in.Object(func(key []byte) {
		kind, ok := transactKinds[string(key)]
		if !ok {
			in.Skip()
			return
		}
		if in.Object(func(key []byte) { t.field(in, key) }) {
			t.kind = kind
			t.actions++
		}
	})
	return t
}

// shape checks what can be judged without tables.
func (t *transaction) shape(reading bool) error {
	var c checks
	switch n := len(t.items); {
	case !t.given:
		c.add("null", "transactItems", "Member must not be null")
	case n == 0:
		c.add("'[]'", "transactItems", "Member must have length greater than or equal to 1")
	case n > maxActions:
		c.add(quoted(string(t.raw)), "transactItems", fmt.Sprintf("Member must have length less than or equal to %d", maxActions))
	}
	c.oneOf("returnConsumedCapacity", t.capacity, capacityLevels...)
	c.oneOf("returnItemCollectionMetrics", t.metrics, metricsLevels...)
	if t.token != nil && (len(*t.token) < 1 || len(*t.token) > maxToken) {
		c.add(quoted(*t.token), "clientRequestToken", fmt.Sprintf("Member must have length between 1 and %d", maxToken))
	}
	for i, item := range t.items {
		if item.actions == 0 && !reading {
			return invalid("TransactItems can only contain one of Check, Put, Update or Delete")
		}
		if item.actions > 1 {
			return invalid("TransactItems can only contain one of Check, Put, Update or Delete")
		}
		path := fmt.Sprintf("transactItems.%d.member.%s.", i+1, [...]string{"put", "update", "delete", "conditionCheck"}[item.kind])
		if reading {
			path = fmt.Sprintf("transactItems.%d.member.get.", i+1)
		}
		item.needs(path, reading, &c)
	}
	return c.err()
}

// needs checks that an action has what it can't do without.
func (t *transactInput) needs(path string, reading bool, c *checks) {
	t.input.shape(path, c)
	switch {
	case t.kind == put:
		if t.Item == nil {
			c.add("null", path+"item", "Member must not be null")
		}
		return
	case t.Key == nil:
		c.add("null", path+"key", "Member must not be null")
	}
	if t.kind == update && t.Update == nil {
		c.add("null", path+"updateExpression", "Member must not be null")
	}
	if t.kind == check && !reading && t.Condition == nil {
		c.add("null", path+"conditionExpression", "Member must not be null")
	}
}

func (e *Engine) transactWriteItems(in *request, out *wire.Encoder) error {
	t, err := readTransaction(in)
	if err != nil {
		return err
	}
	if err := t.shape(false); err != nil {
		return err
	}
	if in.bad != nil {
		return in.bad
	}
	actions, err := t.newActions(e)
	if err != nil {
		return err
	}
	if in.fault == Conflict {
		verdict := newVerdict(len(actions))
		verdict.reasons[0] = conflictReason
		return cancel(verdict.reasons)
	}
	changes, repeated, err := e.carryOutAll(actions, t)
	if err != nil {
		return err
	}
	out.Open()
	if wanted(t.capacity) {
		transactCost(changes, repeated).encode(t.capacity, out)
	}
	if text(t.metrics) == "SIZE" {
		encodeMetrics(actions, out)
	}
	out.Close()
	return nil
}

// newActions judges all actions. A key or item that doesn't suit its table cancels the transaction with reasons, as a
// refused condition would.
func (t *transaction) newActions(e *Engine) ([]*action, error) {
	actions := make([]*action, len(t.items))
	for i, item := range t.items {
		var err error
		if actions[i], err = newAction(item.kind, &item.input); err != nil {
			return nil, err
		}
	}
	verdict := newVerdict(len(actions))
	seen := map[string]bool{}
	for i, a := range actions {
		if err := a.bind(e); err != nil {
			if err := verdict.note(i, err); err != nil {
				return nil, err
			}
			continue
		}
		where := a.table.Name + "\x00" + string(a.place)
		if seen[where] {
			return nil, errTwice
		}
		seen[where] = true
	}
	return actions, verdict.err()
}

var errTwice = invalid("Transaction request cannot include multiple operations on one item")

// verdict collects what the actions of a transaction come to.
type verdict struct {
	reasons []reason
	failed  bool
}

func newVerdict(n int) *verdict {
	v := &verdict{reasons: make([]reason, n)}
	for i := range v.reasons {
		v.reasons[i].code = "None"
	}
	return v
}

// note keeps the refusal of the ith action, or returns it if it is about more than that action.
func (v *verdict) note(i int, err error) error {
	f := asFault(err)
	if f.kind != checkFailed && f.kind != validation {
		return err
	}
	v.failed, v.reasons[i] = true, f.asReason()
	return nil
}

func (v *verdict) err() error {
	if v.failed {
		return cancel(v.reasons)
	}
	return nil
}

// carryOutAll looks at every action, then applies all or, if one is refused, none. repeated says that a request with the
// same token did it before.
func (e *Engine) carryOutAll(actions []*action, t *transaction) (changes []change, repeated bool, err error) {
	guard := e.newToken(t)
	err = e.commit(actions, func(tx *store.Tx) error {
		var err error
		if repeated, err = guard.seen(tx); err != nil {
			return err
		}
		if changes, err = e.lookAll(tx, actions); errors.Is(err, errStale) {
			return err
		}
		if repeated {
			return nil // what its conditions found then may have changed since
		}
		if err != nil {
			return err
		}
		if err := guard.keep(tx); err != nil {
			return err
		}
		return e.apply(tx, nil, changes...)
	})
	return changes, repeated, err
}

func (e *Engine) lookAll(tx *store.Tx, actions []*action) ([]change, error) {
	changes := make([]change, len(actions))
	verdict := newVerdict(len(actions))
	size := 0
	for i, a := range actions {
		c, err := a.look(e, tx)
		if err != nil {
			if err := verdict.note(i, err); err != nil {
				return nil, err
			}
		}
		changes[i] = c
		size += max(c.nextSize, attr.Size(a.key))
	}
	if size > maxTransaction {
		return nil, errLargeTransaction
	}
	return changes, verdict.err()
}

var errLargeTransaction = invalid("Transaction request size has exceeded the limit of %d bytes", maxTransaction)

// transactCost is twice what the writes would cost alone; a repeated request only reads.
func transactCost(changes []change, repeated bool) bill {
	sums := bill{}
	for i := range changes {
		c := &changes[i]
		if c.action == nil {
			continue
		}
		one := cost{table: c.table, base: readUnits(c.oldSize, true), double: true}
		if !repeated {
			one = writeCost(c.table, c.old, c.next, c.oldSize, c.nextSize)
			one.double = true
		}
		one.times(2)
		sums.add(one)
	}
	return sums
}

func (e *Engine) transactGetItems(in *request, out *wire.Encoder) error {
	t, err := readTransaction(in)
	if err != nil {
		return err
	}
	if err := t.shape(true); err != nil {
		return err
	}
	if in.bad != nil {
		return in.bad
	}
	if in.fault == Conflict {
		return cancel([]reason{conflictReason})
	}
	reads := make([]get, len(t.items))
	verdict := newVerdict(len(reads))
	seen := map[string]bool{}
	for i, item := range t.items {
		if reads[i], err = newGet(&item.input); err != nil {
			return err
		}
		if err := reads[i].bind(e); err != nil {
			if err := verdict.note(i, err); err != nil {
				return err
			}
			continue
		}
		where := reads[i].table.Name + "\x00" + string(reads[i].place)
		if seen[where] {
			return errTwice
		}
		seen[where] = true
	}
	if err := verdict.err(); err != nil {
		return err
	}
	sums := bill{}
	out.Open()
	out.Key("Responses")
	out.OpenArray()
	err = e.store.View(func(tx *store.Tx) error {
		total := 0
		for i := range reads {
			form, size, err := reads[i].find(tx)
			if err != nil {
				return err
			}
			out.Open()
			if form != nil {
				out.Key("Item")
				if out.B, err = show(out.B, form, reads[i].projection); err != nil {
					return err
				}
			}
			out.Close()
			total += size
			one := cost{table: reads[i].table, base: readUnits(size, true), double: true}
			one.times(2)
			sums.add(one)
		}
		if total > maxTransaction {
			return errLargeTransaction
		}
		return nil
	})
	if err != nil {
		return err
	}
	out.CloseArray()
	sums.encode(t.capacity, out)
	out.Close()
	return nil
}
