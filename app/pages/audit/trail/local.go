package trail

import (
	"slices"

	"stellwerk/app/store"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
)

// fromHere shows what this device knows by itself where the server does not answer and nothing is shown yet: entries that came by while the
// app ran. There may be others between them.
func (t *Trail) fromHere() {
	if len(t.Entries) > 0 || !t.Offline() {
		return
	}
	r := store.Replica()
	var known []ledger.Entry
	for seq := r.Head().Seq; seq > 0; seq-- {
		if e, err := r.World().Entry(seq); err == nil && t.matches(e) {
			known = append(known, e)
		}
	}
	t.local = len(known) > 0
	t.Entries = known
	t.Names.Learn(known...)
	t.by = nil
}

// Offline says that loading ended because there is no connection.
func (t *Trail) Offline() bool { return fault.Is(t.Err, "connection.none") }

// Local says that only what this device knows is shown.
func (t *Trail) Local() bool { return t.local }

// matches judges an entry as the server would by the query.
func (t *Trail) matches(e ledger.Entry) bool {
	q := t.query
	return (q.Actor == "" || string(e.Actor.Member) == q.Actor) &&
		(q.Deed == "" || e.Deed == q.Deed) &&
		(q.From.IsZero() || !e.At.Before(q.From)) &&
		(q.To.IsZero() || e.At.Before(q.To)) &&
		(q.Record == "" || slices.ContainsFunc(e.Changes, func(c ledger.Change) bool { return c.ID == q.Record }))
}
