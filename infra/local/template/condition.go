package template

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// allConditions learns the conditions by their names. They are judged where they are used, in any order.
func (r *reader) allConditions(n *yaml.Node) {
	r.pairs(n, "Conditions", func(key, value *yaml.Node) { r.conditions[key.Value] = value })
	r.pairs(n, "Conditions", func(key, value *yaml.Node) { r.holds(key, key.Value) })
}

// there says whether a resource or an output with a Condition is made.
func (r *reader) there(n *yaml.Node) bool {
	condition := child(n, "Condition")
	return condition == nil || r.holds(condition, condition.Value)
}

// holds judges a condition by its name. One that leads to itself is refused.
func (r *reader) holds(at *yaml.Node, name string) bool {
	n, ok := r.conditions[name]
	if !ok {
		r.refuse(at, "there is no condition %q; check its spelling", name)
		return false
	}
	if n == nil {
		r.refuse(at, "the condition %s refers to itself", name)
		return false
	}
	r.conditions[name] = nil
	defer func() { r.conditions[name] = n }()
	return r.judge(n)
}

// judge gives the truth of !Equals, !Not, !And, !Or and !Condition.
func (r *reader) judge(n *yaml.Node) bool {
	name, argument := strings.TrimPrefix(n.Tag, "!"), n
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 {
		name, argument = strings.TrimPrefix(n.Content[0].Value, "Fn::"), n.Content[1]
	}
	parts := argument.Content
	switch {
	case name == "Condition" && argument.Kind == yaml.ScalarNode:
		return r.holds(n, argument.Value)
	case name == "Equals" && len(parts) == 2:
		return r.side(parts[0]) == r.side(parts[1])
	case name == "Not" && len(parts) == 1:
		return !r.judge(parts[0])
	case name == "And" && len(parts) > 1:
		all := true
		for _, part := range parts {
			all = r.judge(part) && all
		}
		return all
	case name == "Or" && len(parts) > 1:
		one := false
		for _, part := range parts {
			one = r.judge(part) || one
		}
		return one
	}
	r.refuse(n, "a condition is made of !Equals, !Not, !And, !Or and !Condition")
	return false
}

// side is one of those that !Equals compares; no value is none.
func (r *reader) side(n *yaml.Node) string {
	if n = r.resolve(n); n == nil {
		return ""
	}
	return r.text(n, "a side of !Equals")
}

// choice is what !If gives. The other way is resolved too: it is deployed somewhere. A nil value means no value.
func (r *reader) choice(n, argument *yaml.Node) *yaml.Node {
	if argument.Kind != yaml.SequenceNode || len(argument.Content) != 3 {
		r.refuse(n, "!If needs a condition and two values")
		return scalar(n, "")
	}
	yes, no := r.resolve(argument.Content[1]), r.resolve(argument.Content[2])
	if r.holds(n, argument.Content[0].Value) {
		return yes
	}
	return no
}
