package expr

import (
	"maps"

	"stellwerk/infra/local/dynamo/attr"
)

// Update is an UpdateExpression bound to a request. It is not changed by use and may be shared.
type Update struct {
	actions []boundAction
	paths   []path
	tree    *tree
}

type boundAction struct {
	section section
	target  path
	sign    byte
	left    term
	right   term
}

// Update reads an update expression. Target paths that overlap are refused.
func (s *Scope) Update(text string) (Update, error) {
	raw, fault := updates.get(text, parseUpdate)
	if fault != nil {
		return Update{}, fault.in(kindUpdate)
	}
	b := binder{scope: s}
	u := Update{actions: make([]boundAction, len(raw)), paths: make([]path, len(raw))}
	var operands binder // faults of ADD and DELETE come before those of functions
	for i, a := range raw {
		bound := boundAction{section: a.section, target: b.path(a.target), sign: a.sign}
		if a.section != sectionRemove {
			bound.left = b.term(a.left)
		}
		if a.sign != 0 {
			bound.right = b.term(a.right)
			b.checkKinds(string(a.sign), []term{bound.left, bound.right}, attr.N)
			b.checkSum(string(a.sign), bound)
		}
		operands.checkSection(bound)
		u.actions[i], u.paths[i] = bound, bound.target
	}
	for _, fault := range []*Error{b.name, b.value} {
		if fault != nil {
			return Update{}, fault.in(kindUpdate)
		}
	}
	for _, fault := range []*Error{disjoint(u.paths), operands.kind, b.number, b.kind} {
		if fault != nil {
			return Update{}, fault.in(kindUpdate)
		}
	}
	u.tree = plant(u.paths)
	return u, nil
}

// checkSum refuses a list as part of a sum.
func (b *binder) checkSum(sign string, a boundAction) {
	if a.left.kind == termListAppend || a.right.kind == termListAppend {
		b.noteKind(sign, attr.L.String())
	}
}

// Names of kinds in the faults of ADD and DELETE.
var sectionKinds = map[attr.Kind]string{
	attr.S: "STRING", attr.N: "NUMBER", attr.B: "BINARY", attr.Bool: "BOOLEAN", attr.Null: "NULL", attr.L: "LIST", attr.M: "MAP",
}

// checkSection refuses operands of ADD that are neither number nor set, and of DELETE that are no set.
func (b *binder) checkSection(a boundAction) {
	if a.section != sectionAdd && a.section != sectionDelete {
		return
	}
	name, refused := sectionKinds[a.left.value.Kind()]
	if refused && !(a.section == sectionAdd && a.left.value.Kind() == attr.N) {
		note(&b.kind, "Incorrect operand type for operator or function; operator: %s, operand type: %s, typeSet: ALLOWED_FOR_%s_OPERAND",
			a.section, name, a.section)
	}
}

// Paths are the names of the top-level attributes that the update touches, in its order and with repetitions.
func (u Update) Paths() []string { return heads(u.paths) }

// Pick is the part of an item at the update's target paths: what ReturnValues UPDATED_OLD and UPDATED_NEW give.
func (u Update) Pick(it attr.Item) attr.Item { return u.tree.pick(it) }

// Apply makes the updated item; old stays as it is. All right sides read old.
func (u Update) Apply(old attr.Item) (attr.Item, error) { return u.apply(old, false) }

// ApplyNew is Apply for an item that is not there yet, so that old is only its key. What would be removed from inside a
// document is passed over then, where Apply refuses the path.
func (u Update) ApplyNew(key attr.Item) (attr.Item, error) { return u.apply(key, true) }

func (u Update) apply(old attr.Item, absent bool) (attr.Item, error) {
	edits := make([]edit, len(u.actions))
	for i := range u.actions {
		var fault *Error
		if edits[i], fault = u.actions[i].edit(old); fault != nil {
			return nil, fault
		}
	}
	e := editor{edits: edits, absent: absent}
	it, fault := e.fields(u.tree, old)
	if fault != nil {
		return nil, fault
	}
	return it, nil
}

// edit is what happens at one target path.
type edit struct {
	verb  verb
	value attr.Value
}

type verb uint8

const (
	keep verb = iota
	put
	remove
)

func (a *boundAction) edit(old attr.Item) (edit, *Error) {
	switch a.section {
	case sectionRemove:
		return edit{verb: remove}, nil
	case sectionAdd:
		return a.add(old)
	case sectionDelete:
		return a.subtract(old)
	}
	v, fault := a.sum(old)
	if fault == nil && len(a.target)-1+v.Depth() > attr.MaxDepth {
		fault = fromAttr(attr.ErrDepth)
	}
	return edit{verb: put, value: v}, fault
}

func (a *boundAction) sum(old attr.Item) (attr.Value, *Error) {
	left, fault := a.left.resolve(old)
	if fault != nil || a.sign == 0 {
		return left, fault
	}
	right, fault := a.right.resolve(old)
	if fault != nil {
		return right, fault
	}
	if left.Kind() != attr.N || right.Kind() != attr.N {
		return left, errDataType
	}
	combine := attr.Add
	if a.sign == '-' {
		combine = attr.Subtract
	}
	v, err := combine(left, right)
	return v, fromAttr(err)
}

// resolve is the value of an operand of SET, which must be there.
func (t *term) resolve(old attr.Item) (attr.Value, *Error) {
	switch t.kind {
	case termValue:
		return t.value, nil
	case termIfNotExists:
		if v, ok := t.args[0].path.find(old); ok {
			return v, nil
		}
		return t.args[1].resolve(old)
	case termListAppend:
		return t.appended(old)
	}
	v, ok := t.path.find(old)
	if !ok {
		return v, errMissing
	}
	return v, nil
}

func (t *term) appended(old attr.Item) (attr.Value, *Error) {
	var joined []attr.Value
	for i := range t.args {
		v, fault := t.args[i].resolve(old)
		if fault != nil {
			return v, fault
		}
		if v.Kind() != attr.L {
			return v, errDataType
		}
		joined = append(joined, v.Members()...)
	}
	return attr.List(joined...), nil
}

// add is ADD: a number to a number, members to a set of the same kind; what is missing begins as zero or empty.
func (a *boundAction) add(old attr.Item) (edit, *Error) {
	given := a.left.value
	v, ok := a.target.find(old)
	switch {
	case !ok:
		return edit{put, given}, nil
	case v.Kind() != given.Kind():
		return edit{}, errDataType
	case v.Kind() == attr.N:
		sum, err := attr.Add(v, given)
		return edit{put, sum}, fromAttr(err)
	}
	return edit{put, v.Union(given)}, nil
}

// subtract is DELETE: members from a set of the same kind; an empty set goes away.
func (a *boundAction) subtract(old attr.Item) (edit, *Error) {
	given := a.left.value
	v, ok := a.target.find(old)
	switch {
	case !ok:
		return edit{}, nil
	case v.Kind() != given.Kind():
		return edit{}, errDataType
	}
	if left, some := v.Without(given); some {
		return edit{put, left}, nil
	}
	return edit{verb: remove}, nil
}

// editor applies edits to copies of the maps and lists on the way to them.
type editor struct {
	edits  []edit
	absent bool // there was no item
}

func (e *editor) fields(n *tree, old attr.Item) (attr.Item, *Error) {
	changed := maps.Clone(old)
	if changed == nil {
		changed = attr.Item{}
	}
	for name, child := range n.fields {
		v, ok := old[name]
		if child.leaf > 0 {
			switch ed := e.edits[child.leaf-1]; ed.verb {
			case put:
				changed[name] = ed.value
			case remove:
				delete(changed, name)
			}
			continue
		}
		if !ok && e.passes(child) {
			continue
		}
		v, fault := e.value(child, v)
		if fault != nil {
			return nil, fault
		}
		changed[name] = v
	}
	return changed, nil
}

// passes says that nothing is put below n while there was no item to remove anything from.
func (e *editor) passes(n *tree) bool {
	if !e.absent || n.leaf > 0 && e.edits[n.leaf-1].verb == put {
		return false
	}
	for _, child := range n.fields {
		if !e.passes(child) {
			return false
		}
	}
	for _, child := range n.items {
		if !e.passes(child) {
			return false
		}
	}
	return true
}

// value edits inside v, which must be the map or list that the paths expect.
func (e *editor) value(n *tree, v attr.Value) (attr.Value, *Error) {
	switch {
	case n.fields != nil && v.Kind() == attr.M:
		changed, fault := e.fields(n, v.Fields())
		return attr.Map(changed), fault
	case n.items != nil && v.Kind() == attr.L:
		changed, fault := e.items(n, v.Members())
		return attr.List(changed...), fault
	}
	return v, errPath
}

// items edits a list. All indexes are those of the old list; what is put behind its end is appended in order of the indexes.
func (e *editor) items(n *tree, old []attr.Value) ([]attr.Value, *Error) {
	changed := make([]attr.Value, 0, len(old)+len(n.items))
	for i, v := range old {
		child := n.items[i]
		if child == nil {
			changed = append(changed, v)
			continue
		}
		if child.leaf == 0 {
			v, fault := e.value(child, v)
			if fault != nil {
				return nil, fault
			}
			changed = append(changed, v)
			continue
		}
		switch ed := e.edits[child.leaf-1]; ed.verb {
		case keep:
			changed = append(changed, v)
		case put:
			changed = append(changed, ed.value)
		}
	}
	for _, i := range n.indexes() {
		child := n.items[i]
		switch {
		case i < len(old):
		case child.leaf == 0:
			return nil, errPath
		case e.edits[child.leaf-1].verb == put:
			changed = append(changed, e.edits[child.leaf-1].value)
		}
	}
	return changed, nil
}
