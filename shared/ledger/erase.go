package ledger

import "stellwerk/shared/org"

// Erase takes out of an entry what it says of a member: all values of their record, and their name where they acted. What stays are
// the digests of those values, made with salts that go with them, so that the chain still verifies and nobody can find the values by
// guessing. That there was such a change, and what was done with the record, stays. changed is false if there was nothing to erase.
func (e Entry) Erase(member org.MemberID) (erased Entry, changed bool) {
	ref := Ref{KindMember, string(member)}
	changes := make([]Change, len(e.Changes))
	for i, c := range e.Changes {
		if c.Ref() == ref && len(c.Before)+len(c.After) > 0 {
			c, changed = c.erase(), true
		}
		changes[i] = c
	}
	e.Changes = changes
	if a := e.Actor; a.Member == member && len(a.Salt) > 0 {
		d := e.actorLeaf()
		e.Actor, changed = EntryActor{Member: a.Member, Erased: &d}, true
	}
	return e, changed
}

// Erased says whether what the entry did can't be known any more, as values of it have been erased.
func (e Entry) Erased() bool {
	for _, c := range e.Changes {
		if len(c.Erased) > 0 {
			return true
		}
	}
	return false
}

func (c Change) erase() Change {
	out := Change{Kind: c.Kind, ID: c.ID, Op: c.Op, Salts: map[string]Digest{opField: c.salt(opField)}, Erased: map[string]Digest{}}
	for n, d := range c.Erased {
		out.Erased[n] = d
	}
	for _, n := range Names(c.Before, c.After) {
		out.Erased[n] = c.leaf(n)
	}
	return out
}

// salt is that of one field: made from the change's own, where that is known.
func (c Change) salt(field string) Digest {
	if len(c.Salt) > 0 {
		return fieldSalt(c.Salt, field)
	}
	return c.Salts[field]
}

func (c Change) leaf(field string) Digest {
	return leaf(c.salt(field), c.Kind, c.ID, field, c.Before[field], c.After[field])
}

func (e Entry) actorLeaf() Digest {
	return leaf(fieldSalt(e.Actor.Salt, "name"), "entry", "", "name", nil, []byte(e.Actor.Name))
}
