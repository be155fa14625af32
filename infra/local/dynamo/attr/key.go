package attr

import "strings"

// Texts and bytes in a key: a zero byte is written as 00 FF and the end as 00 01, so that a shorter text sorts before
// every longer one that begins with it, and so that what follows in the key never matters.
const (
	keyEscape = 0x00
	keyZero   = 0xFF
	keyEnd    = 0x01
)

// AppendKey appends the key form of an S, N or B: bytes that sort as the values do and are never the beginning of
// another value's bytes, so forms can be joined and scanned by range. Other kinds append nothing.
func AppendKey(dst []byte, v Value) []byte {
	switch v.kind {
	case N:
		return append(dst, v.text...)
	case S, B:
		return append(AppendKeyPrefix(dst, v), keyEscape, keyEnd)
	}
	return dst
}

// AppendKeyPrefix appends the bytes with which the key form of every text (or bytes) beginning with v begins.
func AppendKeyPrefix(dst []byte, v Value) []byte {
	text := v.text
	for {
		i := strings.IndexByte(text, 0)
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		dst = append(dst, keyEscape, keyZero)
		text = text[i+1:]
	}
}
