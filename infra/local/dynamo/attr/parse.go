package attr

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"
)

// Parse reads the wire form of one value. raw must be valid JSON, as a json.RawMessage is. The error is an *Error:
// where the JSON has a wrong shape anywhere, that is reported before any invalid value.
func Parse(raw []byte) (Value, error) {
	p := parser{in: raw}
	v, fault := p.value(1)
	if fault == nil {
		fault = p.end()
	}
	if fault != nil {
		return Value{}, fault
	}
	return v, nil
}

// ParseItem reads an object of names and values, with the conditions of Parse. A null is an item without attributes.
func ParseItem(raw []byte) (Item, error) {
	p := parser{in: raw}
	it, fault := p.fields(1)
	if fault == nil {
		fault = p.end()
	}
	if fault != nil {
		return nil, fault
	}
	return it, nil
}

// ParseEach reads an object of names and values, calls each for every one in their order, with what is invalid about the
// value if anything is, and returns the error where the JSON has a wrong shape.
func ParseEach(raw []byte, each func(name string, v Value, invalid *Error)) error {
	p := parser{in: raw}
	if fault := p.isMap(); fault != nil {
		return fault
	}
	fault := p.object(func(name string) *Error {
		p.invalid = nil
		v, fault := p.value(1)
		if fault == nil {
			each(name, v, p.invalid)
		}
		return fault
	})
	if fault == nil && p.peek() != 0 {
		fault = errToken
	}
	if fault != nil {
		return fault
	}
	return nil
}

// UnmarshalJSON is Parse for encoding/json.
func (v *Value) UnmarshalJSON(raw []byte) error {
	parsed, err := Parse(raw)
	if err != nil {
		return err
	}
	*v = parsed
	return nil
}

// parser reads values off in. Refused values are remembered (the first counts) while it reads on for wrong shapes.
type parser struct {
	in      []byte
	at      int
	invalid *Error
}

func (p *parser) refuse(fault *Error) {
	if p.invalid == nil {
		p.invalid = fault
	}
}

func (p *parser) end() *Error {
	if p.peek() != 0 {
		return errToken
	}
	return p.invalid
}

// value reads {"S":"…"}. Members with null and unknown names do not count.
func (p *parser) value(level int) (Value, *Error) {
	switch p.peek() {
	case '{':
	case '[':
		return Value{}, malformed("Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue")
	case 'n':
		p.refuse(errNoKind)
		return Value{}, p.skip()
	default:
		return Value{}, malformed("Unexpected value type in payload")
	}
	if level > MaxDepth {
		p.refuse(ErrDepth)
		return Value{}, p.skip()
	}
	var v Value
	kinds := 0
	fault := p.object(func(name string) *Error {
		kind, known := KindOf(name)
		if !known || p.peek() == 'n' {
			return p.skip()
		}
		kinds++
		var fault *Error
		v, fault = p.content(kind, level)
		return fault
	})
	switch {
	case fault != nil:
		return Value{}, fault
	case kinds == 0:
		p.refuse(errNoKind)
	case kinds > 1:
		p.refuse(errManyKinds)
	}
	return v, nil
}

func (p *parser) content(kind Kind, level int) (Value, *Error) {
	v := Value{kind: kind}
	var fault *Error
	switch kind {
	case S, N, B:
		return p.scalar(kind)
	case Bool, Null:
		v.flag, fault = p.truth()
		if kind == Null {
			if !v.flag && fault == nil {
				p.refuse(errNull)
			}
			v.flag = false
		}
	case M:
		v.more = &parts{}
		v.more.fields, fault = p.fields(level + 1)
	case L:
		v.more = &parts{}
		v.more.list, fault = p.array(func() (Value, *Error) { return p.value(level + 1) })
	default:
		v.more = &parts{}
		v.more.list, fault = p.array(func() (Value, *Error) { return p.scalar(kind.Member()) })
		if fault == nil && p.invalid == nil {
			if fault := v.checkSet(); fault != nil {
				p.refuse(fault)
			}
		}
	}
	return v, fault
}

// isMap says what is wrong with the next value if it is no object.
func (p *parser) isMap() *Error {
	switch p.peek() {
	case '{':
		return nil
	case '[':
		return malformed("Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>")
	}
	return malformed("Unexpected field type")
}

func (p *parser) fields(level int) (Item, *Error) {
	if p.peek() == 'n' {
		return Item{}, p.skip()
	}
	if fault := p.isMap(); fault != nil {
		return nil, fault
	}
	it := Item{}
	fault := p.object(func(name string) *Error {
		v, fault := p.value(level)
		it[name] = v
		return fault
	})
	return it, fault
}

func (p *parser) array(member func() (Value, *Error)) ([]Value, *Error) {
	switch p.peek() {
	case '[':
	case '{':
		return nil, errStructure
	default:
		return nil, malformed("Unexpected field type")
	}
	p.at++
	list := []Value{}
	for p.peek() != ']' {
		if len(list) > 0 && !p.take(',') {
			return nil, errToken
		}
		m, fault := member()
		if fault != nil {
			return nil, fault
		}
		list = append(list, m)
	}
	p.at++
	return list, nil
}

func (p *parser) scalar(kind Kind) (Value, *Error) {
	class, numbers := "java.lang.String", ""
	if kind == B {
		class, numbers = "java.nio.ByteBuffer", "only base-64-encoded strings are convertible to bytes"
	}
	switch c := p.peek(); {
	case c == '"':
	case c == '{':
		return Value{}, errStructure
	case c == '[':
		return Value{}, malformed("Unrecognized collection type class " + class)
	case numbers != "":
		return Value{}, malformed(numbers)
	default:
		return Value{}, malformed(p.literal() + " cannot be converted to String")
	}
	text, fault := p.text()
	v := Value{kind: kind, text: text}
	if fault != nil {
		return v, fault
	}
	switch kind {
	case N:
		d, fault := parseDecimal(text)
		if fault != nil {
			p.refuse(fault)
			return v, nil
		}
		v.text = d.encode()
	case B:
		v.text, fault = unbase64(text)
	}
	return v, fault
}

func unbase64(text string) (string, *Error) {
	if len(text)%4 != 0 {
		return "", malformed("Base64 encoded length is expected a multiple of 4 bytes but found: " + strconv.Itoa(len(text)))
	}
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || bytes.ContainsAny([]byte(text), "\r\n") {
		return "", malformed("Invalid last non-pad Base64 character dectected")
	}
	return string(b), nil
}

// truth reads a boolean; like DynamoDB it also takes a few texts for one.
func (p *parser) truth() (bool, *Error) {
	switch p.peek() {
	case '"':
		text, fault := p.text()
		if fault != nil {
			return false, fault
		}
		switch strings.ToUpper(text) {
		case "TRUE", "1", "YES":
			return true, nil
		case "FALSE", "0", "NO":
			return false, nil
		}
		return false, errToken
	case 't', 'f':
		return p.literal() == "TRUE_VALUE", nil
	case '[':
		return false, malformed("Unrecognized collection type class java.lang.Boolean")
	case '{':
		return false, errStructure
	}
	return false, malformed(p.literal() + " cannot be converted to Boolean")
}
