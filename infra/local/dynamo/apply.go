package dynamo

import (
	"encoding/binary"
	"math/rand/v2"
	"strconv"
	"strings"

	"stellwerk/infra/local/dynamo/attr"
	"stellwerk/infra/local/dynamo/store"
)

// apply writes changes with everything that hangs on them: index entries, expiry, counts and stream records. by is who
// did it in stream records; nil is the client.
func (e *Engine) apply(tx *store.Tx, by *principal, changes ...change) error {
	for i := range changes {
		if c := &changes[i]; !c.same {
			if err := c.write(tx); err != nil {
				return err
			}
		}
	}
	if e.faults.Shuffle {
		rand.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
	}
	for i := range changes {
		if c := &changes[i]; !c.same && c.table.Stream != nil {
			if err := e.record(tx, c, by); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *change) write(tx *store.Tx) error {
	items, ok := tx.Bucket(bucketOf(itemsBucket, c.table.ID))
	if !ok {
		return errNoTable
	}
	if c.next == nil {
		if err := items.Delete(c.place); err != nil {
			return err
		}
	} else if err := items.Put(c.place, c.stored); err != nil {
		return err
	}
	if err := count(tx, c.table.ID, c.old != nil, c.next != nil, c.oldSize, c.nextSize); err != nil {
		return err
	}
	for i := range c.table.Indexes {
		if err := c.writeEntry(tx, &c.table.Indexes[i]); err != nil {
			return err
		}
	}
	return c.writeExpiry(tx)
}

// writeEntry moves the item's entry in one index.
func (c *change) writeEntry(tx *store.Tx, ix *index) error {
	before, _ := ix.entry(c.old, c.place)
	after, cut := ix.entry(c.next, c.place)
	if before == nil && after == nil {
		return nil
	}
	if ix.Building || string(before) != string(after) {
		entries, err := tx.Make(bucketOf(indexBucket, ix.ID))
		if err != nil {
			return err
		}
		if ix.Building && before != nil && entries.Get(before) == nil {
			before = nil // the backfill has not come here yet
		}
		if before != nil {
			if err := entries.Delete(before); err != nil {
				return err
			}
		}
		if after != nil {
			if err := entries.Put(after, binary.AppendUvarint(nil, uint64(cut))); err != nil {
				return err
			}
		}
	}
	oldSize, nextSize := 0, 0
	if before != nil {
		oldSize = c.table.projectedSize(ix, c.old, c.oldSize)
	}
	if after != nil {
		nextSize = c.table.projectedSize(ix, c.next, c.nextSize)
	}
	return count(tx, ix.ID, before != nil, after != nil, oldSize, nextSize)
}

// projectedSize is the size of what the index carries of an item of size bytes.
func (t *table) projectedSize(ix *index, it attr.Item, size int) int {
	if ix.Projection == "ALL" {
		return size
	}
	return attr.Size(t.project(ix, it))
}

// writeExpiry moves the item's entry in the list of what expires when.
func (c *change) writeExpiry(tx *store.Tx) error {
	if c.table.TTL == "" {
		return nil
	}
	before, after := expiryEntry(c.table.TTL, c.old, c.place), expiryEntry(c.table.TTL, c.next, c.place)
	if string(before) == string(after) {
		return nil
	}
	b, err := tx.Make(bucketOf(expiryBucket, c.table.ID))
	if err != nil {
		return err
	}
	if before != nil {
		if err := b.Delete(before); err != nil {
			return err
		}
	}
	if after == nil {
		return nil
	}
	return b.Put(after, nil)
}

// expiryEntry is the time at which the item expires, in 8 bytes, then its place; nil if it never does.
func expiryEntry(name string, it attr.Item, place []byte) []byte {
	v := it[name]
	if v.Kind() != attr.N {
		return nil
	}
	whole, _, _ := strings.Cut(v.Text(), ".")
	at, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || at < 0 {
		return nil
	}
	return append(binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(place)), uint64(at)), place...)
}

// count keeps the number and total size of what a table or index holds.
func count(tx *store.Tx, id uint64, was, will bool, oldSize, nextSize int) error {
	items, size := 0, 0
	if was {
		items, size = items-1, size-oldSize
	}
	if will {
		items, size = items+1, size+nextSize
	}
	if items == 0 && size == 0 {
		return nil
	}
	b, _ := tx.Bucket(countsBucket)
	n, total := counted(b, id)
	value := binary.BigEndian.AppendUint64(nil, uint64(n+int64(items)))
	return b.Put(binary.BigEndian.AppendUint64(nil, id), binary.BigEndian.AppendUint64(value, uint64(total+int64(size))))
}

// counted reads what count keeps.
func counted(b store.Bucket, id uint64) (items, size int64) {
	v := b.Get(binary.BigEndian.AppendUint64(nil, id))
	if len(v) != 16 {
		return 0, 0
	}
	return int64(binary.BigEndian.Uint64(v)), int64(binary.BigEndian.Uint64(v[8:]))
}

func dropCount(tx *store.Tx, id uint64) error {
	b, _ := tx.Bucket(countsBucket)
	return b.Delete(binary.BigEndian.AppendUint64(nil, id))
}
