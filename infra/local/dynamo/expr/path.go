package expr

import (
	"math"
	"strconv"
	"strings"

	"stellwerk/infra/local/dynamo/attr"
)

// step is one element of a document path: a name, or a list index where name is "".
type step struct {
	name  string
	index int // -1 for a name
}

func (s step) String() string {
	if s.index >= 0 {
		return "[" + strconv.Itoa(s.index) + "]"
	}
	return s.name
}

// path is a document path such as a.b[3]. As parsed it may hold #names; bound it holds attribute names only.
type path []step

// String writes the path as DynamoDB does in its errors: [a, b, [3]].
func (p path) String() string {
	words := make([]string, len(p))
	for i, s := range p {
		words[i] = s.String()
	}
	return "[" + strings.Join(words, ", ") + "]"
}

func (p path) equal(q path) bool {
	if len(p) != len(q) {
		return false
	}
	for i, s := range p {
		if s != q[i] {
			return false
		}
	}
	return true
}

// find is the value at p in it.
func (p path) find(it attr.Item) (attr.Value, bool) {
	v, ok := it[p[0].name]
	for _, s := range p[1:] {
		if !ok {
			return v, false
		}
		v, ok = s.in(v)
	}
	return v, ok
}

// in is the member of v that s names.
func (s step) in(v attr.Value) (attr.Value, bool) {
	if s.index < 0 {
		member, ok := v.Fields()[s.name]
		return member, ok
	}
	if v.Kind() != attr.L || s.index >= len(v.Members()) {
		return attr.Value{}, false
	}
	return v.Members()[s.index], true
}

// disjoint refuses paths of which one contains another, or which need one value to be both a map and a list.
func disjoint(paths []path) *Error {
	var conflict *Error
	for i, second := range paths {
		for _, first := range paths[:i] {
			shared := min(len(first), len(second))
			n := 0
			for n < shared && first[n] == second[n] {
				n++
			}
			switch {
			case n == shared:
				return refusal("Two document paths overlap with each other; must remove or rewrite one of these paths; "+
					"path one: %s, path two: %s", first, second)
			case (first[n].index < 0) != (second[n].index < 0):
				note(&conflict, "Two document paths conflict with each other; must remove or rewrite one of these paths; "+
					"path one: %s, path two: %s", first, second)
			}
		}
	}
	return conflict
}

// path reads a document path. A name after the first may follow white space around the dot.
func (p *parser) path() path {
	steps := path{p.name()}
	return p.steps(steps)
}

// steps reads what follows the beginning of a path.
func (p *parser) steps(steps path) path {
	for {
		switch {
		case p.take("."):
			steps = append(steps, p.name())
		case p.take("["):
			if p.peek().kind != tokenNumber {
				p.fail()
			}
			digits := p.textOf(p.next())
			p.expect("]")
			index, err := strconv.Atoi(digits)
			if err != nil || index > math.MaxInt32 {
				note(&p.index, "List index is not within the allowable range; index: [%s]", digits)
				index = 0
			}
			steps = append(steps, step{index: index})
		default:
			p.deepest = max(p.deepest, len(steps))
			return steps
		}
	}
}

func (p *parser) name() step {
	p.refuseKeyword()
	t := p.peek()
	text := p.textOf(t)
	switch t.kind {
	case tokenName:
	case tokenWord:
		if reserved(text) {
			note(&p.reserved, "Attribute name is a reserved keyword; reserved keyword: %s", text)
		}
	default:
		p.fail()
	}
	p.next()
	return step{name: text, index: -1}
}
