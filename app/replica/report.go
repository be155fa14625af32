package replica

import (
	"encoding/json"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// report notes that a command was carried out though it met other values than its maker had seen. Different fields and tags go
// together and are no news; what was stronger than something that somebody else has done is.
func (r *Replica) report(p *Pending) {
	if p.TakeBack || r.following || !r.beat(p) {
		return
	}
	r.setConflicts(append(r.conflicts, Conflict{Command: p.Command, Said: p.Said, At: r.now(), Seq: p.seq}), p.Command.ID)
}

// beat says whether a command was stronger than what others had done to the same records: it deactivated or deleted somebody whom they
// had edited, or took rights away that they had changed.
func (r *Replica) beat(p *Pending) bool {
	e, err := r.base.Entry(p.seq)
	if err != nil {
		return false
	}
	switch p.Command.Deed {
	case "members.edit":
		var args struct {
			Fields map[string]struct{ From org.Role }
		}
		_ = json.Unmarshal(p.Command.Args, &args)
		role, given := args.Fields["role"]
		if !given || len(e.Changes) != 1 {
			return false
		}
		var was org.Role
		_ = json.Unmarshal(e.Changes[0].Before["role"], &was)
		return was != "" && was != role.From
	case "members.deactivate", "members.delete":
		refs := make([]ledger.Ref, 0, len(e.Changes))
		for _, c := range e.Changes {
			refs = append(refs, c.Ref())
		}
		return len(touched(r.others(refs, p.Command.Base, p.seq-1, false))) > 0
	}
	return false
}

// forgetSeen takes out of the conflicts what their maker may not see any more: the values that they met and names. What was entered
// stays.
func (r *Replica) forgetSeen() {
	if me := r.Me().Role; me == "" || me.May(org.ManageMembers) && me.May(org.ManageTenant) {
		return
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
		if edited, ok := f.(map[string]any); ok && name != "tags" && edited["from"] != "" {
			edited["from"], changed = "", true
		} else if ok && name == "tags" && edited["from"] != nil {
			delete(edited, "from")
			changed = true
		}
	}
	if from, ok := args["from"].(string); ok && from != "" {
		args["from"], changed = "", true
	}
	c.Command.Args = marshal(args)
	return changed
}
