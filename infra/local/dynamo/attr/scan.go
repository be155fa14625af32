package attr

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

var (
	errToken     = malformed("Unexpected token received from parser")
	errStructure = malformed("Start of structure or map found where not expected")
)

// peek is the next byte that is no white space, 0 at the end.
func (p *parser) peek() byte {
	for p.at < len(p.in) {
		switch c := p.in[p.at]; c {
		case ' ', '\t', '\r', '\n':
			p.at++
		default:
			return c
		}
	}
	return 0
}

func (p *parser) take(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.at++
	return true
}

// object reads {"name": …, …} and calls member before each value.
func (p *parser) object(member func(name string) *Error) *Error {
	p.at++
	for first := true; p.peek() != '}'; first = false {
		if !first && !p.take(',') {
			return errToken
		}
		name, fault := p.text()
		if fault != nil {
			return fault
		}
		if !p.take(':') {
			return errToken
		}
		if fault := member(name); fault != nil {
			return fault
		}
	}
	p.at++
	return nil
}

// text reads a JSON string.
func (p *parser) text() (string, *Error) {
	quoted := p.quoted()
	if quoted == nil {
		return "", errToken
	}
	inner := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner), nil
	}
	var s string
	if json.Unmarshal(quoted, &s) != nil {
		return "", errToken
	}
	return s, nil
}

// quoted takes a string with its quotes, nil if there is none.
func (p *parser) quoted() []byte {
	if p.peek() != '"' {
		return nil
	}
	start := p.at
	for i := start + 1; i < len(p.in); i++ {
		switch p.in[i] {
		case '\\':
			i++
		case '"':
			p.at = i + 1
			return p.in[start:p.at]
		}
	}
	return nil
}

// skip passes over one value of any shape.
func (p *parser) skip() *Error {
	open := 0
	for {
		switch c := p.peek(); c {
		case 0:
			return errToken
		case '{', '[':
			open++
			p.at++
		case '}', ']':
			open--
			p.at++
		case ',', ':':
			p.at++
		case '"':
			if p.quoted() == nil {
				return errToken
			}
		default:
			p.literal()
		}
		if open < 0 {
			return errToken
		}
		if open == 0 {
			return nil
		}
	}
}

// literal takes a number or a word and names it as DynamoDB's parser does.
func (p *parser) literal() string {
	p.peek()
	start := p.at
	for p.at < len(p.in) && !bytes.ContainsRune([]byte(" \t\r\n,:{}[]\""), rune(p.in[p.at])) {
		p.at++
	}
	word := p.in[start:p.at]
	switch {
	case bytes.Equal(word, []byte("true")):
		return "TRUE_VALUE"
	case bytes.Equal(word, []byte("false")):
		return "FALSE_VALUE"
	case bytes.ContainsAny(word, ".eE"):
		return "DECIMAL_VALUE"
	}
	return "NUMBER_VALUE"
}
