package dynamo

import (
	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

// writeInput reads and checks the parameters of PutItem, UpdateItem and DeleteItem. needs is the parameter that must be there.
func writeInput(in *request, needs string) (*input, error) {
	p, err := readInput(in)
	if err != nil {
		return nil, err
	}
	var c checks
	p.shape("", &c)
	if needs == "item" && p.Item == nil || needs == "key" && p.Key == nil {
		c.add("null", needs, "Member must not be null")
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	return p, in.bad
}

func (e *Engine) putItem(in *request, out *wire.Encoder) error {
	return e.writeOne(in, out, put, "item")
}

func (e *Engine) deleteItem(in *request, out *wire.Encoder) error {
	return e.writeOne(in, out, remove, "key")
}

func (e *Engine) updateItem(in *request, out *wire.Encoder) error {
	return e.writeOne(in, out, update, "key")
}

func (e *Engine) writeOne(in *request, out *wire.Encoder, kind actionKind, needs string) error {
	p, err := writeInput(in, needs)
	if err != nil {
		return err
	}
	returns := text(p.Returns)
	if kind != update && returns != "" && returns != "NONE" && returns != "ALL_OLD" {
		return invalid("ReturnValues can only be ALL_OLD or NONE")
	}
	if kind != update {
		p.Update = nil
	}
	a, err := newAction(kind, p)
	if err != nil {
		return err
	}
	c, err := e.carryOut(a)
	if err != nil {
		return err
	}
	out.Open()
	if shown := c.returned(returns); len(shown) > 0 {
		itemField(out, "Attributes", shown)
	}
	if wanted(p.Capacity) {
		sum := writeCost(c.table, c.old, c.next, c.oldSize, c.nextSize)
		sum.encode(p.Capacity, out)
	}
	if text(p.Metrics) == "SIZE" && c.table.hasLocal() {
		out.Key("ItemCollectionMetrics")
		collection(out, c.action)
	}
	out.Close()
	return nil
}

// returned is what ReturnValues asks for.
func (c *change) returned(returns string) attr.Item {
	switch returns {
	case "ALL_OLD":
		return c.old
	case "ALL_NEW":
		return c.next
	case "UPDATED_OLD":
		if c.update != nil && c.old != nil {
			return c.update.Pick(c.old)
		}
	case "UPDATED_NEW":
		if c.update != nil {
			return c.update.Pick(c.next)
		}
	}
	return nil
}

// collection writes the metrics of the items that share the hash key. Their size is only estimated, as in DynamoDB: there is
// no limit of 10 GB here.
func collection(out *wire.Encoder, a *action) {
	hash := a.table.Keys.Hash.Name
	out.Open()
	itemField(out, "ItemCollectionKey", attr.Item{hash: a.key[hash]})
	out.Key("SizeEstimateRangeGB")
	out.OpenArray()
	out.Float(0)
	out.Float(1)
	out.CloseArray()
	out.Close()
}

func itemField(out *wire.Encoder, name string, it attr.Item) {
	out.Key(name)
	out.B = attr.AppendItemJSON(out.B, it)
}

func wanted(level *string) bool { return text(level) == "TOTAL" || text(level) == "INDEXES" }

func (e *Engine) getItem(in *request, out *wire.Encoder) error {
	p, err := writeInput(in, "key")
	if err != nil {
		return err
	}
	g, err := newGet(p)
	if err != nil {
		return err
	}
	if err := g.bind(e); err != nil {
		return err
	}
	size := 0
	out.Open()
	err = e.store.View(func(tx *store.Tx) error {
		form, n, err := g.find(tx)
		if err != nil || form == nil {
			return err
		}
		size = n
		out.Key("Item")
		out.B, err = show(out.B, form, g.projection)
		return err
	})
	if err != nil {
		return err
	}
	sum := cost{table: g.table, base: readUnits(size, is(p.Consistent))}
	sum.encode(p.Capacity, out)
	out.Close()
	return nil
}

// get is one item to be read.
type get struct {
	name       string // of the table
	key        attr.Item
	projection *expr.Projection
	table      *table // as bind saw it
	place      []byte
}

// newGet judges the parameters of one read as far as that needs no table.
func newGet(p *input) (get, error) {
	g := get{name: *p.Table, key: p.Key}
	if err := p.dialect("ProjectionExpression"); err != nil || p.Projection == nil {
		return g, err
	}
	scope, err := p.scope()
	if err != nil {
		return g, err
	}
	projection, err := scope.Projection(*p.Projection)
	if err != nil {
		return g, err
	}
	g.projection = &projection
	return g, scope.Unused()
}

// bind judges the key against the table.
func (g *get) bind(e *Engine) (err error) {
	if g.table, err = e.table(g.name); err != nil {
		return err
	}
	if err := g.table.Keys.checkKey(g.key); err != nil {
		return err
	}
	g.place = g.table.Keys.place(g.key)
	return nil
}

// find returns the item's storage form, nil if there is none, and its size. The form is gone after the transaction.
func (g *get) find(tx *store.Tx) (form []byte, size int, err error) {
	items, ok := tx.Bucket(bucketOf(itemsBucket, g.table.ID))
	if !ok {
		return nil, 0, errNoTable
	}
	stored := items.Get(g.place)
	if stored == nil {
		return nil, 0, nil
	}
	form, size = cutSize(stored)
	return form, size, nil
}

// show appends the wire form of what the projection, if there is one, leaves of a stored item.
func show(dst, form []byte, projection *expr.Projection) ([]byte, error) {
	if projection == nil {
		return attr.AppendStoredJSON(dst, form)
	}
	it, err := attr.ReadItem(form)
	if err != nil {
		return dst, err
	}
	return attr.AppendItemJSON(dst, projection.Apply(it)), nil
}
