package wire

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// Digest is the SHA-256 of a JSON value in which neither the order of members nor white space counts: clients write
// maps in random order. b must be valid JSON; texts with different escapes count as different.
func Digest(b []byte) [sha256.Size]byte {
	return sha256.Sum256(appendCanonical(make([]byte, 0, len(b)+len(b)/4), Decode(b)))
}

// span is where a member lies in the canonical form.
type span struct{ from, to int }

// appendCanonical copies the next value of d with the members of objects in order, each name after its length.
func appendCanonical(dst []byte, d *Decoder) []byte {
	switch d.peek() {
	case '{':
		dst = append(dst, '{')
		from := len(dst)
		var members []span
		d.Object(func(key []byte) {
			at := len(dst)
			dst = binary.AppendUvarint(dst, uint64(len(key)))
			dst = appendCanonical(append(dst, key...), d)
			members = append(members, span{at, len(dst)})
		})
		order(dst, from, members)
		return append(dst, '}')
	case '[':
		dst = append(dst, '[')
		d.Array(func() { dst = append(appendCanonical(dst, d), ',') })
		return append(dst, ']')
	}
	return append(dst, d.Raw()...)
}

// order puts the members that fill b from an index on in the order of their bytes.
func order(b []byte, from int, members []span) {
	compare := func(x, y span) int { return bytes.Compare(b[x.from:x.to], b[y.from:y.to]) }
	if slices.IsSortedFunc(members, compare) {
		return
	}
	slices.SortFunc(members, compare)
	sorted := make([]byte, 0, len(b)-from)
	for _, m := range members {
		sorted = append(sorted, b[m.from:m.to]...)
	}
	copy(b[from:], sorted)
}
