package wire

import (
	"bytes"
	"crypto/sha256"
	"slices"
)

// Digest is the SHA-256 of a JSON value in which the order of members and white space don't matter: clients write maps in random order.
// b must be valid JSON.
func Digest(b []byte) [sha256.Size]byte {
	return sha256.Sum256(appendCanonical(make([]byte, 0, len(b)), Decode(b)))
}

type member struct{ key, value []byte }

// appendCanonical copies the next value of d with members in the order of their names.
func appendCanonical(dst []byte, d *Decoder) []byte {
	switch d.peek() {
	case '{':
		var few [16]member
		members := few[:0]
		d.Object(func(key []byte) { members = append(members, member{key, d.Raw()}) })
		slices.SortStableFunc(members, func(a, b member) int { return bytes.Compare(a.key, b.key) })
		dst = append(dst, '{')
		for _, m := range members {
			dst = AppendString(dst, string(m.key))
			dst = appendCanonical(append(dst, ':'), Decode(m.value))
		}
		return append(dst, '}')
	case '[':
		dst = append(dst, '[')
		d.Array(func() { dst = append(appendCanonical(dst, d), ',') })
		return append(dst, ']')
	}
	return append(dst, d.Raw()...)
}
