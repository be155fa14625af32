package store

import (
	"bytes"

	"go.etcd.io/bbolt"
)

// fill is how full a page stays when it is split. Ledgers, streams and new ids grow at the end of their buckets, so little room
// is needed behind; measured with 50,000 items: 73 MB, with bbolt's own 0.5 it is 136 MB, at the same speed.
const fill = 0.9

// Tx is a consistent picture of the store; in Update it also takes writes.
type Tx struct {
	tx    *bbolt.Tx
	dirty bool // the current request has written
	wrote bool // any request has written
	after []func()
}

// Bucket returns the named bucket; ok is false where there is none.
func (t *Tx) Bucket(name []byte) (b Bucket, ok bool) {
	inner := t.tx.Bucket(name)
	if inner != nil {
		inner.FillPercent = fill
	}
	return Bucket{tx: t, b: inner}, inner != nil
}

// Make returns the named bucket and creates it if missing.
func (t *Tx) Make(name []byte) (Bucket, error) {
	if b, ok := t.Bucket(name); ok {
		return b, nil
	}
	t.touch()
	inner, err := t.tx.CreateBucket(name)
	if err != nil {
		return Bucket{}, err
	}
	inner.FillPercent = fill
	return Bucket{tx: t, b: inner}, nil
}

// Drop removes the named bucket with everything in it; a missing one is no error.
func (t *Tx) Drop(name []byte) error {
	if t.tx.Bucket(name) == nil {
		return nil
	}
	t.touch()
	return t.tx.DeleteBucket(name)
}

// Names calls fn with the name of each bucket that begins with prefix.
func (t *Tx) Names(prefix []byte, fn func(name []byte)) error {
	c := t.tx.Cursor()
	for name, _ := c.Seek(prefix); name != nil && bytes.HasPrefix(name, prefix); name, _ = c.Next() {
		fn(name)
	}
	return nil
}

// OnCommit calls fn in the writer after the commit, before anybody is answered.
func (t *Tx) OnCommit(fn func()) { t.after = append(t.after, fn) }

func (t *Tx) touch() { t.dirty, t.wrote = true, true }

// Bucket is an ordered set of keys with values. Bytes it returns are valid until the next write or the end of the
// transaction, and must not be changed.
type Bucket struct {
	tx *Tx
	b  *bbolt.Bucket
}

// Get returns the value of key; nil if there is none.
func (b Bucket) Get(key []byte) []byte { return b.b.Get(key) }

// Put stores value, which must not change until the commit.
func (b Bucket) Put(key, value []byte) error {
	b.tx.touch()
	return b.b.Put(key, value)
}

// Delete removes key; a missing one is no error.
func (b Bucket) Delete(key []byte) error {
	b.tx.touch()
	return b.b.Delete(key)
}

// Next raises the bucket's own counter by one and returns it; the first is 1.
func (b Bucket) Next() (uint64, error) {
	b.tx.touch()
	return b.b.NextSequence()
}

// Last is the bucket's counter as Next left it; 0 before the first.
func (b Bucket) Last() uint64 { return b.b.Sequence() }

// Range is a stretch of keys: from Low (included) to High (excluded). A nil High has no end.
type Range struct{ Low, High []byte }

// Prefix is the range of all keys that begin with p.
func Prefix(p []byte) Range { return Range{Low: p, High: After(p)} }

// After is the smallest key greater than all that begin with p; nil if there is none.
func After(p []byte) []byte {
	for i := len(p) - 1; i >= 0; i-- {
		if p[i] != 0xff {
			next := append([]byte(nil), p[:i+1]...)
			next[i]++
			return next
		}
	}
	return nil
}

// Walk goes through the keys of r in order, or from the end if backward. It stops at the first false or error.
// fn must not write to the bucket.
func (b Bucket) Walk(r Range, backward bool, fn func(key, value []byte) (bool, error)) error {
	c := b.b.Cursor()
	step := c.Next
	var k, v []byte
	if backward {
		step = c.Prev
		k, v = before(c, r.High)
	} else {
		k, v = c.Seek(r.Low)
	}
	for ; k != nil; k, v = step() {
		if backward && bytes.Compare(k, r.Low) < 0 || !backward && r.High != nil && bytes.Compare(k, r.High) >= 0 {
			return nil
		}
		if more, err := fn(k, v); err != nil || !more {
			return err
		}
	}
	return nil
}

// before moves to the last key less than high.
func before(c *bbolt.Cursor, high []byte) (k, v []byte) {
	if high == nil {
		return c.Last()
	}
	if k, _ := c.Seek(high); k == nil {
		return c.Last()
	}
	return c.Prev()
}
