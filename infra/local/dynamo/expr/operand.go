package expr

import "strings"

type operandKind uint8

const (
	operandPath operandKind = iota
	operandValue
	operandFunction
)

// operand is a path, a :value or a function call as parsed.
type operand struct {
	kind operandKind
	path path
	name string // of the :value or function
	args []operand
}

// Functions by the expressions that know them.
var (
	conditionFunctions = map[string]int{ // name and number of operands
		"attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2, "begins_with": 2, "contains": 2, "size": 1,
	}
	updateFunctions = map[string]int{"if_not_exists": 2, "list_append": 2}
)

// Keywords that no name may be spelt like in the expression.
var (
	conditionKeywords = []string{"AND", "OR", "NOT", "BETWEEN", "IN"}
	updateKeywords    = []string{"SET", "REMOVE", "ADD", "DELETE"}
)

// refuseKeyword fails where a name should stand and a keyword does.
func (p *parser) refuseKeyword() {
	t := p.peek()
	if t.kind != tokenWord {
		return
	}
	text := p.textOf(t)
	for _, k := range p.keywords {
		if strings.EqualFold(text, k) {
			p.fail()
		}
	}
}

// calls says whether a function call comes next: a word and a parenthesis.
func (p *parser) calls() bool {
	if p.peek().kind != tokenWord {
		return false
	}
	after := p.tokens[p.at+1]
	return after.kind == tokenOperator && p.textOf(after) == "("
}

// simple reads a :value, a function call whose arguments argument reads, or a path.
func (p *parser) simple(argument func() operand) operand {
	p.refuseKeyword()
	switch {
	case p.peek().kind == tokenValue:
		return operand{kind: operandValue, name: p.textOf(p.next())}
	case p.calls():
		call := operand{kind: operandFunction, name: p.textOf(p.next())}
		p.expect("(")
		call.args = append(call.args, argument())
		for p.take(",") {
			call.args = append(call.args, argument())
		}
		p.expect(")")
		return call
	}
	return operand{path: p.path()}
}

// checkFunction notes a name that known lacks. A name in elsewhere exists, but not in this kind of expression.
func (p *parser) checkFunction(name string, known, elsewhere map[string]int, this string) {
	if _, ok := known[name]; ok {
		return
	}
	if _, ok := elsewhere[name]; ok {
		note(&p.function, "The function is not allowed in %s expression; function: %s", this, name)
		return
	}
	note(&p.function, "Invalid function name; function: %s", name)
}

func (p *parser) noteMisused(name string) {
	note(&p.misused, "The function is not allowed to be used this way in an expression; function: %s", name)
}
