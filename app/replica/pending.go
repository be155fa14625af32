package replica

import (
	"encoding/json"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Pending is a command that the server has not confirmed yet.
type Pending struct {
	Command  ledger.Command `json:"command"`
	Said     string         `json:"said"` // what the person was told
	At       time.Time      `json:"at"`
	Bulk     bool           `json:"bulk,omitempty"`     // becomes a job
	Sent     bool           `json:"sent,omitempty"`     // went out once at least: whether it was carried out only the server knows
	TakeBack bool           `json:"takeBack,omitempty"` // was undone before it was confirmed

	deed   ledger.Deed
	flying bool         // its request is under way
	seq    uint64       // the entry it became, which has not arrived here yet
	refs   []ledger.Ref // what it touches here
}

// Conflict is a command that was refused, with its full input: nothing is dropped silently.
type Conflict struct {
	Command ledger.Command `json:"command"`
	Said    string         `json:"said"`
	At      time.Time      `json:"at"`
	Faults  fault.List     `json:"faults"`
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

// Conflicts lists the commands that were refused, oldest first.
func (r *Replica) Conflicts() []Conflict { return r.conflicts }

// Retry runs a refused command again, as a new one. Where it was refused because a value had changed meanwhile, the value that
// the fault named counts as seen: whoever tries again wants it changed nevertheless. If the command is refused here and now, it
// stays where it is, and the faults say why.
func (r *Replica) Retry(id org.CommandID) (org.CommandID, error) {
	for i, c := range r.conflicts {
		if c.Command.ID != id {
			continue
		}
		again, err := r.Do(c.Command.Deed, c.seen(), c.Said)
		if err != nil {
			if fs := fault.All(err); fs != nil {
				r.conflicts[i].Faults = fs
				r.kept.inbox[id] = true
			}
			r.version++
			return "", err
		}
		r.Dismiss(id)
		return again, nil
	}
	return "", nil
}

// Nevertheless says whether Retry overrules what somebody else has changed meanwhile.
func (c Conflict) Nevertheless() bool {
	f := fault.First(c.Faults.Err())
	return f != nil && (f.Code == "member.changedMeanwhile" || f.Code == "tenant.changedMeanwhile" || f.Code == "member.deactivatedMeanwhile")
}

// seen is the command's arguments with the values that its faults named as those it changes from.
func (c Conflict) seen() json.RawMessage {
	var args map[string]any
	if !c.Nevertheless() || json.Unmarshal(c.Command.Args, &args) != nil {
		return c.Command.Args
	}
	fields, _ := args["fields"].(map[string]any)
	for _, f := range c.Faults {
		if edited, ok := fields[f.Field].(map[string]any); ok {
			edited["from"] = f.Values["is"]
		} else if f.Code == "tenant.changedMeanwhile" {
			args["from"] = f.Values["is"]
		} else if f.Code == "member.deactivatedMeanwhile" {
			delete(args, "sawActive")
		}
	}
	raw, err := json.Marshal(args)
	if err != nil {
		return c.Command.Args
	}
	return raw
}

// Dismiss drops a refused command.
func (r *Replica) Dismiss(id org.CommandID) {
	kept := r.conflicts[:0:0]
	for _, c := range r.conflicts {
		if c.Command.ID != id {
			kept = append(kept, c)
		}
	}
	r.conflicts = kept
	r.kept.inbox[id] = true
	r.version++
}

func (r *Replica) conflict(id org.CommandID) *Conflict {
	for i := range r.conflicts {
		if r.conflicts[i].Command.ID == id {
			return &r.conflicts[i]
		}
	}
	return nil
}

// refuse moves a command to the conflicts. One that was undone already is simply over.
func (r *Replica) refuse(p *Pending, faults fault.List) {
	r.kept.outbox[p.Command.ID] = true
	if p.TakeBack {
		return
	}
	r.conflicts = append(r.conflicts, Conflict{p.Command, p.Said, r.now(), faults})
	r.kept.inbox[p.Command.ID] = true
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
		if !p.TakeBack && !p.Bulk {
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
	r.count()
	r.shown(touched)
}

func faultsOf(err error) fault.List {
	if fs := fault.All(err); fs != nil {
		return fs
	}
	return fault.List{fault.New(fault.Unavailable, "app.unforeseen")}
}
