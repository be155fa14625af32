package replica

import (
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
)

// Pending is a command that the server has not confirmed yet.
type Pending struct {
	Command  ledger.Command `json:"command"`
	Said     string         `json:"said"` // what the person was told
	At       time.Time      `json:"at"`
	Bulk     bool           `json:"bulk,omitempty"`     // becomes a job
	Sent     bool           `json:"sent,omitempty"`     // went out once at least: whether it was carried out only the server knows
	TakeBack bool           `json:"takeBack,omitempty"` // was undone before it was confirmed
	Filter   *Filtered      `json:"filter,omitempty"`   // whom it is about is decided when it can be sent

	deed   ledger.Deed
	flying bool         // its request is under way
	load   int          // the snapshot that was here when it went out: an answer of before shows what may not be seen any more
	seq    uint64       // the entry it became, which has not arrived here yet
	refs   []ledger.Ref // what it touches here
}

// Pending lists the commands that wait, oldest first. What was undone already is not in it.
func (r *Replica) Pending() []Pending {
	out := make([]Pending, 0, len(r.pending))
	for _, p := range r.pending {
		if !p.TakeBack {
			out = append(out, *p)
		}
	}
	return out
}

// rebase lays the pending commands on what is confirmed, anew and in order, and tells the directory what looks different.
// A command that faults now and has never been sent moves to the conflicts; of one that was sent only the server knows, and of what
// happens in the tab that follows only the one that leads.
func (r *Replica) rebase(touched []ledger.Ref) {
	for ref := range r.view.records {
		touched = append(touched, ref)
	}
	r.view = over(r.base)
	kept := r.pending[:0:0]
	for _, p := range r.pending {
		p.refs = nil
		if !p.TakeBack && !p.Bulk && p.Filter == nil {
			out, err := p.deed.Run(r.view, r.Me(), p.Command.Args)
			if err == nil {
				p.refs, err = r.view.lay(out.Changes)
			}
			if err != nil && !p.Sent && !r.loading && !r.following {
				r.refuse(p, faultsOf(err))
				continue
			}
		}
		kept = append(kept, p)
	}
	r.pending = kept
	for ref := range r.view.records {
		touched = append(touched, ref)
	}
	r.forgetSeen()
	r.count()
	r.shown(touched)
}

func faultsOf(err error) fault.List {
	if fs := fault.All(err); fs != nil {
		return fs
	}
	return fault.List{fault.New(fault.Unavailable, "app.unforeseen")}
}
