package expr

type section uint8

const (
	sectionSet section = iota
	sectionRemove
	sectionAdd
	sectionDelete
)

func (s section) String() string { return updateKeywords[s] }

// action is one part of an update expression as parsed: SET target = left, SET target = left ± right, REMOVE target,
// ADD target left, DELETE target left.
type action struct {
	section section
	target  path
	sign    byte // '+', '-' or 0
	left    operand
	right   operand
}

func parseUpdate(p *parser) []action {
	p.keywords = updateKeywords
	var actions []action
	var seen [sectionDelete + 1]bool
	for p.peek().kind != tokenEnd {
		s := p.section()
		if seen[s] {
			note(&p.twice, `The "%s" section can only be used once in an update expression;`, s)
		}
		seen[s] = true
		actions = append(actions, p.action(s))
		for p.take(",") {
			actions = append(actions, p.action(s))
		}
	}
	return actions
}

func (p *parser) section() section {
	for s := sectionSet; s <= sectionDelete; s++ {
		if p.takeWord(s.String()) {
			return s
		}
	}
	p.fail()
	return 0
}

func (p *parser) action(s section) action {
	a := action{section: s, target: p.path()}
	switch s {
	case sectionSet:
		p.expect("=")
		p.sum(&a)
	case sectionAdd, sectionDelete:
		if p.peek().kind != tokenValue {
			p.fail()
		}
		a.left = operand{kind: operandValue, name: p.textOf(p.next())}
	}
	return a
}

// sum reads an operand or the sum or difference of two, possibly in parentheses.
func (p *parser) sum(a *action) {
	if p.take("(") {
		p.sum(a)
		p.expect(")")
		if a.sign != 0 {
			return
		}
	} else {
		a.left = p.updateOperand()
	}
	for _, sign := range "+-" {
		if p.take(string(sign)) {
			a.sign = byte(sign)
			p.operators++
			a.right = p.updateOperand()
			return
		}
	}
}

func (p *parser) updateOperand() operand {
	if p.take("(") {
		o := p.updateOperand()
		p.expect(")")
		return o
	}
	o := p.simple(p.updateArgument)
	if o.kind == operandFunction {
		p.checkFunction(o.name, updateFunctions, conditionFunctions, "an update")
	}
	return o
}

// updateArgument is an operand inside a function, where no list can be made.
func (p *parser) updateArgument() operand {
	o := p.updateOperand()
	if o.kind == operandFunction && o.name == "list_append" {
		p.noteMisused(o.name)
	}
	return o
}
