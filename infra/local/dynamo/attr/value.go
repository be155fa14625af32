// Package attr holds DynamoDB attribute values: ten kinds, 38-digit decimal numbers, item sizes, and three
// forms of the same value: wire JSON, compact storage bytes and order-preserving key bytes.
package attr

import (
	"strings"
)

// Kind says which of DynamoDB's ten data types a value has. The zero Kind means "no value".
type Kind uint8

const (
	S Kind = iota + 1
	N
	B
	SS
	NS
	BS
	M
	L
	Null
	Bool
)

// MaxDepth is how deep a document may nest: the attribute itself is level 1, the members of its map or list level 2.
const MaxDepth = 32

var kindNames = [...]string{"", "S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"}

// String gives the name of the kind on the wire, such as "S" or "BOOL".
func (k Kind) String() string {
	if int(k) >= len(kindNames) {
		return ""
	}
	return kindNames[k]
}

// KindOf is the kind with this wire name, and false for any other text.
func KindOf(name string) (Kind, bool) {
	for k := S; k <= Bool; k++ {
		if kindNames[k] == name {
			return k, true
		}
	}
	return 0, false
}

// Set says whether k is SS, NS or BS.
func (k Kind) Set() bool { return k == SS || k == NS || k == BS }

// Member is the kind of the members of a set, and 0 for other kinds.
func (k Kind) Member() Kind {
	switch k {
	case SS:
		return S
	case NS:
		return N
	case BS:
		return B
	}
	return 0
}

// Value is one attribute value. It is small, copied freely and never changed after it was made; whoever takes a list
// or map out of it must not write to that either. The zero Value stands for "no value".
type Value struct {
	kind Kind
	flag bool   // Bool
	text string // S: the text; B: the bytes; N: the key form of number.go, in which equal numbers are equal bytes
	more *parts // L, M and sets
}

type parts struct {
	list   []Value
	fields Item
}

// Item is a set of named attribute values: a table's item, a key, or the inside of a map.
type Item = map[string]Value

// String makes a value of kind S.
func String(s string) Value { return Value{kind: S, text: s} }

// Binary makes a value of kind B from a copy of b.
func Binary(b []byte) Value { return Value{kind: B, text: string(b)} }

// Boolean makes a value of kind Bool.
func Boolean(b bool) Value { return Value{kind: Bool, flag: b} }

// Nothing makes the value of kind Null.
func Nothing() Value { return Value{kind: Null} }

// List makes a value of kind L that keeps members.
func List(members ...Value) Value { return Value{kind: L, more: &parts{list: members}} }

// Map makes a value of kind M that keeps fields.
func Map(fields Item) Value { return Value{kind: M, more: &parts{fields: fields}} }

// SetOf makes a set of the given kind that keeps members. They must be of the set's member kind; an empty set and
// equal members are refused with DynamoDB's texts.
func SetOf(kind Kind, members []Value) (Value, error) {
	for _, m := range members {
		if m.kind != kind.Member() {
			return Value{}, invalid("a set of kind " + kind.String() + " cannot hold a value of kind " + m.kind.String())
		}
	}
	v := Value{kind: kind, more: &parts{list: members}}
	if fault := v.checkSet(); fault != nil {
		return Value{}, fault
	}
	return v, nil
}

// Kind is the data type of v, 0 for the zero Value.
func (v Value) Kind() Kind { return v.kind }

// IsZero says that v is no value at all.
func (v Value) IsZero() bool { return v.kind == 0 }

// Text is the text of an S, the decimal digits of an N (no exponent, no superfluous zeros), the bytes of a B as they
// are; "" for other kinds.
func (v Value) Text() string {
	if v.kind == N {
		return decode(v.text).plain()
	}
	return v.text
}

// Bytes is a copy of the bytes of a B (or S); nil for other kinds.
func (v Value) Bytes() []byte {
	if v.kind != B && v.kind != S {
		return nil
	}
	return []byte(v.text)
}

// Bool is the truth of a Bool; false for other kinds.
func (v Value) Bool() bool { return v.flag }

// Members are those of a list or set, in order; nil for other kinds.
func (v Value) Members() []Value {
	if v.more == nil {
		return nil
	}
	return v.more.list
}

// Fields are those of a map; nil for other kinds.
func (v Value) Fields() Item {
	if v.more == nil {
		return nil
	}
	return v.more.fields
}

// Depth is how many levels of nesting v has: 1 for a scalar or set, one more than its deepest member for a list or map.
func (v Value) Depth() int {
	deepest := 0
	switch v.kind {
	case L:
		for _, m := range v.more.list {
			deepest = max(deepest, m.Depth())
		}
	case M:
		for _, m := range v.more.fields {
			deepest = max(deepest, m.Depth())
		}
	}
	return deepest + 1
}

// Equal compares by content: 1.0 equals 1, sets are compared without order, lists with it.
func Equal(a, b Value) bool {
	if a.kind != b.kind || a.flag != b.flag || a.text != b.text {
		return false
	}
	if a.more == nil || a.more == b.more {
		return true
	}
	switch {
	case a.kind == M:
		return EqualItems(a.more.fields, b.more.fields)
	case a.kind.Set():
		return equalSets(a.more.list, b.more.list)
	}
	if len(a.more.list) != len(b.more.list) {
		return false
	}
	for i, m := range a.more.list {
		if !Equal(m, b.more.list[i]) {
			return false
		}
	}
	return true
}

// EqualItems says whether both have the same names with equal values.
func EqualItems(a, b Item) bool {
	if len(a) != len(b) {
		return false
	}
	for name, v := range a {
		other, ok := b[name]
		if !ok || !Equal(v, other) {
			return false
		}
	}
	return true
}

// equalSets relies on members being distinct within each set.
func equalSets(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	in := make(map[string]bool, len(b))
	for _, m := range b {
		in[m.text] = true
	}
	for _, m := range a {
		if !in[m.text] {
			return false
		}
	}
	return true
}

// Has says whether the set or list v has a member equal to m.
func (v Value) Has(m Value) bool {
	for _, x := range v.Members() {
		if Equal(x, m) {
			return true
		}
	}
	return false
}

// Compare orders two values of the same kind S, N or B: texts and bytes by their bytes, numbers by size. Its second
// answer is false for other kinds and for different ones.
func Compare(a, b Value) (int, bool) {
	if a.kind != b.kind || a.kind != S && a.kind != N && a.kind != B {
		return 0, false
	}
	return strings.Compare(a.text, b.text), true
}
