package dynamo

import (
	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

// batchWrite is one PutRequest or DeleteRequest; both set or none is an error of the caller's.
type batchWrite struct {
	table     string
	item, key attr.Item
}

func (e *Engine) batchWriteItem(in *request, out *wire.Encoder) error {
	var writes []batchWrite
	var p input
	var c checks
	given, tables := false, 0
	err := in.fields(func(key []byte) {
		if string(key) != "RequestItems" {
			p.field(in, key)
			return
		}
		given = in.Object(func(name []byte) {
			tables++
			table := string(name)
			c.name("tableName", &table, 1)
			start := in.Rest()
			before := len(writes)
			in.Array(func() { writes = append(writes, readBatchWrite(in, table)) })
			if n := len(writes) - before; n == 0 || n > maxBatchWrites {
				c.add("'{"+table+"="+string(in.Since(start))+"}'", "requestItems", "Map value must satisfy constraint: "+
					"[Member must have length less than or equal to 25, Member must have length greater than or equal to 1]")
			}
		})
	})
	if err != nil {
		return err
	}
	if given && tables == 0 {
		return invalid("The requestItems parameter is required for BatchWriteItem")
	}
	if !given {
		c.add("null", "requestItems", "Member must not be null")
	}
	c.oneOf("returnConsumedCapacity", p.Capacity, capacityLevels...)
	c.oneOf("returnItemCollectionMetrics", p.Metrics, metricsLevels...)
	if err := c.err(); err != nil {
		return err
	}
	if in.bad != nil {
		return in.bad
	}
	if len(writes) > maxBatchWrites {
		return invalid("Too many items requested for the BatchWriteItem call")
	}
	actions, err := e.batchActions(writes)
	if err != nil {
		return err
	}
	return e.writeBatch(writes, actions, in.fault, &p, out)
}

func readBatchWrite(in *request, table string) batchWrite {
	w := batchWrite{table: table}
	in.Object(func(key []byte) {
		switch string(key) {
		case "PutRequest":
			in.Object(func(key []byte) {
				if string(key) == "Item" {
					w.item = in.item()
				} else {
					in.Skip()
				}
			})
		case "DeleteRequest":
			in.Object(func(key []byte) {
				if string(key) == "Key" {
					w.key = in.item()
				} else {
					in.Skip()
				}
			})
		default:
			in.Skip()
		}
	})
	return w
}

// batchActions judges all writes: an item twice is refused.
func (e *Engine) batchActions(writes []batchWrite) ([]*action, error) {
	var actions []*action
	seen := map[string]bool{}
	for _, w := range writes {
		a := &action{kind: put, name: w.table, item: w.item, key: w.key}
		switch {
		case w.item != nil && w.key != nil:
			return nil, invalid("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")
		case w.key != nil:
			a.kind = remove
		case w.item == nil:
			return nil, invalid("Supplied WriteRequest is empty, must contain exactly one of PutRequest and DeleteRequest")
		}
		if err := a.bind(e); err != nil {
			return nil, err
		}
		where := a.table.Name + "\x00" + string(a.place)
		if seen[where] {
			return nil, invalid("Provided list of item keys contains duplicates")
		}
		seen[where] = true
		actions = append(actions, a)
	}
	return actions, nil
}

// writeBatch applies all writes in one commit. DynamoDB promises less: it may do a part.
func (e *Engine) writeBatch(writes []batchWrite, actions []*action, fault Fault, p *input, out *wire.Encoder) error {
	allowed := len(actions)
	if fault == Partial {
		allowed = (allowed + 1) / 2
	}
	var changes []change
	err := e.commit(actions[:allowed], func(tx *store.Tx) error {
		changes = changes[:0]
		for _, a := range actions[:allowed] {
			c, err := a.look(e, tx)
			if err != nil {
				return err
			}
			changes = append(changes, c)
		}
		return e.apply(tx, nil, changes...)
	})
	if err != nil {
		return err
	}
	out.Open()
	encodeUnprocessed(writes[allowed:], out)
	if text(p.Metrics) == "SIZE" {
		encodeMetrics(actions[:allowed], out)
	}
	if wanted(p.Capacity) {
		sums := bill{}
		for i := range changes {
			c := &changes[i]
			sums.add(writeCost(c.table, c.old, c.next, c.oldSize, c.nextSize))
		}
		sums.encode(p.Capacity, out)
	}
	out.Close()
	return nil
}

func encodeUnprocessed(writes []batchWrite, out *wire.Encoder) {
	out.Key("UnprocessedItems")
	out.Open()
	for i, w := range writes {
		if i == 0 || writes[i-1].table != w.table {
			out.Key(w.table)
			out.OpenArray()
		}
		out.Open()
		if w.item != nil {
			out.Key("PutRequest")
			out.Open()
			itemField(out, "Item", w.item)
		} else {
			out.Key("DeleteRequest")
			out.Open()
			itemField(out, "Key", w.key)
		}
		out.Close()
		out.Close()
		if i == len(writes)-1 || writes[i+1].table != w.table {
			out.CloseArray()
		}
	}
	out.Close()
}

// encodeMetrics writes the item collections that the actions touched, by table.
func encodeMetrics(actions []*action, out *wire.Encoder) {
	byTable := map[string][]*action{}
	var names []string
	seen := map[string]bool{}
	for _, a := range actions {
		hash := a.table.Name + "\x00" + string(attr.AppendKey(nil, a.key[a.table.Keys.Hash.Name]))
		if !a.table.hasLocal() || seen[hash] {
			continue
		}
		seen[hash] = true
		if byTable[a.table.Name] == nil {
			names = append(names, a.table.Name)
		}
		byTable[a.table.Name] = append(byTable[a.table.Name], a)
	}
	if len(names) == 0 {
		return
	}
	out.Key("ItemCollectionMetrics")
	out.Open()
	for _, name := range names {
		out.Key(name)
		out.OpenArray()
		for _, a := range byTable[name] {
			collection(out, a)
		}
		out.CloseArray()
	}
	out.Close()
}
