package expr

import (
	"strings"

	"stellwerk/infra/local/dynamo/attr"
)

// Condition is a ConditionExpression or FilterExpression bound to a request. It is not changed by use and may be shared.
type Condition struct{ root test }

// test is a clause bound to a request.
type test struct {
	op       operator
	function string
	parts    []test
	args     []term
}

// Condition reads a condition; kind is the name of the request's parameter, ConditionExpression or FilterExpression.
func (s *Scope) Condition(kind, text string) (Condition, error) {
	root, fault := s.condition(text)
	if fault != nil {
		return Condition{}, fault.in(kind)
	}
	return Condition{root}, nil
}

func (s *Scope) condition(text string) (test, *Error) {
	tree, fault := conditions.get(text, parseCondition)
	if fault != nil {
		return test{}, fault
	}
	return s.bind(tree)
}

func (s *Scope) bind(c clause) (test, *Error) {
	t := test{op: c.op, function: c.function}
	if len(c.parts) > 0 {
		t.parts = make([]test, len(c.parts))
		for i, part := range c.parts {
			var fault *Error
			if t.parts[i], fault = s.bind(part); fault != nil {
				return t, fault
			}
		}
		return t, nil
	}
	b := binder{scope: s}
	t.args = b.terms(c.args)
	if b.missing == nil {
		b.checkTest(&t)
	}
	for _, fault := range []*Error{b.missing, b.number, b.distinct, b.kind} {
		if fault != nil {
			return t, fault
		}
	}
	return t, nil
}

func (b *binder) checkTest(t *test) {
	name := t.function
	switch t.op {
	case opFunction:
		b.checkCall(name, t.args)
	case opBetween:
		name = t.op.String()
		b.checkKinds(name, t.args, attr.S, attr.N, attr.B)
		b.checkBounds(t.args[1], t.args[2])
	case opIn:
		name = t.op.String()
		if n := len(t.args) - 1; n > maxIn {
			note(&b.number, "Too many operands for the operator or function; operator or function: IN, number of operands: %d", n)
		}
	default:
		name = t.op.String()
		if t.op != opEqual && t.op != opNotEqual {
			b.checkKinds(name, t.args, attr.S, attr.N, attr.B)
		}
	}
	for _, other := range t.args[1:] {
		if t.args[0].kind == termPath && other.kind == termPath && t.args[0].path.equal(other.path) {
			note(&b.distinct, "The first operand must be distinct from the remaining operands for this operator or function; "+
				"operator: %s, first operand: %s", name, t.args[0].path)
		}
	}
}

// checkBounds refuses bounds of BETWEEN that no value can lie between, if both are values of the request.
func (b *binder) checkBounds(lower, upper term) {
	if lower.kind != termValue || upper.kind != termValue {
		return
	}
	complaint := ""
	if order, ok := attr.Compare(lower.value, upper.value); lower.value.Kind() != upper.value.Kind() {
		complaint = "same data type for lower and upper bounds"
	} else if ok && order > 0 {
		complaint = "upper bound to be greater than or equal to lower bound"
	}
	if complaint != "" {
		note(&b.kind, "The BETWEEN operator requires %s; lower bound operand: AttributeValue: %s, upper bound operand: AttributeValue: %s",
			complaint, lower.value.Describe(), upper.value.Describe())
	}
}

// Uses says whether the condition reads the attribute with this name or something inside it.
func (c Condition) Uses(name string) bool { return c.root.uses(name) }

func (t *test) uses(name string) bool {
	for i := range t.parts {
		if t.parts[i].uses(name) {
			return true
		}
	}
	return anyUses(t.args, name)
}

func anyUses(terms []term, name string) bool {
	for i := range terms {
		t := &terms[i]
		if t.kind == termPath && t.path[0].name == name || anyUses(t.args, name) {
			return true
		}
	}
	return false
}

// Match says whether the condition holds for an item; a nil item has no attributes. The error is always nil today: what
// a condition can refuse it refuses when it is read.
func (c Condition) Match(it attr.Item) (bool, error) { return c.root.holds(it), nil }

func (t *test) holds(it attr.Item) bool {
	switch t.op {
	case opAnd:
		for i := range t.parts {
			if !t.parts[i].holds(it) {
				return false
			}
		}
		return true
	case opOr:
		for i := range t.parts {
			if t.parts[i].holds(it) {
				return true
			}
		}
		return false
	case opNot:
		return !t.parts[0].holds(it)
	case opFunction:
		return t.call(it)
	}
	x, ok := t.args[0].of(it)
	switch t.op {
	case opNotEqual: // also of two things that are not there
		y, found := t.args[1].of(it)
		return !ok || !found || !attr.Equal(x, y)
	case opBetween:
		lower, low := t.args[1].of(it)
		upper, high := t.args[2].of(it)
		return ok && low && high && compares(x, lower, opGreaterEqual) && compares(x, upper, opLessEqual)
	case opIn:
		for i := 1; ok && i < len(t.args); i++ {
			if y, found := t.args[i].of(it); found && attr.Equal(x, y) {
				return true
			}
		}
		return false
	}
	y, found := t.args[1].of(it)
	return ok && found && compares(x, y, t.op)
}

// compares is false for values of different kinds and for those without an order.
func compares(x, y attr.Value, op operator) bool {
	if op == opEqual {
		return attr.Equal(x, y)
	}
	order, ok := attr.Compare(x, y)
	if !ok {
		return false
	}
	switch op {
	case opLess:
		return order < 0
	case opLessEqual:
		return order <= 0
	case opGreater:
		return order > 0
	default:
		return order >= 0
	}
}

func (t *test) call(it attr.Item) bool {
	x, ok := t.args[0].of(it)
	switch t.function {
	case "attribute_exists":
		return ok
	case "attribute_not_exists":
		return !ok
	}
	y, found := t.args[1].of(it)
	if !ok || !found {
		return false
	}
	switch t.function {
	case "attribute_type":
		return x.Kind().String() == y.Text()
	case "begins_with":
		return x.Kind() == y.Kind() && (x.Kind() == attr.S || x.Kind() == attr.B) && strings.HasPrefix(x.Text(), y.Text())
	default:
		return contains(x, y)
	}
}

// contains looks for a text in a text, bytes in bytes, or a member in a set or list.
func contains(x, y attr.Value) bool {
	switch x.Kind() {
	case attr.S, attr.B:
		return x.Kind() == y.Kind() && strings.Contains(x.Text(), y.Text())
	}
	return x.Has(y)
}
