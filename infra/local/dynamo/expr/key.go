package expr

import "stellwerk/infra/local/dynamo/attr"

// RangeOp is how a key condition bounds the range key.
type RangeOp uint8

const (
	EQ RangeOp = iota + 1
	LT
	LE
	GT
	GE
	BEGINS
	BETWEEN
)

// KeyCondition says which part of a table or index a query reads.
type KeyCondition struct {
	Hash  attr.Value
	Range *RangeCondition // nil: all range keys
}

// RangeCondition bounds the range key; B is the upper bound of BETWEEN and zero otherwise. Whether A and B have the
// kind of the key is not checked here.
type RangeCondition struct {
	Op   RangeOp
	A, B attr.Value
}

// Match says whether a range key lies within the condition.
func (r *RangeCondition) Match(v attr.Value) bool {
	switch r.Op {
	case BEGINS:
		return (&test{op: opFunction, function: "begins_with", args: []term{
			{kind: termValue, value: v}, {kind: termValue, value: r.A}}}).holds(nil)
	case BETWEEN:
		return compares(v, r.A, opGreaterEqual) && compares(v, r.B, opLessEqual)
	}
	return compares(v, r.A, rangeOperators[r.Op])
}

var rangeOperators = map[RangeOp]operator{EQ: opEqual, LT: opLess, LE: opLessEqual, GT: opGreater, GE: opGreaterEqual}

// keyCondition is a condition on one attribute.
type keyCondition struct {
	name string
	op   RangeOp
	args []attr.Value
}

// Key reads a KeyConditionExpression for the key attributes of a table or index; rng is "" if there is no range key.
func (s *Scope) Key(text, hash, rng string) (KeyCondition, error) {
	root, fault := s.condition(text)
	if fault != nil {
		return KeyCondition{}, fault.in(kindKey)
	}
	conds, fault := root.keyConditions(nil)
	if fault != nil {
		return KeyCondition{}, fault
	}
	return assemble(conds, hash, rng)
}

// keyConditions appends the conditions that t joins with AND.
func (t *test) keyConditions(conds []keyCondition) ([]keyCondition, *Error) {
	switch t.op {
	case opAnd:
		for i := range t.parts {
			var fault *Error
			if conds, fault = t.parts[i].keyConditions(conds); fault != nil {
				return nil, fault
			}
		}
		return conds, nil
	case opOr, opNot, opIn, opNotEqual:
		return nil, refusal("Invalid operator used in KeyConditionExpression: %s", t.op)
	case opFunction:
		if t.function != "begins_with" {
			return nil, refusal("Invalid operator used in KeyConditionExpression: %s", t.function)
		}
	}
	c, fault := t.keyCondition()
	if fault != nil {
		return nil, fault
	}
	for _, other := range conds {
		if other.name == c.name {
			return nil, refusal("KeyConditionExpressions must only contain one condition per key")
		}
	}
	return append(conds, c), nil
}

// keyCondition takes a comparison of one attribute with values of the request. A comparison may have them in either order.
func (t *test) keyCondition() (keyCondition, *Error) {
	c := keyCondition{op: BEGINS}
	place := -1
	for i, a := range t.args {
		switch {
		case a.kind == termValue:
			c.args = append(c.args, a.value)
			continue
		case a.kind != termPath:
			return c, refusal("KeyConditionExpressions cannot contain nested operations")
		case place >= 0:
			return c, refusal("Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition")
		case len(a.path) > 1:
			return c, refusal("KeyConditionExpressions cannot have conditions on nested attributes")
		}
		place, c.name = i, a.path[0].name
	}
	switch {
	case place != 0 && t.op == opBetween:
		return c, refusal("Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand")
	case place != 0 && t.op == opFunction:
		return c, refusal("Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand")
	case place < 0:
		return c, refusal("Invalid condition in KeyConditionExpression: No key attribute specified")
	case t.op == opBetween:
		c.op = BETWEEN
	case t.op != opFunction:
		for op, o := range rangeOperators {
			if o == t.op {
				c.op = op
			}
		}
	}
	if place == 1 {
		c.op = c.op.mirrored()
	}
	return c, nil
}

// mirrored is the operator that means the same with its operands exchanged.
func (o RangeOp) mirrored() RangeOp {
	switch o {
	case LT:
		return GT
	case LE:
		return GE
	case GT:
		return LT
	case GE:
		return LE
	}
	return o
}

// assemble takes one or two conditions as those on the hash key and, maybe, the range key.
func assemble(conds []keyCondition, hash, rng string) (KeyCondition, error) {
	if len(conds) < 1 || len(conds) > 2 {
		return KeyCondition{}, refusal("Conditions can be of length 1 or 2 only")
	}
	if rng == "" && len(conds) == 2 {
		return KeyCondition{}, refusal("Query key condition not supported")
	}
	var key KeyCondition
	found := 0
	for _, c := range conds {
		switch {
		case c.name == hash && c.op != EQ:
			return KeyCondition{}, refusal("Query key condition not supported")
		case c.name == hash:
			key.Hash = c.args[0]
			found++
		case c.name == rng && rng != "":
			key.Range = &RangeCondition{Op: c.op, A: c.args[0]}
			if c.op == BETWEEN {
				key.Range.B = c.args[1]
			}
			found++
		}
	}
	switch {
	case key.Hash.IsZero():
		return KeyCondition{}, refusal("Query condition missed key schema element: %s", hash)
	case found < len(conds):
		return KeyCondition{}, refusal("Query condition missed key schema element: %s", rng)
	}
	return key, nil
}
