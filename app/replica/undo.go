package replica

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// undoArgs are those of ledger.undo.
type undoArgs struct {
	Entries []uint64 `json:"entries"`
}

// Undo takes back a command of this session, at once. One that has not been sent is dropped; one that is under way disappears here
// and is taken back on the server as soon as it is confirmed; a confirmed one is undone by its entry. Faults: those of
// ledger.undo; job.underWay for a bulk command that the server has already; entry.notHere for one that this replica knows nothing of.
func (r *Replica) Undo(id org.CommandID, said string) error {
	for i, p := range r.pending {
		if p.Command.ID != id || p.TakeBack {
			continue
		}
		if p.Sent && p.Bulk {
			return fault.New(fault.Conflict, "job.underWay")
		}
		r.kept.outbox[id] = true
		if p.Sent || r.following { // another tab may be sending it at this moment
			p.TakeBack, p.Said = true, said
		} else {
			r.pending = append(r.pending[:i:i], r.pending[i+1:]...)
		}
		r.rebase(p.refs)
		return nil
	}
	seq, known := r.entries[id]
	if !known {
		return fault.New(fault.NeedsConnection, "entry.notHere", "entry", "?")
	}
	_, err := r.Do("ledger.undo", undoArgs{[]uint64{seq}}, said)
	return err
}

// Undoable says whether Undo knows this command.
func (r *Replica) Undoable(id org.CommandID) bool {
	if _, known := r.entries[id]; known {
		return true
	}
	for _, p := range r.pending {
		if p.Command.ID == id {
			return !p.TakeBack && !p.Bulk
		}
	}
	return false
}

// UndoEntries takes entries back, the latest first. Entries that have not come by here are made known first.
func (r *Replica) UndoEntries(entries []ledger.Entry, said string) (org.CommandID, error) {
	seqs := make([]uint64, len(entries))
	for i, e := range entries {
		r.KeepEntry(e)
		seqs[i] = e.Seq
	}
	return r.Do("ledger.undo", undoArgs{seqs}, said)
}

// UndoSeqs takes entries back by their positions alone, the latest first: those of a job. More than one becomes a job itself.
func (r *Replica) UndoSeqs(seqs []uint64, said string) (org.CommandID, error) {
	return r.Do("ledger.undo", undoArgs{seqs}, said)
}

// takeBackNow asks the server to undo what was undone here before it was confirmed.
func (r *Replica) takeBackNow(p *Pending, seq uint64) {
	undo, raw, err := named("ledger.undo", undoArgs{[]uint64{seq}})
	if err != nil {
		return
	}
	back := &Pending{
		Command: ledger.Command{ID: r.nextID(), Deed: undo.Name, Args: raw, Base: r.seenTo()},
		Said:    p.Said, At: r.now(), deed: undo,
	}
	r.pending = append(r.pending, back)
	r.kept.outbox[back.Command.ID] = true
}
