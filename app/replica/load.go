package replica

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// maxRestarts is how often a snapshot is taken in a row before the replica gives up: a snapshot that changes never follow on is
// a fault of the server, and asking for ever would only add load.
const maxRestarts = 3

// restart forgets all that is confirmed and begins a snapshot. What waits is kept.
func (r *Replica) restart() {
	r.base = ledger.NewMemory(r.tenant, r.now)
	r.view = over(r.base)
	r.loading, r.have, r.total, r.next, r.from, r.cursor = true, 0, 0, "", 0, ""
	r.restarts++
	r.dir.clear()
	for _, p := range r.pending {
		p.refs = nil
	}
	r.rebase(nil)
}

// Stuck says that loading makes no sense any more; see maxRestarts.
func (r *Replica) Stuck() bool { return r.restarts > maxRestarts }

// Next is the cursor of the snapshot's next page, "" for the first, and whether there is one to be fetched.
func (r *Replica) Next() (cursor string, wanted bool) { return r.next, r.loading && !r.Stuck() }

// Loaded takes a page of the snapshot, as the bytes it came in, that was asked for with cursor. more says that there are
// further ones. The replica can be used before the last one is here. Faults: snapshot.malformed, record.malformed.
func (r *Replica) Loaded(asked string, page []byte) (more bool, err error) {
	if !r.loading || asked != r.next {
		return r.loading, nil
	}
	s, err := decodePage(page)
	if err != nil {
		return false, err
	}
	if asked == "" {
		r.from, r.total = s.seq, s.total
	}
	touched := make([]ledger.Ref, 0, len(s.records))
	for _, rec := range s.records {
		if old, _ := r.base.Record(rec.Ref); old.Seq > rec.Seq {
			continue
		}
		r.base.Set(rec)
		touched = append(touched, rec.Ref)
		if rec.Kind == ledger.KindMember && rec.Alive() {
			r.have++
		}
	}
	if s.next != "" {
		r.next = s.next
		r.rebase(touched)
		return true, nil
	}
	if s.cursor == "" {
		return false, fault.New(fault.Unavailable, "snapshot.malformed")
	}
	r.loading, r.next, r.cursor = false, "", s.cursor
	r.base.SetHead(ledger.Head{Seq: r.from})
	r.settle(nil)
	r.rebase(touched)
	return false, nil
}

// Wipe forgets everything: records, what waits, and what was refused.
func (r *Replica) Wipe() {
	r.pending, r.conflicts, r.entries = nil, nil, map[org.CommandID]uint64{}
	r.restart()
	r.restarts = 0
}
