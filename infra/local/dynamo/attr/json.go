package attr

import (
	"encoding/base64"
	"unicode/utf8"
)

// MarshalJSON gives the wire form, such as {"S":"text"} or {"NS":["1","2"]}.
func (v Value) MarshalJSON() ([]byte, error) { return AppendJSON(nil, v), nil }

// AppendItemJSON appends the wire form of an item: an object of names and values, in no particular order.
func AppendItemJSON(dst []byte, it Item) []byte {
	dst = append(dst, '{')
	first := true
	for name, v := range it {
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(appendQuoted(dst, name), ':')
		dst = AppendJSON(dst, v)
	}
	return append(dst, '}')
}

// AppendJSON appends the wire form of v, and null for the zero Value.
func AppendJSON(dst []byte, v Value) []byte {
	if v.kind == 0 {
		return append(dst, "null"...)
	}
	dst = append(dst, `{"`...)
	dst = append(dst, v.kind.String()...)
	dst = append(dst, `":`...)
	switch v.kind {
	case Null:
		dst = append(dst, "true"...)
	case Bool:
		if v.flag {
			dst = append(dst, "true"...)
		} else {
			dst = append(dst, "false"...)
		}
	case M:
		dst = AppendItemJSON(dst, v.more.fields)
	case L, SS, NS, BS:
		dst = append(dst, '[')
		for i, m := range v.more.list {
			if i > 0 {
				dst = append(dst, ',')
			}
			if v.kind == L {
				dst = AppendJSON(dst, m)
			} else {
				dst = appendScalar(dst, m)
			}
		}
		dst = append(dst, ']')
	default:
		dst = appendScalar(dst, v)
	}
	return append(dst, '}')
}

func appendScalar(dst []byte, v Value) []byte {
	switch v.kind {
	case S:
		return appendQuoted(dst, v.text)
	case B:
		dst = append(dst, '"')
		dst = base64.StdEncoding.AppendEncode(dst, []byte(v.text))
		return append(dst, '"')
	}
	dst = append(dst, '"')
	dst = append(dst, decode(v.text).plain()...)
	return append(dst, '"')
}

// appendQuoted writes a JSON string; bytes that are no UTF-8 become the replacement character.
func appendQuoted(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < 0x20:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c < utf8.RuneSelf:
			dst = append(dst, c)
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
			continue
		}
		i++
	}
	return append(dst, '"')
}
