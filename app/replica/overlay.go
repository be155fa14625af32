package replica

import "stellwerk/shared/ledger"

// world is what the server has confirmed, with what the pending commands change on top, so that the next command sees what
// those before it did.
type world struct {
	*ledger.Memory
	records map[ledger.Ref]ledger.Record
	uniques map[ledger.Unique]string
}

func over(base *ledger.Memory) world {
	return world{base, map[ledger.Ref]ledger.Record{}, map[ledger.Unique]string{}}
}

// Record returns a record as the pending commands leave it.
func (w world) Record(ref ledger.Ref) (ledger.Record, error) {
	if r, ok := w.records[ref]; ok {
		return r, nil
	}
	return w.Memory.Record(ref)
}

// Unique returns who holds a unique value as the pending commands leave it.
func (w world) Unique(u ledger.Unique) (string, error) {
	if id, ok := w.uniques[u]; ok {
		return id, nil
	}
	return w.Memory.Unique(u)
}

// Found returns what has the values of indexes as the pending commands leave it.
func (w world) Found(by ...ledger.Index) ([]string, error) {
	ids, err := w.Memory.Found(by...)
	return ledger.Adjust(ids, by, func(visit func(ledger.Ref, ledger.Entity)) {
		for ref, r := range w.records {
			visit(ref, r.Value)
		}
	}), err
}

// Count says how many records there are as the pending commands leave it.
func (w world) Count(kind ledger.Kind) (int, error) {
	n, err := w.Memory.Count(kind)
	for ref, r := range w.records {
		if ref.Kind == kind {
			old, _ := w.Memory.Record(ref)
			n += ledger.Alive(r.Value) - ledger.Alive(old.Value)
		}
	}
	return n, err
}

// lay puts changes on top and returns the records they touch.
func (w world) lay(changes []ledger.Change) ([]ledger.Ref, error) {
	refs := make([]ledger.Ref, 0, len(changes))
	for _, c := range changes {
		r, err := w.Record(c.Ref())
		if err != nil {
			return refs, err
		}
		fields, err := c.Apply(ledger.FieldsOf(r.Value))
		if err != nil {
			return refs, err
		}
		after, err := ledger.EntityOf(c.Kind, fields)
		if err != nil {
			return refs, err
		}
		for _, u := range ledger.UniquesOf(r.Value) {
			w.uniques[u] = ""
		}
		for _, u := range ledger.UniquesOf(after) {
			w.uniques[u] = c.ID
		}
		r.Value = after
		w.records[c.Ref()] = r
		refs = append(refs, c.Ref())
	}
	return refs, nil
}
