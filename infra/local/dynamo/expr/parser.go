package expr

import (
	"strings"
)

// Limits of one expression.
const (
	maxText      = 4096 // bytes
	maxOperators = 300
	maxPath      = 32 // elements of a document path
	maxIn        = 100
)

// Kinds of expressions, as the request parameters are called.
const (
	kindCondition  = "ConditionExpression"
	kindFilter     = "FilterExpression"
	kindKey        = "KeyConditionExpression"
	kindUpdate     = "UpdateExpression"
	kindProjection = "ProjectionExpression"
)

// parser walks over the tokens of one text. Faults of syntax end the walk by a panic with *Error that read catches;
// faults that DynamoDB reports only for well-formed texts are collected, the first of each sort.
type parser struct {
	text   string
	tokens []token
	at     int

	keywords []string // no name may be spelt like one of these, in any case

	operators int
	deepest   int // elements of the longest path
	redundant bool
	index     *Error // list index out of range
	function  *Error // unknown, or not for this kind of expression
	misused   *Error // a function where none may stand
	twice     *Error // a section of an update expression twice
	reserved  *Error
}

// read runs parse over text and returns the first fault in the order in which DynamoDB reports them.
func read[T any](text string, parse func(p *parser) T) (tree T, fault *Error) {
	if len(text) > maxText {
		return tree, refusal("Expression size has exceeded the maximum allowed size; expression size: %d", len(text))
	}
	p := &parser{text: text, tokens: lex(text)}
	if p.peek().kind == tokenEnd {
		return tree, refusal("The expression can not be empty;")
	}
	defer func() {
		if caught := recover(); caught != nil {
			syntax, ok := caught.(*Error)
			if !ok {
				panic(caught)
			}
			fault = syntax
		}
	}()
	tree = parse(p)
	if p.peek().kind != tokenEnd {
		p.fail()
	}
	return tree, p.fault()
}

func (p *parser) fault() *Error {
	if p.redundant {
		return refusal("The expression has redundant parentheses;")
	}
	for _, fault := range []*Error{p.function, p.misused, p.twice, p.reserved, p.index} {
		if fault != nil {
			return fault
		}
	}
	if p.operators > maxOperators {
		return refusal("The expression contains too many operators; operator count: %d", maxOperators+1)
	}
	if p.deepest > maxPath {
		return refusal("The document path has too many nesting levels; nesting levels: %d", p.deepest)
	}
	return nil
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) textOf(t token) string { return p.text[t.from:t.to] }

// next takes one token. The end is never passed.
func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != tokenEnd {
		p.at++
	}
	return t
}

// is says whether the next token is the operator op.
func (p *parser) is(op string) bool {
	t := p.peek()
	return t.kind == tokenOperator && p.textOf(t) == op
}

func (p *parser) take(op string) bool {
	if p.is(op) {
		p.at++
		return true
	}
	return false
}

func (p *parser) expect(op string) {
	if !p.take(op) {
		p.fail()
	}
}

// isWord says whether the next token is this keyword, in any case.
func (p *parser) isWord(keyword string) bool {
	t := p.peek()
	return t.kind == tokenWord && strings.EqualFold(p.textOf(t), keyword)
}

func (p *parser) takeWord(keyword string) bool {
	if p.isWord(keyword) {
		p.at++
		return true
	}
	return false
}

// fail reports the next token as a fault of syntax, with its neighbours.
func (p *parser) fail() {
	t := p.peek()
	name, from, to := p.textOf(t), t.from, t.to
	if p.at > 0 {
		from = p.tokens[p.at-1].from
	}
	if t.kind == tokenEnd {
		name, to = "<EOF>", p.tokens[p.at-1].to
	} else if after := p.tokens[p.at+1]; after.kind != tokenEnd {
		to = after.to
	}
	panic(refusal(`Syntax error; token: "%s", near: "%s"`, name, p.text[from:to]))
}

// note keeps the first fault of its sort.
func note(place **Error, format string, args ...any) {
	if *place == nil {
		*place = refusal(format, args...)
	}
}
