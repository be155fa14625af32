// Package wire reads and writes the JSON of the protocol without reflection. Keys are matched exactly, as DynamoDB does.
package wire

import "strconv"

// Error says why a body can't be read. Message is empty where the text is no JSON at all, as DynamoDB has it.
type Error struct{ Message string }

func (e *Error) Error() string {
	if e.Message == "" {
		return "the body is not valid JSON"
	}
	return e.Message
}

// Decoder reads one JSON text from front to back. The first mistake sticks: every later call does nothing and returns
// zero values, so callers ask Err once at the end.
type Decoder struct {
	b   []byte
	i   int
	err error
}

// Decode starts reading b, which must stay unchanged while the Decoder is in use.
func Decode(b []byte) *Decoder { return &Decoder{b: b} }

// Err returns the first mistake.
func (d *Decoder) Err() error { return d.err }

// Fail makes err the mistake if there was none before.
func (d *Decoder) Fail(err error) {
	if d.err == nil {
		d.err = err
	}
	d.i = len(d.b)
}

func (d *Decoder) broken() { d.Fail(&Error{}) }

func (d *Decoder) mismatch(text string) { d.Fail(&Error{Message: text}) }

// End checks that nothing but white space is left.
func (d *Decoder) End() error {
	if d.err == nil && d.peek() != 0 {
		d.broken()
	}
	return d.err
}

// peek skips white space and returns the next byte without taking it; 0 at the end.
func (d *Decoder) peek() byte {
	for ; d.i < len(d.b); d.i++ {
		switch c := d.b[d.i]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// Null takes a null and says whether there was one.
func (d *Decoder) Null() bool {
	return d.peek() == 'n' && d.word("null")
}

func (d *Decoder) word(w string) bool {
	if len(d.b)-d.i >= len(w) && string(d.b[d.i:d.i+len(w)]) == w {
		d.i += len(w)
		return true
	}
	d.broken()
	return false
}

// Object calls field for each member; field must take the value. A null counts as no member at all. It says whether there was
// an object.
func (d *Decoder) Object(field func(key []byte)) bool {
	if d.err != nil || d.Null() {
		return false
	}
	if d.peek() != '{' {
		d.notA("java.util.Map", "Unexpected field type")
		return false
	}
	d.i++
	if d.peek() == '}' {
		d.i++
		return true
	}
	for d.err == nil {
		if d.peek() != '"' {
			d.broken()
			break
		}
		key := d.quoted()
		if d.peek() != ':' {
			d.broken()
			break
		}
		d.i++
		if d.err == nil {
			field(key)
		}
		if !d.more('}') {
			break
		}
	}
	return true
}

// Array calls element before each element, which it must take. A null counts as absent. It says whether there was an array.
func (d *Decoder) Array(element func()) bool {
	if d.err != nil || d.Null() {
		return false
	}
	if d.peek() != '[' {
		if d.peek() == '{' {
			d.mismatch("Start of structure or map found where not expected")
		} else {
			d.notA("java.util.List", "Unexpected field type")
		}
		return false
	}
	d.i++
	if d.peek() == ']' {
		d.i++
		return true
	}
	for d.err == nil {
		element()
		if !d.more(']') {
			break
		}
	}
	return true
}

// more takes the comma or the end of a collection.
func (d *Decoder) more(end byte) bool {
	if d.err != nil {
		return false
	}
	switch d.peek() {
	case ',':
		d.i++
		return true
	case end:
		d.i++
	default:
		d.broken()
	}
	return false
}

// notA reports a value of another type than the one wanted, in DynamoDB's words.
func (d *Decoder) notA(class, scalar string) {
	switch c := d.peek(); {
	case c == '{':
		d.mismatch("Start of structure or map found where not expected")
	case c == '[':
		d.mismatch("Unrecognized collection type class " + class)
	case scalar != "" && c != 0:
		d.mismatch(scalar)
	case c == 't':
		d.mismatch("TRUE_VALUE cannot be converted to " + class[len("java.lang."):])
	case c == 'f':
		d.mismatch("FALSE_VALUE cannot be converted to " + class[len("java.lang."):])
	case c == '"':
		d.mismatch("STRING_VALUE cannot be converted to " + class[len("java.lang."):])
	case c == '-' || c >= '0' && c <= '9':
		d.mismatch("NUMBER_VALUE cannot be converted to " + class[len("java.lang."):])
	default:
		d.broken()
	}
}

// Text takes a string; given is false for null.
func (d *Decoder) Text() (s string, given bool) {
	if d.err != nil || d.Null() {
		return "", false
	}
	if d.peek() != '"' {
		d.notA("java.lang.String", "")
		return "", false
	}
	return string(d.quoted()), d.err == nil
}

// Optional is Text for fields where absent and empty differ.
func (d *Decoder) Optional() *string {
	if s, given := d.Text(); given {
		return &s
	}
	return nil
}

// Bool takes a boolean; given is false for null.
func (d *Decoder) Bool() (v, given bool) {
	if d.err != nil || d.Null() {
		return false, false
	}
	switch d.peek() {
	case 't':
		return true, d.word("true")
	case 'f':
		return false, d.word("false")
	case '"':
		d.mismatch("Unexpected token received from parser")
	default:
		d.notA("java.lang.Boolean", "")
	}
	return false, false
}

// Int takes a whole number; nil for null. A fraction is cut off, as DynamoDB does.
func (d *Decoder) Int() *int64 {
	if d.err != nil || d.Null() {
		return nil
	}
	c := d.peek()
	if c != '-' && (c < '0' || c > '9') {
		d.notA("java.lang.Integer", "")
		return nil
	}
	raw := string(d.Raw())
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil {
		f, err := strconv.ParseFloat(raw, 64)
		if err != nil || f > 1<<53 || f < -(1<<53) {
			d.mismatch("NUMBER_VALUE cannot be converted to Integer")
			return nil
		}
		n = int64(f)
	}
	return &n
}

// Raw takes any value and returns its text. Only the balance of quotes and brackets is checked inside collections.
func (d *Decoder) Raw() []byte {
	if d.err != nil {
		return nil
	}
	c := d.peek()
	start := d.i
	switch {
	case c == '"':
		d.skipString()
	case c == '{' || c == '[':
		d.skipNested()
	case c == 't':
		d.word("true")
	case c == 'f':
		d.word("false")
	case c == 'n':
		d.word("null")
	case c == '-' || c >= '0' && c <= '9':
		d.i = skipNumber(d.b, d.i)
		if d.i < 0 {
			d.broken()
		}
	default:
		d.broken()
	}
	if d.err != nil {
		return nil
	}
	return d.b[start:d.i]
}

// skipNumber returns the index after the number at i; -1 if it is malformed.
func skipNumber(b []byte, i int) int {
	digits := func() bool {
		from := i
		for i < len(b) && b[i] >= '0' && b[i] <= '9' {
			i++
		}
		return i > from
	}
	if b[i] == '-' {
		i++
	}
	zero := i < len(b) && b[i] == '0'
	from := i
	if !digits() || zero && i > from+1 {
		return -1
	}
	if i < len(b) && b[i] == '.' {
		i++
		if !digits() {
			return -1
		}
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if !digits() {
			return -1
		}
	}
	return i
}

// Rest is the place of what comes next, for Since.
func (d *Decoder) Rest() int { return d.i }

// Since is the text taken since Rest was called.
func (d *Decoder) Since(start int) []byte { return d.b[start:d.i] }

// Skip takes any value and forgets it.
func (d *Decoder) Skip() { d.Raw() }

// maxDepth bounds nesting; items may nest 32 levels, and each level takes up to two brackets.
const maxDepth = 512

func (d *Decoder) skipNested() {
	var open [maxDepth]byte
	depth := 0
	for d.i < len(d.b) {
		switch c := d.b[d.i]; c {
		case '"':
			if d.skipString(); d.err != nil {
				return
			}
			continue
		case '{', '[':
			if depth == maxDepth {
				d.broken()
				return
			}
			open[depth] = c + 2 // both closing brackets stand two after the opening ones
			depth++
		case '}', ']':
			depth--
			if open[depth] != c {
				d.broken()
				return
			}
			if depth == 0 {
				d.i++
				return
			}
		}
		d.i++
	}
	d.broken()
}
