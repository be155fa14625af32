package wire

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// Encoder writes one JSON text. Commas are put where they belong by looking at what was written last.
type Encoder struct{ B []byte }

// comma separates a value from the one before it.
func (e *Encoder) comma() {
	if n := len(e.B); n > 0 {
		switch e.B[n-1] {
		case '{', '[', ':':
		default:
			e.B = append(e.B, ',')
		}
	}
}

// Open begins an object; Close ends it.
func (e *Encoder) Open() {
	e.comma()
	e.B = append(e.B, '{')
}

// Close ends the object.
func (e *Encoder) Close() { e.B = append(e.B, '}') }

// OpenArray begins an array; CloseArray ends it.
func (e *Encoder) OpenArray() {
	e.comma()
	e.B = append(e.B, '[')
}

// CloseArray ends the array.
func (e *Encoder) CloseArray() { e.B = append(e.B, ']') }

// Key writes a member's name; its value must follow.
func (e *Encoder) Key(name string) {
	e.comma()
	e.B = AppendString(e.B, name)
	e.B = append(e.B, ':')
}

// Text writes a string.
func (e *Encoder) Text(s string) {
	e.comma()
	e.B = AppendString(e.B, s)
}

// Int writes a whole number.
func (e *Encoder) Int(n int64) {
	e.comma()
	e.B = strconv.AppendInt(e.B, n, 10)
}

// Float writes a number in its shortest form; whole ones keep a ".0" as DynamoDB writes them.
func (e *Encoder) Float(f float64) {
	e.comma()
	e.B = strconv.AppendFloat(e.B, f, 'f', -1, 64)
	if f == math.Trunc(f) {
		e.B = append(e.B, ".0"...)
	}
}

// Bool writes a boolean.
func (e *Encoder) Bool(v bool) {
	e.comma()
	e.B = strconv.AppendBool(e.B, v)
}

// Raw writes JSON that is already made.
func (e *Encoder) Raw(json []byte) {
	e.comma()
	e.B = append(e.B, json...)
}

// TextField, IntField and the others write a member at once.
func (e *Encoder) TextField(name, s string) { e.Key(name); e.Text(s) }

// IntField writes a member that is a whole number.
func (e *Encoder) IntField(name string, n int64) { e.Key(name); e.Int(n) }

// FloatField writes a member that is a number.
func (e *Encoder) FloatField(name string, f float64) { e.Key(name); e.Float(f) }

// BoolField writes a member that is a boolean.
func (e *Encoder) BoolField(name string, v bool) { e.Key(name); e.Bool(v) }

const hexDigits = "0123456789abcdef"

// AppendString appends s as a JSON string. Invalid UTF-8 becomes U+FFFD.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			dst = append(append(dst, s[from:i]...), '\\')
			switch c {
			case '"', '\\':
				dst = append(dst, c)
			case '\n':
				dst = append(dst, 'n')
			case '\r':
				dst = append(dst, 'r')
			case '\t':
				dst = append(dst, 't')
			default:
				dst = append(dst, 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			from = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			dst = append(append(dst, s[from:i]...), "\ufffd"...)
			from = i + 1
		}
		i += n
	}
	return append(append(dst, s[from:]...), '"')
}
