package replica

import (
	"encoding/json"
	"slices"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// report notes that a command was carried out though it met other values than its maker had seen. Different fields and tags go
// together and are no news; what was stronger than something that somebody else has done is.
func (r *Replica) report(p *Pending) {
	if p.TakeBack || r.following {
		return
	}
	if p.Command.Deed == "members.edit" {
		if r.revoked(p) {
			r.setConflicts(append(r.conflicts, Conflict{Command: p.Command, Said: p.Said, At: r.now(), Seq: p.seq}), p.Command.ID)
		}
		return
	}
	if e, err := r.base.Entry(p.seq); err == nil {
		r.reportStep(e, p.Command.Base, p.Said)
	}
}

// revoked says whether an edit took rights away that others had changed.
func (r *Replica) revoked(p *Pending) bool {
	e, err := r.base.Entry(p.seq)
	var args struct {
		Fields map[string]struct{ From org.Role }
	}
	_ = json.Unmarshal(p.Command.Args, &args)
	role, given := args.Fields["role"]
	if err != nil || !given || len(e.Changes) != 1 {
		return false
	}
	var was org.Role
	_ = json.Unmarshal(e.Changes[0].Before["role"], &was)
	return was != "" && was != role.From
}

// stronger are the deeds that are done whatever others have done to the same people meanwhile.
func stronger(deed string) bool {
	return deed == "members.deactivate" || deed == "members.delete" || deed == "members.import"
}

// reportStep notes that an entry was stronger than what others had done, since its maker looked, to the people whom it is about. Where it is
// not known here what they did, that is asked for first.
func (r *Replica) reportStep(e ledger.Entry, base uint64, said string) {
	if base == 0 || !stronger(e.Deed) {
		return
	}
	refs := refsOf(e)
	c := Conflict{Command: ledger.Command{ID: e.Command, Deed: e.Deed, Base: base}, Said: said, At: r.now(), Seq: e.Seq}
	met := r.met(c, r.others(refs, base, e.Seq-1, false))
	switch {
	case len(met) > 0:
		refs = refsMet(met)
	case r.follows(base, e.Seq):
		return
	default:
		c.Unsure = e.Seq
	}
	ids := make([]org.MemberID, 0, len(refs))
	for _, ref := range refs {
		ids = append(ids, org.MemberID(ref.ID))
	}
	c.Command.Args = withMembers(nil, ids)
	r.setConflicts(append(r.conflicts, c), e.Command)
}

// met are the fields in which an entry met others. An import meets them only where it writes.
func (r *Replica) met(c Conflict, others []Touch) []Value {
	out := touched(others)
	e, err := r.base.Entry(c.Seq)
	if c.Command.Deed != "members.import" || err != nil {
		return out
	}
	return slices.DeleteFunc(out, func(v Value) bool {
		for _, ch := range e.Changes {
			if _, wrote := ch.After[v.Field]; wrote && ch.Ref() == v.Ref {
				return false
			}
		}
		return true
	})
}

func refsMet(values []Value) (out []ledger.Ref) {
	for _, v := range values {
		if !slices.Contains(out, v.Ref) {
			out = append(out, v.Ref)
		}
	}
	return out
}

// follows says whether all entries between two positions are here.
func (r *Replica) follows(after, before uint64) bool {
	for seq := before - 1; seq > after; seq-- {
		if _, err := r.base.Entry(seq); err != nil {
			return false
		}
	}
	return true
}

// sureNow tells, or drops, what it was not known of whether there was anything to tell.
func (r *Replica) sureNow(w Gap, entries []ledger.Entry) {
	c := r.conflict(w.Command)
	if c == nil || c.Unsure == 0 {
		return
	}
	met := r.met(*c, r.others(r.about(c.Command), c.Command.Base, c.Seq-1, false))
	switch {
	case len(met) > 0:
		c.Unsure = 0
	case len(entries) >= GapLimit:
		c.Unsure = entries[len(entries)-1].Seq // the oldest
	default:
		r.Dismiss(w.Command)
		return
	}
	r.setConflicts(r.conflicts, w.Command)
}

// tooLate tells that a command which was undone on its way had been carried out, where nothing can be seen, and so nothing taken back, of it
// any more.
func (r *Replica) tooLate(p *Pending, a route.CommandReply) {
	if p.TakeBack && a.Hidden && !r.following {
		c := Conflict{Command: p.Command, Said: p.Said, At: r.now(), Faults: fault.List{fault.New(fault.Forbidden, tooLate)}}
		r.setConflicts(append(r.conflicts, c), p.Command.ID)
	}
}

// forgetSeen takes out of the conflicts what their maker may not see any more: the values that they met and names. What was entered
// stays.
func (r *Replica) forgetSeen() {
	if me := r.Me().Role; me == "" || me.May(org.ManageMembers) && me.May(org.ManageTenant) {
		return
	}
	for i := range r.jobs {
		if j := &r.jobs[i]; j.Said != "" {
			j.Said = ""
			r.kept.jobs[j.Command.ID] = true
		}
	}
	for i := range r.conflicts {
		if r.conflicts[i].forget() {
			r.setConflicts(r.conflicts, r.conflicts[i].Command.ID)
		}
	}
}

func (c *Conflict) forget() (changed bool) {
	changed = c.Said != ""
	c.Said = ""
	for _, f := range c.Faults {
		for _, name := range []string{"is", "was", "name"} {
			if f.Values[name] != "" {
				f.Values[name], changed = "…", changed || f.Values[name] != "…"
			}
		}
	}
	var args map[string]any
	if json.Unmarshal(c.Command.Args, &args) != nil {
		return changed
	}
	fields, _ := args["fields"].(map[string]any)
	for name, f := range fields {
		edited, ok := f.(map[string]any)
		if !ok {
			continue
		}
		if !members.Commutes(name) {
			if edited["from"] != "" {
				edited["from"], changed = "", true
			}
		} else if saw, _ := edited["from"].([]any); len(saw) > 0 {
			edited["from"], changed = []any{}, true
		}
	}
	if from, ok := args["from"].(string); ok && from != "" {
		args["from"], changed = "", true
	}
	c.Command.Args = marshal(args)
	return changed
}
