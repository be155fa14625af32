package replica

import (
	"encoding/json"
	"slices"
	"time"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Conflict is a command that was refused, with its full input, or one that was carried out though it met other values than its
// maker had seen. It stays until somebody decides: nothing is dropped silently.
type Conflict struct {
	Command ledger.Command `json:"command"`
	Said    string         `json:"said"`
	At      time.Time      `json:"at"`
	Faults  fault.List     `json:"faults,omitempty"`
	Seq     uint64         `json:"seq,omitempty"`    // the entry that it became, if it was carried out
	Filter  *Filtered      `json:"filter,omitempty"` // whom it is about has to be decided anew
	// Unsure is the position before which it is not known yet what others did, and so whether there is anything to tell; 0 if it is. Nobody is
	// shown it until then.
	Unsure uint64 `json:"unsure,omitempty"`
}

// tooLate is the code of what was undone on its way, had been carried out already, and can't be taken back by its maker any more.
const tooLate = "undo.tooLate"

// afterAll is the code of what was refused, and has been carried out all the same: an earlier sending of it came later.
const afterAll = "command.afterAll"

// idle are the refusals of what is so already: somebody else has done the same.
var idle = map[string]bool{"edit.none": true, "member.inactive": true, "member.notInactive": true, "tags.unchanged": true, "group.unchanged": true}

// Needs says whether somebody has to decide. What was carried out, and what is so already, is only to be known.
func (c Conflict) Needs() bool { return c.Seq == 0 && !c.idle() && !c.Stands() }

// Stands says that it was carried out, though it was to be undone or was said to be refused.
func (c Conflict) Stands() bool { return c.Code() == tooLate || c.Code() == afterAll }

func (c Conflict) idle() bool {
	gone := c.Command.Deed == "members.delete" && c.Code() == "member.notFound" && len(membersOf(c.Command.Args)) == 1
	return idle[c.Code()] || gone || c.Command.Deed == "groups.delete" && c.Code() == "group.notFound"
}

// Code is the first fault's; "" if it was carried out.
func (c Conflict) Code() string {
	if len(c.Faults) == 0 {
		return ""
	}
	return c.Faults[0].Code
}

// Nevertheless says whether Retry overrules what somebody else has done meanwhile.
func (c Conflict) Nevertheless() bool {
	switch c.Code() {
	case "member.changedMeanwhile", "member.deactivatedMeanwhile", "tenant.changedMeanwhile", "tenant.offlineMeanwhile", "tenant.fieldMeanwhile",
		"group.changedMeanwhile", "group.movedMeanwhile":
		return true
	}
	return false
}

// Kind is the same for conflicts that can be decided together: the same deed, refused for the same reason.
func (c Conflict) Kind() string { return c.Command.Deed + " " + c.Code() }

// Conflicts lists the commands that were refused, oldest first.
func (r *Replica) Conflicts() []Conflict {
	return r.some(func(c *Conflict) bool { return c.Seq == 0 && !c.Stands() })
}

// Inbox lists the commands that were refused and those that met other values, oldest first.
func (r *Replica) Inbox() []Conflict { return r.some(func(c *Conflict) bool { return c.Unsure == 0 }) }

// Undecided lists those that somebody has to decide about, oldest first.
func (r *Replica) Undecided() []Conflict { return r.some((*Conflict).needs) }

func (c *Conflict) needs() bool { return c.Needs() }

func (r *Replica) some(wanted func(*Conflict) bool) (out []Conflict) {
	for i := range r.conflicts {
		if wanted(&r.conflicts[i]) {
			out = append(out, r.conflicts[i])
		}
	}
	return out
}

// Retry runs a refused command again, as a new one, and lets go of the old one. What is there now counts as seen: whoever tries again
// wants it changed nevertheless. Somebody who was deleted alone is brought back first. If the command is refused here and now, it
// stays where it is, and the faults say why.
func (r *Replica) Retry(id org.CommandID) (org.CommandID, error) {
	have := r.conflict(id)
	if have == nil {
		return "", nil
	}
	again, err := r.again(*have)
	if err != nil {
		if c, fs := r.conflict(id), fault.All(err); c != nil && fs != nil {
			c.Faults = fs
		}
		r.setConflicts(r.conflicts, id)
		return "", err
	}
	r.Dismiss(id)
	return again, nil
}

func (r *Replica) again(c Conflict) (org.CommandID, error) {
	if c.Filter != nil {
		return r.Do(c.Command.Deed, withMembers(c.Command.Args, r.fitting(c.Command, c.Filter.Query)), c.Said)
	}
	seq := r.deletion(c)
	if seq == 0 {
		return r.Do(c.Command.Deed, r.seen(c.Command), c.Said)
	}
	back, err := r.Do("ledger.undo", undoArgs{[]uint64{seq}}, c.Said)
	if err != nil {
		return "", err
	}
	again, err := r.Do(c.Command.Deed, r.seen(c.Command), c.Said)
	if err != nil {
		_ = r.Undo(back, "") // it has not been sent: it is dropped
	}
	return again, err
}

// seen is the command's arguments with what is there now as what it changes from, and without those who are gone.
func (r *Replica) seen(c ledger.Command) json.RawMessage {
	var args map[string]any
	if json.Unmarshal(c.Args, &args) != nil {
		return c.Args
	}
	switch c.Deed {
	case "groups.move":
		g, there := r.dir.Group(groupOf(c.Args))
		if !there {
			return c.Args
		}
		args["from"] = g.Parent
	case "members.edit", "groups.edit", "tenants.edit":
		about := r.about(c)
		if len(about) != 1 {
			return c.Args
		}
		rec, _ := r.view.Record(about[0])
		if !rec.Alive() {
			return c.Args
		}
		now := ledger.FieldsOf(rec.Value)
		fields, _ := args["fields"].(map[string]any)
		for name, f := range fields {
			if edited, ok := f.(map[string]any); ok && !members.Commutes(name) {
				edited["from"] = valueOf(now, name)
			}
		}
		if m, _ := rec.Value.(org.Member); m.Deactivated {
			delete(args, "sawActive")
		}
	case "tenants.rename":
		args["from"] = r.Tenant().Name
	case "tenants.setOffline":
		args["from"] = r.Tenant().Offline()
	case "tenants.setJoining":
		args["from"] = string(r.Tenant().Joining)
	default:
		here := slices.DeleteFunc(membersOf(c.Args), func(id org.MemberID) bool { _, there := r.Member(id); return !there })
		if args["members"] == nil || len(here) == 0 {
			return c.Args
		}
		args["members"] = here
	}
	return marshal(args)
}

// Dismiss lets go of a conflict and returns it, for PutBack.
func (r *Replica) Dismiss(id org.CommandID) (gone Conflict) {
	kept := r.conflicts[:0:0]
	for _, c := range r.conflicts {
		if c.Command.ID == id {
			gone = c
			continue
		}
		kept = append(kept, c)
	}
	r.setConflicts(kept, id)
	return gone
}

// PutBack takes back that a conflict was let go of.
func (r *Replica) PutBack(c Conflict) {
	if c.Command.ID != "" && r.conflict(c.Command.ID) == nil {
		r.setConflicts(inOrder(append(r.conflicts[:len(r.conflicts):len(r.conflicts)], c)), c.Command.ID)
	}
}

// setConflicts notes what the conflicts are now that one of them has come, gone or changed.
func (r *Replica) setConflicts(now []Conflict, id org.CommandID) {
	r.conflicts, r.needed = now, nil
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
		if p.Sent {
			r.note(underWay{Command: p.Command, Said: p.Said, Undone: true})
		}
		return
	}
	r.setConflicts(append(r.conflicts, Conflict{Command: p.Command, Said: p.Said, At: r.now(), Faults: faults, Filter: p.Filter}), p.Command.ID)
}

// NeedsYou says whether a change of this member waits for somebody's decision.
func (r *Replica) NeedsYou(id org.MemberID) bool {
	if r.needed == nil {
		r.needed = map[ledger.Ref]bool{}
		for i := range r.conflicts {
			if c := &r.conflicts[i]; c.Needs() {
				for _, ref := range r.about(c.Command) {
					r.needed[ref] = true
				}
			}
		}
	}
	return r.needed[ledger.Ref{Kind: ledger.KindMember, ID: string(id)}]
}
