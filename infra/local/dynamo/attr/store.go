package attr

import (
	"encoding/binary"
	"maps"
	"slices"
)

// The storage form of an item: a version byte, the number of attributes, then name and value of each, names in order.
// Counts and lengths are unsigned varints; a value is its kind's byte and its content. Equal bytes mean equal items.
const storeVersion = 1

// AppendItem appends the storage form of an item no deeper than MaxDepth.
func AppendItem(dst []byte, it Item) []byte {
	return appendFields(append(dst, storeVersion), it)
}

func appendFields(dst []byte, it Item) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(it)))
	var few [32]string
	names := slices.AppendSeq(few[:0], maps.Keys(it))
	slices.Sort(names)
	for _, name := range names {
		dst = appendText(dst, name)
		dst = appendValue(dst, it[name])
	}
	return dst
}

func appendText(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

func appendValue(dst []byte, v Value) []byte {
	dst = append(dst, byte(v.kind))
	switch v.kind {
	case S, N, B:
		return appendText(dst, v.text)
	case Bool:
		if v.flag {
			return append(dst, 1)
		}
		return append(dst, 0)
	case M:
		return appendFields(dst, v.more.fields)
	case L:
		dst = binary.AppendUvarint(dst, uint64(len(v.more.list)))
		for _, m := range v.more.list {
			dst = appendValue(dst, m)
		}
	case SS, NS, BS:
		dst = binary.AppendUvarint(dst, uint64(len(v.more.list)))
		for _, m := range v.more.list {
			dst = appendText(dst, m.text)
		}
	}
	return dst
}

// ReadItem is the inverse of AppendItem. It keeps nothing of b, and refuses bytes that AppendItem did not make.
func ReadItem(b []byte) (Item, error) {
	r, err := open(b)
	if err != nil {
		return nil, err
	}
	it := r.fields(1)
	return it, r.close(len(b))
}

// reader takes values off the front of rest; after the first fault it is broken and gives zeros.
type reader struct {
	rest   string
	broken bool
}

func (r *reader) byte() byte {
	if r.rest == "" {
		r.broken = true
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

// count reads a number of things of which each takes at least one byte.
func (r *reader) count() int {
	n, shift := uint64(0), 0
	for {
		b := r.byte()
		n |= uint64(b&0x7F) << shift
		if b < 0x80 {
			break
		}
		if shift += 7; shift > 28 {
			r.broken = true
			return 0
		}
	}
	if n > uint64(len(r.rest)) {
		r.broken = true
		return 0
	}
	return int(n)
}

func (r *reader) text() string {
	n := r.count()
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *reader) fields(level int) Item {
	n := r.count()
	it := make(Item, n)
	for range n {
		if r.broken {
			return nil
		}
		name := r.text()
		it[name] = r.value(level)
	}
	r.broken = r.broken || len(it) != n
	return it
}

func (r *reader) value(level int) Value {
	v := Value{kind: Kind(r.byte())}
	if level > MaxDepth {
		r.broken = true
		return Value{}
	}
	switch v.kind {
	case S, B:
		v.text = r.text()
	case N:
		v.text = r.number()
	case Null:
	case Bool:
		v.flag = r.byte() == 1
	case M:
		v.more = &parts{fields: r.fields(level + 1)}
	case L:
		v.more = &parts{list: r.list(func() Value { return r.value(level + 1) })}
	case SS, BS:
		v.more = &parts{list: r.list(func() Value { return Value{kind: v.kind.Member(), text: r.text()} })}
	case NS:
		v.more = &parts{list: r.list(func() Value { return Value{kind: N, text: r.number()} })}
	default:
		r.broken = true
	}
	return v
}

func (r *reader) list(member func() Value) []Value {
	n := r.count()
	list := make([]Value, 0, n)
	for range n {
		if r.broken {
			return nil
		}
		list = append(list, member())
	}
	return list
}

func (r *reader) number() string {
	form := r.text()
	if r.broken || !validForm(form) {
		r.broken = true
		return decimal{}.encode()
	}
	return form
}
