package dynamo

import (
	"encoding/binary"
	"fmt"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/expr"
	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

// maxPage is how many bytes of items one Query or Scan reads, counted before the filter.
const maxPage = 1 << 20

// page is one Query or Scan of a table or one of its indexes.
type page struct {
	table      *table
	index      *index // nil: the table itself
	span       store.Range
	hash       []byte // form of the hash key that is asked for; nil in a Scan
	backward   bool
	limit      int // items read; 0 is no limit
	segment    segment
	filter     *expr.Condition
	projection *expr.Projection
	whole      bool // all attributes, also those that a local index lacks
	counting   bool // only the number is wanted
}

// found is what a page came to.
type found struct {
	items   []byte // wire form, separated by commas
	count   int
	scanned int
	size    int       // bytes read
	fetched float64   // units for attributes that a local index lacks, without the halving
	last    attr.Item // where the next page begins; nil at the end
}

// read collects the page.
func (p *page) read(tx *store.Tx) (found, error) {
	f := found{}
	items, ok := tx.Bucket(bucketOf(itemsBucket, p.table.ID))
	if !ok {
		return f, errNoTable
	}
	source := items
	if p.index != nil {
		if source, ok = tx.Bucket(bucketOf(indexBucket, p.index.ID)); !ok {
			return f, nil // no entries yet
		}
	}
	var last []byte // storage form of the item read last
	full := false
	err := source.Walk(p.span, p.backward, func(key, value []byte) (bool, error) {
		place := key
		if p.index != nil {
			cut, _ := binary.Uvarint(value)
			if int(cut) >= len(key) {
				return false, fmt.Errorf("index %s: entry %x has no item", p.index.Name, key)
			}
			place = key[cut:]
			if value = items.Get(place); value == nil {
				return false, fmt.Errorf("index %s: entry %x points nowhere", p.index.Name, key)
			}
		}
		if !p.segment.has(p.table, place) {
			return true, nil
		}
		f.scanned++
		last = value
		if err := p.take(&f, value); err != nil {
			return false, err
		}
		full = f.scanned == p.limit || f.size >= maxPage
		return !full, nil
	})
	if err != nil || !full {
		return f, err
	}
	it, _, err := unpack(last)
	if err != nil {
		return f, err
	}
	f.last = p.table.Keys.keyOf(it)
	if p.index != nil {
		for _, k := range p.index.Keys.all() {
			f.last[k.Name] = it[k.Name]
		}
	}
	return f, nil
}

// take counts one item and adds it to the answer if the filter lets it through.
func (p *page) take(f *found, stored []byte) error {
	form, size := cutSize(stored)
	part := p.index != nil && p.index.Projection != "ALL" // the index shows a part only
	if !part && p.filter == nil {
		f.size += size
		return p.add(f, func(dst []byte) ([]byte, error) { return show(dst, form, p.projection) })
	}
	it, err := attr.ReadItem(form)
	if err != nil {
		return err
	}
	seen := it
	if part {
		seen = p.table.project(p.index, it)
		whole := size
		size = attr.Size(seen)
		if p.whole && p.index.Local {
			f.fetched += readUnits(whole, true)
			seen = it
		}
	}
	f.size += size
	if p.filter != nil {
		met, err := p.filter.Match(seen)
		if err != nil || !met {
			return err
		}
	}
	return p.add(f, func(dst []byte) ([]byte, error) {
		if p.projection != nil {
			seen = p.projection.Apply(seen)
		}
		return attr.AppendItemJSON(dst, seen), nil
	})
}

// add counts an item that belongs in the answer, and writes it if more than the number is wanted.
func (p *page) add(f *found, write func([]byte) ([]byte, error)) (err error) {
	f.count++
	if p.counting {
		return nil
	}
	if f.count > 1 {
		f.items = append(f.items, ',')
	}
	f.items, err = write(f.items)
	return err
}

// answer reads the page and writes it.
func (e *Engine) answer(p *page, in *input, out *wire.Encoder) error {
	var f found
	err := e.store.View(func(tx *store.Tx) (err error) {
		f, err = p.read(tx)
		return err
	})
	if err != nil {
		return err
	}
	out.Open()
	if !p.counting {
		out.Key("Items")
		out.OpenArray()
		out.B = append(out.B, f.items...)
		out.CloseArray()
	}
	out.IntField("Count", int64(f.count))
	out.IntField("ScannedCount", int64(f.scanned))
	if f.last != nil {
		itemField(out, "LastEvaluatedKey", f.last)
	}
	sum := cost{table: p.table}
	units := readUnits(f.size, is(in.Consistent))
	if p.index == nil {
		sum.base = units
	} else {
		sum.index(p.index.Name, units)
		if sum.base = f.fetched; !is(in.Consistent) {
			sum.base /= 2
		}
	}
	sum.encode(in.Capacity, out)
	out.Close()
	return nil
}
