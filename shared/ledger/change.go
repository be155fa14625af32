package ledger

import (
	"bytes"

	"stellwerk/shared/fault"
)

// Op says what a change does to its record.
type Op string

// What a change can do.
const (
	Created Op = "created"
	Updated Op = "updated"
	Deleted Op = "deleted"
)

// Change is what becomes of one record. A created record has no Before and all its fields in After; a deleted one the other
// way round. An updated one has on both sides the changed fields only: a field that is missing on one side was or became empty.
type Change struct {
	Kind   Kind   `json:"kind"`
	ID     string `json:"id"`
	Op     Op     `json:"op"`
	Before Fields `json:"before,omitempty"`
	After  Fields `json:"after,omitempty"`
	Salt   []byte `json:"salt,omitempty"` // 16 bytes of chance, made when the entry is sealed
	// Salts are those of single fields, where a view shows only some of them.
	Salts map[string]Digest `json:"salts,omitempty"`
	// Erased are the digests of fields whose values were erased for good, see Entry.Erase.
	Erased map[string]Digest `json:"erased,omitempty"`
}

// Ref names the changed record.
func (c Change) Ref() Ref { return Ref{c.Kind, c.ID} }

// Between returns the change from one state to another; ok is false if there is none.
func Between(ref Ref, before, after Entity) (c Change, ok bool) {
	c = Change{Kind: ref.Kind, ID: ref.ID, Op: Updated}
	b, a := FieldsOf(before), FieldsOf(after)
	switch {
	case b == nil && a == nil:
		return c, false
	case b == nil:
		c.Op, c.After = Created, a
		return c, true
	case a == nil:
		c.Op, c.Before = Deleted, b
		return c, true
	}
	c.Before, c.After = Fields{}, Fields{}
	for _, n := range Names(b, a) {
		if bytes.Equal(b[n], a[n]) {
			continue
		}
		if v, had := b[n]; had {
			c.Before[n] = v
		}
		if v, has := a[n]; has {
			c.After[n] = v
		}
	}
	return c, len(c.Before)+len(c.After) > 0
}

// Apply returns the fields after the change, given those before. Faults: change.mismatch where the fields before are not
// those that the change was made from.
func (c Change) Apply(f Fields) (Fields, error) {
	return step(f, c.Op == Created, c.Before, c.Op == Deleted, c.After)
}

// Revert returns the fields before the change, given those after.
func (c Change) Revert(f Fields) (Fields, error) {
	return step(f, c.Op == Deleted, c.After, c.Op == Created, c.Before)
}

func step(f Fields, fromNothing bool, from Fields, toNothing bool, to Fields) (Fields, error) {
	if fromNothing != (f == nil) {
		return nil, fault.New(fault.Conflict, "change.mismatch")
	}
	for n, v := range from {
		if !bytes.Equal(f[n], v) {
			return nil, fault.New(fault.Conflict, "change.mismatch")
		}
	}
	if toNothing {
		return nil, nil
	}
	out := make(Fields, len(f)+len(to))
	for n, v := range f {
		if _, gone := from[n]; !gone {
			out[n] = v
		}
	}
	for n, v := range to {
		out[n] = v
	}
	return out, nil
}
