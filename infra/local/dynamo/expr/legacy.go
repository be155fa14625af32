package expr

import (
	"maps"
	"slices"

	"stellwerk/infra/local/dynamo/attr"
)

// LegacyCondition is one entry of the older request parameter KeyConditions.
type LegacyCondition struct {
	ComparisonOperator string
	AttributeValueList []attr.Value
}

// legacyRule says how many values an operator takes (-1: one or more) and of which kinds.
type legacyRule struct {
	op     RangeOp // 0: known, but not for keys
	values int
	kinds  []attr.Kind
}

var (
	scalars        = []attr.Kind{attr.S, attr.N, attr.B}
	scalarsAndSets = []attr.Kind{attr.S, attr.N, attr.B, attr.SS, attr.NS, attr.BS}
	legacyRules    = map[string]legacyRule{
		"EQ":           {EQ, 1, scalarsAndSets},
		"LT":           {LT, 1, scalars},
		"LE":           {LE, 1, scalars},
		"GT":           {GT, 1, scalars},
		"GE":           {GE, 1, scalars},
		"BEGINS_WITH":  {BEGINS, 1, []attr.Kind{attr.S, attr.B}},
		"BETWEEN":      {BETWEEN, 2, scalars},
		"NE":           {0, 1, scalarsAndSets},
		"IN":           {0, -1, scalars},
		"NULL":         {0, 0, nil},
		"NOT_NULL":     {0, 0, nil},
		"CONTAINS":     {0, 1, scalars},
		"NOT_CONTAINS": {0, 1, scalars},
	}
)

// LegacyKey reads KeyConditions, as older clients still send them, for the key attributes of a table or index; rng is
// "" if there is no range key. Operators that exist but cannot bound a key are refused, unknown ones as well.
func LegacyKey(conds map[string]LegacyCondition, hash, rng string) (KeyCondition, error) {
	var list []keyCondition
	indexable := true
	for _, name := range slices.Sorted(maps.Keys(conds)) {
		c := conds[name]
		rule, fault := c.check()
		if fault != nil {
			return KeyCondition{}, fault
		}
		indexable = indexable && rule.op != 0
		list = append(list, keyCondition{name: name, op: rule.op, args: c.AttributeValueList})
	}
	if !indexable {
		return KeyCondition{}, refusal("Attempted conditional constraint is not an indexable operation")
	}
	return assemble(list, hash, rng)
}

func (c LegacyCondition) check() (legacyRule, *Error) {
	rule, ok := legacyRules[c.ComparisonOperator]
	values := c.AttributeValueList
	if !ok || rule.values >= 0 && len(values) != rule.values || rule.values < 0 && len(values) == 0 {
		return rule, refusal("One or more parameter values were invalid: Invalid number of argument(s) for the %s ComparisonOperator",
			c.ComparisonOperator)
	}
	for _, v := range values {
		if v.Kind() != values[0].Kind() {
			return rule, refusal("One or more parameter values were invalid: AttributeValues inside AttributeValueList must be of same type")
		}
	}
	for _, v := range values {
		if !in(v.Kind(), rule.kinds) {
			return rule, refusal("One or more parameter values were invalid: ComparisonOperator %s is not valid for %s AttributeValue type",
				c.ComparisonOperator, v.Kind())
		}
	}
	if rule.op == BETWEEN {
		if order, _ := attr.Compare(values[0], values[1]); order > 0 {
			return rule, refusal("The BETWEEN condition was provided a range where the lower bound is greater than the upper bound")
		}
	}
	return rule, nil
}
