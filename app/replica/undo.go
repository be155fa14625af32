package replica

import (
	"encoding/json"
	"slices"

	"stellwerk/shared/deeds/members"
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
	deed, args := r.wayBack(seq)
	_, err := r.Do(deed, args, said)
	return err
}

// wayBack is the deed that takes an entry of one's own back. Who may not read the ledger can't name its entries; where all that it changed
// are their own details, the way back is another change. Else it is an undo, which says itself why it can't be.
func (r *Replica) wayBack(seq uint64) (deed string, args any) {
	me, undo := r.Me(), undoArgs{[]uint64{seq}}
	e, err := r.base.Entry(seq)
	if err != nil || me.Role.May(org.ReadLedger) {
		return "ledger.undo", undo
	}
	edit := members.EditArgs{Member: me.Member, Fields: map[string]members.Edited{}}
	for _, c := range e.Changes {
		for _, name := range ledger.Names(c.Before, c.After) {
			if c.Kind != ledger.KindMember || c.ID != string(me.Member) || !slices.Contains(members.OwnFields, name) {
				return "ledger.undo", undo
			}
			edit.Fields[name] = members.Edited{From: orNone(name, c.After[name]), To: orNone(name, c.Before[name])}
		}
	}
	return "members.edit", edit
}

// orNone is a field's value as an edit has it, also where there is none.
func orNone(name string, value json.RawMessage) json.RawMessage {
	switch {
	case len(value) > 0:
		return value
	case members.Commutes(name):
		return json.RawMessage(`[]`)
	}
	return json.RawMessage(`""`)
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
	deed, args := r.wayBack(seq)
	undo, raw, err := named(deed, args)
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
