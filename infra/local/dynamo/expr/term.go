package expr

import (
	"stellwerk/infra/local/dynamo/attr"
)

type termKind uint8

const (
	termPath termKind = iota
	termValue
	termSize
	termIfNotExists
	termListAppend
)

// term is an operand bound to a request: something that has a value for an item, or none.
type term struct {
	kind  termKind
	path  path       // termPath
	value attr.Value // termValue
	args  []term     // functions
}

// value is that of a condition's operand for an item, and false where the item has none.
func (t *term) of(it attr.Item) (attr.Value, bool) {
	switch t.kind {
	case termValue:
		return t.value, true
	case termSize:
		v, ok := t.args[0].of(it)
		if !ok {
			return v, false
		}
		return size(v)
	}
	return t.path.find(it)
}

// size is what the function size gives: bytes of a text or binary, members of a set, list or map.
func size(v attr.Value) (attr.Value, bool) {
	switch v.Kind() {
	case attr.S, attr.B:
		return attr.Int(len(v.Text())), true
	case attr.M:
		return attr.Int(len(v.Fields())), true
	case attr.L, attr.SS, attr.NS, attr.BS:
		return attr.Int(len(v.Members())), true
	}
	return attr.Value{}, false
}

// literal is the kind of the value if it is known without an item, else 0.
func (t *term) literal() attr.Kind {
	switch t.kind {
	case termValue:
		return t.value.Kind()
	case termSize:
		return attr.N
	}
	return 0
}

// binder replaces the names and values of one expression and collects what is wrong with the operands. The first fault
// of each sort counts; which sort comes first differs between conditions and updates.
type binder struct {
	scope    *Scope
	name     *Error // undefined #name
	value    *Error // undefined :value
	missing  *Error // the first of these two
	number   *Error // of operands
	distinct *Error
	kind     *Error // of an operand
}

func keepFirst(place **Error, fault *Error) {
	if *place == nil {
		*place = fault
	}
}

func (b *binder) path(raw path) path {
	p, fault := b.scope.path(raw)
	keepFirst(&b.name, fault)
	keepFirst(&b.missing, fault)
	return p
}

func (b *binder) literal(name string) attr.Value {
	v, fault := b.scope.value(name)
	keepFirst(&b.value, fault)
	keepFirst(&b.missing, fault)
	return v
}

func (b *binder) term(o operand) term {
	switch o.kind {
	case operandPath:
		return term{path: b.path(o.path)}
	case operandValue:
		return term{kind: termValue, value: b.literal(o.name)}
	}
	t := term{args: b.terms(o.args)}
	switch o.name {
	case "size":
		t.kind = termSize
	case "if_not_exists":
		t.kind = termIfNotExists
	case "list_append":
		t.kind = termListAppend
	}
	b.checkCall(o.name, t.args)
	return t
}

func (b *binder) terms(operands []operand) []term {
	terms := make([]term, len(operands))
	for i, o := range operands {
		terms[i] = b.term(o)
	}
	return terms
}

// checkCall checks number and kinds of a function's operands.
func (b *binder) checkCall(name string, args []term) {
	want, ok := conditionFunctions[name]
	if !ok {
		want = updateFunctions[name]
	}
	if len(args) != want {
		note(&b.number, "Incorrect number of operands for operator or function; operator or function: %s, number of operands: %d",
			name, len(args))
		return
	}
	switch name {
	case "attribute_exists", "attribute_not_exists", "if_not_exists":
		if args[0].kind != termPath {
			note(&b.kind, "Operator or function requires a document path; operator or function: %s", name)
		}
	case "attribute_type":
		b.checkTypeName(args[1])
	case "begins_with":
		b.checkKinds(name, args, attr.S, attr.B)
	case "size":
		b.checkKinds(name, args, attr.S, attr.B, attr.SS, attr.NS, attr.BS, attr.L, attr.M)
	case "list_append":
		b.checkKinds(name, args, attr.L)
	}
}

// checkKinds refuses operands whose kind is known and none of allowed.
func (b *binder) checkKinds(name string, args []term, allowed ...attr.Kind) {
	for i := range args {
		if k := args[i].literal(); k != 0 && !in(k, allowed) {
			b.noteKind(name, k.String())
		}
	}
}

func (b *binder) noteKind(name, kind string) {
	note(&b.kind, "Incorrect operand type for operator or function; operator or function: %s, operand type: %s", name, kind)
}

func in(k attr.Kind, kinds []attr.Kind) bool {
	for _, x := range kinds {
		if x == k {
			return true
		}
	}
	return false
}

func (b *binder) checkTypeName(t term) {
	switch k := t.literal(); {
	case k == 0:
		b.noteKind("attribute_type", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}")
	case k != attr.S:
		b.noteKind("attribute_type", k.String())
	default:
		if _, ok := attr.KindOf(t.value.Text()); !ok {
			note(&b.kind, "Invalid attribute type name found; type: %s, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}", t.value.Text())
		}
	}
}
