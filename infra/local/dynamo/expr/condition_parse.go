package expr

type operator uint8

const (
	opAnd operator = iota
	opOr
	opNot
	opEqual
	opNotEqual
	opLess
	opLessEqual
	opGreater
	opGreaterEqual
	opBetween
	opIn
	opFunction
)

var operatorNames = [...]string{"AND", "OR", "NOT", "=", "<>", "<", "<=", ">", ">=", "BETWEEN", "IN"}

func (o operator) String() string { return operatorNames[o] }

// clause is a condition as parsed: AND, OR and NOT have parts, the others operands.
type clause struct {
	op       operator
	function string // for opFunction
	parts    []clause
	args     []operand
}

// piece is what stands between two operators while it is open whether it is a condition or an operand.
type piece struct {
	operand  *operand
	clause   clause
	enclosed bool // in parentheses
}

func parseCondition(p *parser) clause {
	p.keywords = conditionKeywords
	return p.clause(p.or())
}

// clause takes x as a condition: an operand other than a function call is a fault of syntax at the next token.
func (p *parser) clause(x piece) clause {
	switch {
	case x.operand == nil:
		return x.clause
	case x.operand.kind != operandFunction:
		p.fail()
	case x.operand.name == "size":
		p.noteMisused("size")
	}
	return clause{op: opFunction, function: x.operand.name, args: x.operand.args}
}

// value takes x as an operand; of functions only size has a value.
func (p *parser) value(x piece) operand {
	if x.operand == nil {
		p.fail()
	}
	if x.operand.kind == operandFunction && x.operand.name != "size" {
		p.noteMisused(x.operand.name)
	}
	return *x.operand
}

func (p *parser) or() piece  { return p.chain("OR", opOr, p.and) }
func (p *parser) and() piece { return p.chain("AND", opAnd, p.not) }

// chain reads part OR part OR part, and just the part if there is only one.
func (p *parser) chain(keyword string, op operator, part func() piece) piece {
	first := part()
	if !p.isWord(keyword) {
		return first
	}
	c := clause{op: op, parts: []clause{p.clause(first)}}
	for p.takeWord(keyword) {
		p.operators++
		c.parts = append(c.parts, p.clause(part()))
	}
	return piece{clause: c}
}

func (p *parser) not() piece {
	if p.isWord("NOT") {
		p.next()
		p.operators++
		return piece{clause: clause{op: opNot, parts: []clause{p.clause(p.not())}}}
	}
	return p.comparison()
}

var comparators = map[string]operator{
	"=": opEqual, "<>": opNotEqual, "<": opLess, "<=": opLessEqual, ">": opGreater, ">=": opGreaterEqual,
}

func (p *parser) comparison() piece {
	x := p.primary()
	c := clause{}
	switch t := p.peek(); {
	case t.kind == tokenOperator && comparators[p.textOf(t)] != opAnd:
		c.op = comparators[p.textOf(t)]
		c.args = []operand{p.value(x)}
		p.next()
		c.args = append(c.args, p.value(p.primary()))
	case p.isWord("BETWEEN"):
		c.op = opBetween
		c.args = []operand{p.value(x)}
		p.next()
		c.args = append(c.args, p.value(p.primary()))
		if !p.takeWord("AND") {
			p.fail()
		}
		c.args = append(c.args, p.value(p.primary()))
	case p.isWord("IN"):
		c.op = opIn
		c.args = []operand{p.value(x)}
		p.next()
		p.expect("(")
		c.args = append(c.args, p.value(p.primary()))
		for p.take(",") {
			c.args = append(c.args, p.value(p.primary()))
		}
		p.expect(")")
	default:
		return x
	}
	p.operators++
	return piece{clause: c}
}

// primary reads an operand or anything in parentheses. One pair around a thing is fine, two are redundant.
func (p *parser) primary() piece {
	if !p.take("(") {
		o := p.simple(func() operand { return p.value(p.primary()) })
		if o.kind == operandFunction {
			p.checkFunction(o.name, conditionFunctions, updateFunctions, "a condition")
		}
		return piece{operand: &o}
	}
	x := p.or()
	p.expect(")")
	p.redundant = p.redundant || x.enclosed
	x.enclosed = true
	if x.operand != nil && x.operand.kind == operandPath && (p.is(".") || p.is("[")) {
		return piece{operand: &operand{path: p.steps(x.operand.path)}}
	}
	return x
}
