package dynamo

import (
	"strconv"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

// Limits of batches.
const (
	maxBatchGets   = 100
	maxBatchWrites = 25
	maxBatchAnswer = 16 << 20 // bytes of items in one BatchGetItem
)

// batchGet is what BatchGetItem asks of one table.
type batchGet struct {
	input
	keys []attr.Item
}

func (e *Engine) batchGetItem(in *request, out *wire.Encoder) error {
	var tables []*batchGet
	var level *string
	given := false
	err := in.fields(func(key []byte) {
		switch string(key) {
		case "RequestItems":
			given = in.Object(func(name []byte) { tables = append(tables, readBatchGet(in, string(name))) })
		case "ReturnConsumedCapacity":
			level = in.Optional()
		default:
			in.Skip()
		}
	})
	if err != nil {
		return err
	}
	if err := checkBatchGet(tables, level, given); err != nil {
		return err
	}
	if in.bad != nil {
		return in.bad
	}
	var reads []get
	for _, t := range tables {
		some, err := e.newGets(t)
		if err != nil {
			return err
		}
		reads = append(reads, some...)
	}
	return e.readBatch(tables, reads, in.fault, level, out)
}

func readBatchGet(in *request, name string) *batchGet {
	b := &batchGet{}
	b.Table = &name
	in.Object(func(key []byte) {
		if string(key) != "Keys" {
			b.field(in, key)
			return
		}
		b.keys = []attr.Item{}
		in.Array(func() { b.keys = append(b.keys, in.item()) })
	})
	b.Table = &name
	return b
}

func checkBatchGet(tables []*batchGet, level *string, given bool) error {
	if given && len(tables) == 0 {
		return invalid("The requestItems parameter is required for BatchGetItem")
	}
	var c checks
	if !given {
		c.add("null", "requestItems", "Member must not be null")
	}
	c.oneOf("returnConsumedCapacity", level, capacityLevels...)
	total := 0
	for _, t := range tables {
		path := "RequestItems." + *t.Table + ".member.Keys"
		switch {
		case t.keys == nil:
			c.add("null", "requestItems."+*t.Table+".member.keys", "Member must not be null")
		case len(t.keys) == 0:
			c.add("'[]'", "requestItems."+*t.Table+".member.keys", "Member must have length greater than or equal to 1")
		case len(t.keys) > maxBatchGets:
			c = append(c, "Value at '"+path+"' failed to satisfy constraint: Member must have length less than or equal to "+
				strconv.Itoa(maxBatchGets))
		}
		total += len(t.keys)
	}
	if err := c.err(); err != nil {
		return err
	}
	if total > maxBatchGets {
		return invalid("Too many items requested for the BatchGetItem call")
	}
	return nil
}

// newGets judges the keys for one table: a key twice is refused.
func (e *Engine) newGets(b *batchGet) ([]get, error) {
	var c checks
	c.name("tableName", b.Table, 1)
	if err := c.err(); err != nil {
		return nil, err
	}
	first, err := newGet(&b.input)
	if err != nil {
		return nil, err
	}
	reads := make([]get, len(b.keys))
	seen := map[string]bool{}
	for i, key := range b.keys {
		reads[i] = first
		reads[i].key = key
		if err := reads[i].bind(e); err != nil {
			return nil, err
		}
		place := string(reads[i].place)
		if seen[place] {
			return nil, invalid("Provided list of item keys contains duplicates")
		}
		seen[place] = true
	}
	return reads, nil
}

// readBatch reads in one picture of the store until the answer is full; what is left comes back as unprocessed.
func (e *Engine) readBatch(tables []*batchGet, reads []get, fault Fault, level *string, out *wire.Encoder) error {
	allowed := len(reads)
	if fault == Partial {
		allowed = (allowed + 1) / 2
	}
	sums := bill{}
	left := make([]int, len(tables)) // index of the first key not read
	out.Open()
	out.Key("Responses")
	out.Open()
	err := e.store.View(func(tx *store.Tx) error {
		size, n := 0, 0
		for i, t := range tables {
			out.Key(*t.Table)
			out.OpenArray()
			for left[i] < len(t.keys) && n < allowed && size < maxBatchAnswer {
				g := reads[n]
				n++
				left[i]++
				form, bytes, err := g.find(tx)
				if err != nil {
					return err
				}
				if size += bytes; size > maxBatchAnswer {
					left[i]--
					break
				}
				sums.add(cost{table: g.table, base: readUnits(bytes, is(t.Consistent))})
				if form == nil {
					continue
				}
				out.B = appendComma(out.B)
				if out.B, err = show(out.B, form, g.projection); err != nil {
					return err
				}
			}
			n += len(t.keys) - left[i]
			out.CloseArray()
		}
		return nil
	})
	if err != nil {
		return err
	}
	out.Close()
	out.Key("UnprocessedKeys")
	out.Open()
	for i, t := range tables {
		if left[i] < len(t.keys) {
			t.encodeFrom(left[i], out)
		}
	}
	out.Close()
	sums.encode(level, out)
	out.Close()
	return nil
}

// appendComma separates a value from the one before it in an array.
func appendComma(b []byte) []byte {
	if b[len(b)-1] == '[' {
		return b
	}
	return append(b, ',')
}

// encodeFrom writes the request for the keys from the nth on, to be sent again as it is.
func (b *batchGet) encodeFrom(n int, out *wire.Encoder) {
	out.Key(*b.Table)
	out.Open()
	out.Key("Keys")
	out.OpenArray()
	for _, key := range b.keys[n:] {
		out.B = appendComma(out.B)
		out.B = attr.AppendItemJSON(out.B, key)
	}
	out.CloseArray()
	if b.Consistent != nil {
		out.BoolField("ConsistentRead", *b.Consistent)
	}
	if b.Projection != nil {
		out.TextField("ProjectionExpression", *b.Projection)
	}
	if b.Names != nil {
		out.Key("ExpressionAttributeNames")
		out.Open()
		for name, value := range b.Names {
			out.TextField(name, value)
		}
		out.Close()
	}
	out.Close()
}
