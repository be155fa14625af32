package replica

import (
	"slices"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// maxBatch is how many bytes of arguments go out at once: what the server takes, less what stands around them.
const maxBatch = route.MaxBody * 3 / 4

// Outgoing returns the commands to send now, in order, none if none wait or some are under way. Until Answered, Unanswered or
// Rejected is called they count as under way. What Save returns has to be on the device before they go out.
func (r *Replica) Outgoing() []ledger.Command {
	if r.restoring || r.following {
		return nil
	}
	r.dropUndone()
	var out []ledger.Command
	size := 0
	for _, p := range r.pending {
		if p.flying {
			return nil
		}
		if p.seq != 0 {
			continue
		}
		if p.Filter != nil {
			break // those after it keep their order
		}
		size += len(p.Command.Args)
		if len(out) > 0 && (size > maxBatch || len(out) == route.MaxCommands || r.single) {
			break
		}
		out = append(out, p.Command)
	}
	for _, c := range out {
		p := r.find(c.ID)
		p.load = r.loads
		if p.flying = true; !p.Sent {
			p.Sent = true
			r.kept.outbox[c.ID] = true
		}
	}
	return out
}

// dropUndone drops what was undone in another tab before it was sent.
func (r *Replica) dropUndone() {
	for _, p := range slices.Clone(r.pending) {
		if p.TakeBack && !p.Sent {
			r.drop(p)
		}
	}
}

func (r *Replica) find(id org.CommandID) *Pending {
	for _, p := range r.pending {
		if p.Command.ID == id {
			return p
		}
	}
	return nil
}

// Unanswered notes that no answer came: what was under way is sent again, under the same ids.
func (r *Replica) Unanswered() {
	for _, p := range r.pending {
		p.flying = false
	}
}

// Rejected notes that the server refused a request as a whole. If it held several commands they are sent one by one; a single
// one becomes a conflict.
func (r *Replica) Rejected(faults fault.List) {
	var under []*Pending
	for _, p := range r.pending {
		if p.flying {
			under = append(under, p)
			p.flying = false
		}
	}
	if len(under) != 1 {
		r.single = true
		return
	}
	r.drop(under[0])
	r.refuse(under[0], faults)
	r.rebase(under[0].refs)
}

func (r *Replica) drop(gone *Pending) {
	kept := r.pending[:0:0]
	for _, p := range r.pending {
		if p != gone {
			kept = append(kept, p)
		}
	}
	r.pending = kept
	r.kept.outbox[gone.Command.ID] = true
}

// Started is a job that a command became.
type Started struct {
	Command org.CommandID
	Said    string
	Job     route.JobReply
}

// Postponed says whether an answer is no verdict: the server was busy, or failed, and whether it has carried the command out is for it
// to say when the command comes again.
func Postponed(a route.CommandReply) bool {
	return a.State == route.Refused && len(a.Faults) > 0 && a.Faults[0].Kind.Later()
}

// Answered takes the server's answers, in any order and any number of times, and returns the jobs that were started. follow
// says that there are changes to fetch before all that was applied is here.
func (r *Replica) Answered(replies []route.CommandReply) (jobs []Started, follow bool) {
	var touched []ledger.Ref
	for _, a := range replies {
		p := r.find(a.Command)
		if p == nil {
			continue
		}
		p.flying = false
		touched = append(touched, p.refs...)
		switch a.State {
		case route.Applied:
			if a.Entry == nil {
				r.drop(p)
				r.tooLate(p, a)
				follow = true
				continue
			}
			if p.load != r.loads {
				continue
			}
			refs, here := r.arrived(*a.Entry)
			touched = append(touched, refs...)
			p.seq = a.Entry.Seq
			if here {
				r.confirm(p)
			} else {
				follow = true
			}
		case route.Running:
			if a.Job == nil {
				continue
			}
			r.drop(p)
			r.began(p.Command, p.Said)
			jobs = append(jobs, Started{p.Command.ID, p.Said, *a.Job})
			follow = true
		case route.Refused:
			if Postponed(a) {
				continue
			}
			r.drop(p)
			r.refuse(p, a.Faults)
		}
	}
	if len(r.pending) == 0 {
		r.single = false
	}
	r.rebase(touched)
	return jobs, follow
}

// arrived takes an entry that came as an answer, if it is the very next one; others come with the changes. Of one that a snapshot
// holds already the changes say nothing: it is kept as it is.
func (r *Replica) arrived(e ledger.Entry) (touched []ledger.Ref, here bool) {
	head := r.base.Head()
	switch {
	case r.loading && e.Seq <= r.from, !r.loading && e.Seq <= head.Seq:
		r.base.KeepEntry(e)
		r.kept.entry(e.Seq)
		return nil, !r.loading
	case r.loading:
		return nil, false
	case e.Proof != nil || e.Seq != head.Seq+1:
		return nil, false
	}
	if err := r.base.Apply(e); err != nil {
		return nil, false
	}
	r.applied(e)
	return refsOf(e), true
}

// confirm ends the waiting of a command whose entry is here.
func (r *Replica) confirm(p *Pending) {
	r.drop(p)
	r.entries[p.Command.ID] = p.seq
	r.made[p.Command.ID] = true
	r.save(p.refs)
	r.report(p)
	if p.TakeBack {
		r.takeBackNow(p, p.seq)
	}
}

// applied notes what an entry has changed here.
func (r *Replica) applied(e ledger.Entry) {
	for _, ref := range refsOf(e) {
		rec, _ := r.base.Record(ref)
		r.kept.touch(ref, rec.Alive())
	}
	r.kept.entry(e.Seq)
	r.kept.meta = true
}

func refsOf(e ledger.Entry) []ledger.Ref {
	refs := make([]ledger.Ref, len(e.Changes))
	for i, c := range e.Changes {
		refs[i] = c.Ref()
	}
	return refs
}

// Cursor is where the changes go on, "" while the snapshot is being loaded.
func (r *Replica) Cursor() string {
	if r.loading || r.restoring || r.following {
		return ""
	}
	return r.cursor
}

// Changed takes the changes after the cursor they were asked with. more says that there are further ones to fetch now.
func (r *Replica) Changed(asked string, c route.ChangesReply) (more bool) {
	if r.loading || asked != r.cursor {
		return r.loading
	}
	head := r.base.Head()
	if c.Restart || head.Epoch != "" && c.Head.Epoch != head.Epoch {
		r.restart()
		return true
	}
	if r.until == 0 {
		r.until = c.Head.Seq
	}
	var touched []ledger.Ref
	for _, e := range c.Entries {
		if e.Seq > r.base.Head().Seq {
			touched = append(touched, refsOf(e)...)
			r.deletedSince(e)
		}
		if err := r.base.Apply(e); err != nil {
			r.restart()
			return true
		}
		r.applied(e)
	}
	r.cursor, r.restarts = c.Cursor, 0
	if now := r.base.Head(); c.Seq >= now.Seq {
		r.kept.meta = r.kept.meta || c.Seq > now.Seq || now.Epoch == "" // a cursor that only looks different is not worth a write
		hash := now.Hash
		if c.Seq == c.Head.Seq {
			hash = c.Head.Hash
		}
		r.base.SetHead(ledger.Head{Seq: c.Seq, Hash: hash, Epoch: c.Head.Epoch})
	}
	r.stepsOf(c.Entries)
	r.lateOf(c.Entries)
	confirmed := r.settle(c.Entries)
	if len(touched) > 0 || confirmed {
		r.rebase(touched)
	}
	return c.More
}

// settle confirms the pending commands whose entries have come with the changes: those that the server has named, and those
// whose answer was lost and that are known by the command in the entry. An id is its maker's alone: an entry of somebody else who used it
// is not what this person wanted, and the server refuses what is sent under it.
func (r *Replica) settle(entries []ledger.Entry) (confirmed bool) {
	by := make(map[org.CommandID]uint64, len(entries))
	for _, e := range entries {
		if e.Command != "" && e.Actor.Member == r.me.Member {
			by[e.Command] = e.Seq
		}
	}
	head := r.base.Head().Seq
	for _, p := range append([]*Pending(nil), r.pending...) {
		if seq, ok := by[p.Command.ID]; ok {
			p.seq = seq
		}
		if p.seq != 0 && p.seq <= head {
			r.confirm(p)
			confirmed = true
		}
	}
	return confirmed
}
