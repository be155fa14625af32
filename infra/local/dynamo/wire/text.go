package wire

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

func (d *Decoder) skipString() {
	for d.i++; d.i < len(d.b); d.i++ {
		switch c := d.b[d.i]; {
		case c == '"':
			d.i++
			return
		case c == '\\':
			d.i++
		case c < ' ':
			d.broken()
			return
		}
	}
	d.broken()
}

// quoted takes the string at the current place. Without escapes it is a piece of the input.
func (d *Decoder) quoted() []byte {
	start := d.i + 1
	for i := start; i < len(d.b); i++ {
		switch c := d.b[i]; {
		case c == '"':
			d.i = i + 1
			return d.b[start:i]
		case c == '\\':
			d.skipString()
			if d.err != nil {
				return nil
			}
			text, ok := unescape(d.b[start : d.i-1])
			if !ok {
				d.broken()
			}
			return text
		case c < ' ':
			d.broken()
			return nil
		}
	}
	d.broken()
	return nil
}

// unescape resolves the escapes of a JSON string's inside.
func unescape(s []byte) ([]byte, bool) {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			out = append(out, s[i])
			continue
		}
		if i++; i == len(s) {
			return nil, false
		}
		switch s[i] {
		case '"', '\\', '/':
			out = append(out, s[i])
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, ok := hex4(s[i+1:])
			if !ok {
				return nil, false
			}
			i += 4
			if utf16.IsSurrogate(r) {
				low := rune(0)
				if len(s) > i+2 && s[i+1] == '\\' && s[i+2] == 'u' {
					low, _ = hex4(s[i+3:])
				}
				if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
					i += 6
				}
			}
			out = utf8.AppendRune(out, r)
		default:
			return nil, false
		}
	}
	return out, true
}

func hex4(s []byte) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s[:4]), 16, 16)
	return rune(n), err == nil
}
