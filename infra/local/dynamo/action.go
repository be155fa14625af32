package dynamo

import (
	"bytes"
	"encoding/binary"
	"errors"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
	"stellwerk/infra/local/dynamo/store"
)

type actionKind uint8

const (
	put actionKind = iota
	update
	remove
	check
)

// action is one write, or one check in a transaction, ready for the writer: everything that can be judged without
// the stored item is judged.
type action struct {
	kind      actionKind
	name      string // of the table
	table     *table // as bind saw it
	key       attr.Item
	place     []byte
	item      attr.Item // put
	stored    []byte    // put: the item's storage form
	condition *expr.Condition
	update    *expr.Update
	showOld   bool // a refused condition returns the item
}

// errStale says that the table's definition changed since the action was bound to it.
var errStale = errors.New("the table has changed")

// newAction judges the parameters of one action as far as that needs no table.
func newAction(kind actionKind, p *input) (*action, error) {
	takes := []string{"ConditionExpression"}
	if kind == update {
		takes = []string{"UpdateExpression", "ConditionExpression"}
	}
	if err := p.dialect(takes...); err != nil {
		return nil, err
	}
	a := &action{kind: kind, name: *p.Table, key: p.Key, item: p.Item, showOld: text(p.OnFailure) == "ALL_OLD"}
	if p.Condition == nil && p.Update == nil {
		return a, nil
	}
	scope, err := p.scope()
	if err != nil {
		return nil, err
	}
	if p.Update != nil {
		u, err := scope.Update(*p.Update)
		if err != nil {
			return nil, err
		}
		a.update = &u
	}
	if p.Condition != nil {
		c, err := scope.Condition("ConditionExpression", *p.Condition)
		if err != nil {
			return nil, err
		}
		a.condition = &c
	}
	return a, scope.Unused()
}

// bind judges the action against the table's present definition.
func (a *action) bind(e *Engine) error {
	t, err := e.table(a.name)
	if err != nil {
		return err
	}
	a.table = t
	if a.kind == put {
		return a.bindItem()
	}
	if err := t.Keys.checkKey(a.key); err != nil {
		return err
	}
	a.place = t.Keys.place(a.key)
	if a.update != nil {
		for _, name := range a.update.Paths() {
			if t.Keys.has(name) {
				return wrong("Cannot update attribute %s. This attribute is part of the key", name)
			}
		}
	}
	return nil
}

func (a *action) bindItem() error {
	if err := a.table.checkItem(a.item); err != nil {
		return err
	}
	if attr.Size(a.item) > maxItem {
		return invalid("Item size has exceeded the maximum allowed size")
	}
	a.key = a.table.Keys.keyOf(a.item)
	a.place = a.table.Keys.place(a.item)
	a.stored = pack(a.item)
	return nil
}

// pack is an item as the file has it: its size by DynamoDB's count, then its storage form.
func pack(it attr.Item) []byte {
	return attr.AppendItem(binary.AppendUvarint(make([]byte, 0, 256), uint64(attr.Size(it))), it)
}

// unpack reverses pack. The item keeps nothing of stored.
func unpack(stored []byte) (attr.Item, int, error) {
	form, size := cutSize(stored)
	it, err := attr.ReadItem(form)
	return it, size, err
}

// cutSize splits the size off the storage form.
func cutSize(stored []byte) (form []byte, size int) {
	n, used := binary.Uvarint(stored)
	return stored[max(used, 0):], int(n)
}

// change is what an action will do to an item: old is nil if there was none, next is nil if none will be.
type change struct {
	*action
	old, next         attr.Item
	oldSize, nextSize int
	stored            []byte // next's storage form
	same              bool   // nothing is to be written
}

// look reads the item and decides. It writes nothing.
func (a *action) look(e *Engine, tx *store.Tx) (change, error) {
	c := change{action: a}
	items, ok := tx.Bucket(bucketOf(itemsBucket, a.table.ID))
	if now, err := e.table(a.name); err != nil || now != a.table || !ok {
		return c, errStale
	}
	before := items.Get(a.place)
	if before != nil {
		var err error
		if c.old, c.oldSize, err = unpack(before); err != nil {
			return c, err
		}
	}
	if a.condition != nil {
		met, err := a.condition.Match(c.old)
		if err != nil {
			return c, err
		}
		if !met {
			f := refuse(checkFailed, "The conditional request failed")
			if a.showOld {
				f.item = c.old
			}
			return c, f
		}
	}
	switch a.kind {
	case check:
		c.next, c.nextSize, c.same = c.old, c.oldSize, true
		return c, nil
	case remove:
		c.same = before == nil
		return c, nil
	case put:
		c.next, c.stored = a.item, a.stored
	case update:
		if err := c.compute(); err != nil {
			return c, err
		}
	}
	_, c.nextSize = cutSize(c.stored)
	c.same = bytes.Equal(before, c.stored)
	return c, nil
}

// compute makes the updated item and judges it.
func (c *change) compute() error {
	base := c.old
	if base == nil {
		base = c.key
	}
	c.next = base
	if c.update != nil {
		apply := c.update.Apply
		if c.old == nil {
			apply = c.update.ApplyNew
		}
		next, err := apply(base)
		if err != nil {
			return err
		}
		c.next = next
	}
	if err := c.table.checkIndexed(c.next); err != nil {
		return err
	}
	if attr.Size(c.next) > maxItem {
		return invalid("Item size to update has exceeded the maximum allowed size")
	}
	c.stored = pack(c.next)
	return nil
}

// carryOut looks at one action and applies it, in one commit.
func (e *Engine) carryOut(a *action) (change, error) {
	var c change
	err := e.commit([]*action{a}, func(tx *store.Tx) error {
		var err error
		if c, err = a.look(e, tx); err != nil {
			return err
		}
		return e.apply(tx, nil, c)
	})
	return c, err
}

// commit binds the actions to their tables, where that was not done yet, and runs fn in the writer; again if a table
// changed in between.
func (e *Engine) commit(actions []*action, fn func(*store.Tx) error) error {
	for {
		for _, a := range actions {
			if a.table != nil {
				continue
			}
			if err := a.bind(e); err != nil {
				return err
			}
		}
		if err := e.store.Update(fn); !errors.Is(err, errStale) {
			return err
		}
		for _, a := range actions {
			a.table = nil
		}
	}
}
