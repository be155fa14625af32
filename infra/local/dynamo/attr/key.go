package attr

import (
	"bytes"
	"strings"
)

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

// CutKey splits b after the key form of a value of this kind, S, N or B, with which it begins; false if it does not.
func CutKey(b []byte, kind Kind) (first, rest []byte, ok bool) {
	n := 0
	if kind == N {
		n = cutNumber(b)
	} else {
		n = cutText(b)
	}
	return b[:n], b[n:], n > 0
}

func cutNumber(b []byte) int {
	switch {
	case len(b) > 0 && b[0] == signZero:
		return 1
	case len(b) < 4 || b[0] > signPositive:
		return 0
	}
	end := byte(0)
	if b[0] == signNegative {
		end = ^end
	}
	const pairs = 2 // behind sign and exponent
	i := bytes.IndexByte(b[pairs:], end)
	if i < 0 {
		return 0
	}
	return pairs + i + 1
}

func cutText(b []byte) int {
	for from := 0; ; {
		i := bytes.IndexByte(b[from:], keyEscape)
		if i < 0 || from+i+1 >= len(b) {
			return 0
		}
		from += i + 2
		if b[from-1] == keyEnd {
			return from
		}
	}
}
