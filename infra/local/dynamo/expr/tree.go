package expr

import (
	"maps"
	"slices"

	"stellwerk/infra/local/dynamo/attr"
)

// tree joins document paths that have been found disjoint: each inner node has fields or items, a leaf the number of
// its path. The root stands for the item.
type tree struct {
	leaf   int // position in paths + 1; 0 for inner nodes
	fields map[string]*tree
	items  map[int]*tree
}

func plant(paths []path) *tree {
	root := &tree{}
	for i, p := range paths {
		n := root
		for _, s := range p {
			n = n.child(s)
		}
		n.leaf = i + 1
	}
	return root
}

func (n *tree) child(s step) *tree {
	if s.index < 0 {
		if n.fields == nil {
			n.fields = make(map[string]*tree)
		}
		if n.fields[s.name] == nil {
			n.fields[s.name] = &tree{}
		}
		return n.fields[s.name]
	}
	if n.items == nil {
		n.items = make(map[int]*tree)
	}
	if n.items[s.index] == nil {
		n.items[s.index] = &tree{}
	}
	return n.items[s.index]
}

// indexes are those of the items, in order.
func (n *tree) indexes() []int { return slices.Sorted(maps.Keys(n.items)) }

// pick is the part of fields that the tree names. Maps and lists keep only what is named; a list closes ranks.
func (n *tree) pick(fields attr.Item) attr.Item {
	picked := attr.Item{}
	for name, child := range n.fields {
		if v, ok := fields[name]; ok {
			if v, ok = child.pickValue(v); ok {
				picked[name] = v
			}
		}
	}
	return picked
}

func (n *tree) pickValue(v attr.Value) (attr.Value, bool) {
	switch {
	case n.leaf > 0:
		return v, true
	case n.fields != nil:
		picked := n.pick(v.Fields())
		return attr.Map(picked), len(picked) > 0
	case v.Kind() != attr.L:
		return v, false
	}
	var picked []attr.Value
	for _, i := range n.indexes() {
		if i >= len(v.Members()) {
			break
		}
		if m, ok := n.items[i].pickValue(v.Members()[i]); ok {
			picked = append(picked, m)
		}
	}
	return attr.List(picked...), len(picked) > 0
}
