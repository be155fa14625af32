package attr

import (
	"encoding/base64"
	"maps"
	"slices"
	"strings"
)

// checkSet refuses an empty set and equal members.
func (v Value) checkSet() *Error {
	members := v.more.list
	if len(members) == 0 {
		switch v.kind {
		case SS:
			return invalid(parameters + "An string set  may not be empty")
		case NS:
			return invalid(parameters + "An number set  may not be empty")
		}
		return invalid(parameters + "Binary sets should not be empty")
	}
	seen := make(map[string]bool, len(members))
	for _, m := range members {
		if seen[m.text] {
			return v.errDuplicates()
		}
		seen[m.text] = true
	}
	return nil
}

// errDuplicates has another wording for each kind of set, as DynamoDB does.
func (v Value) errDuplicates() *Error {
	switch v.kind {
	case SS:
		return invalid(parameters + "Input collection " + v.inner() + " contains duplicates.")
	case BS:
		return invalid(parameters + "Input collection " + v.inner() + "of type BS contains duplicates.")
	}
	return errDuplicates
}

// Describe is the value as DynamoDB writes it in its error texts, such as {S:abc} or {NS:[1, 2]}.
func (v Value) Describe() string { return "{" + v.kind.String() + ":" + v.inner() + "}" }

func (v Value) inner() string {
	switch v.kind {
	case S, N:
		return v.Text()
	case B:
		return base64.StdEncoding.EncodeToString([]byte(v.text))
	case Null:
		return "true"
	case Bool:
		if v.flag {
			return "true"
		}
		return "false"
	}
	words := make([]string, 0, len(v.more.list)+len(v.more.fields))
	for _, m := range v.more.list {
		if v.kind == L {
			words = append(words, m.Describe())
		} else {
			words = append(words, m.inner())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v.more.fields)) {
		words = append(words, name+"="+v.more.fields[name].Describe())
	}
	if v.kind == M {
		return "{" + strings.Join(words, ", ") + "}"
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// Union is the set v with the members of other that it lacks, which must be of the same kind.
func (v Value) Union(other Value) Value {
	in := v.texts()
	joined := slices.Clone(v.more.list)
	for _, m := range other.more.list {
		if !in[m.text] {
			joined = append(joined, m)
		}
	}
	return Value{kind: v.kind, more: &parts{list: joined}}
}

// Without is the set v less the members of other, which must be of the same kind; false if nothing is left.
func (v Value) Without(other Value) (Value, bool) {
	out := other.texts()
	var left []Value
	for _, m := range v.more.list {
		if !out[m.text] {
			left = append(left, m)
		}
	}
	return Value{kind: v.kind, more: &parts{list: left}}, len(left) > 0
}

func (v Value) texts() map[string]bool {
	texts := make(map[string]bool, len(v.more.list))
	for _, m := range v.more.list {
		texts[m.text] = true
	}
	return texts
}
