package replica

import (
	"encoding/json"
	"slices"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Filtered says that a command is for all whom a filter shows when it is carried out, and how many these were when it was given.
type Filtered struct {
	Query Query `json:"query"`
	Count int   `json:"count"`
}

// Moved says whether there are so many more or less than when a command was given that its maker is asked again: more than a
// twentieth, or more than ten.
func Moved(then, now int) bool {
	d := max(then-now, now-then)
	return d*20 > then || d > 10
}

// DoFiltered keeps a deed for all whom a filter shows, until Expand says who they are. args are those of the deed without its members,
// count is how many members there are for it now. Faults: those that the deed has for all of them.
func (r *Replica) DoFiltered(deed string, args any, q Query, count int, said string) (org.CommandID, error) {
	d, raw, err := named(deed, args)
	if err != nil {
		return "", err
	}
	c := ledger.Command{ID: r.nextID(), Deed: deed, Args: raw, Base: r.seenTo()}
	now := r.fitting(c, q)
	if _, err := d.Run(r.view, r.Me(), withMembers(raw, now[:min(1, len(now))])); err != nil {
		return "", err
	}
	p := &Pending{Command: c, Said: said, At: r.now(), Filter: &Filtered{q, count}, deed: d}
	r.pending = append(r.pending, p)
	r.kept.outbox[c.ID] = true
	r.shown(nil)
	return c.ID, nil
}

// Expand decides whom the commands that wait with a filter are about, now that all changes are here. Where their number has moved, the
// person is asked again.
func (r *Replica) Expand() {
	if r.loading || r.restoring || r.following {
		return
	}
	found := false
	kept := r.pending[:0:0]
	for _, p := range r.pending {
		if p.Filter == nil || p.TakeBack {
			kept = append(kept, p)
			continue
		}
		found = true
		r.kept.outbox[p.Command.ID] = true
		ids := r.fitting(p.Command, p.Filter.Query)
		if Moved(p.Filter.Count, len(ids)) {
			r.refuse(p, fault.List{fault.New(fault.Conflict, "bulk.moved")})
			continue
		}
		p.Command.Args, p.Filter = withMembers(p.Command.Args, ids), nil
		parts, err := p.deed.Cut(p.Command.Args)
		p.Bulk = err == nil && len(parts) > 1
		kept = append(kept, p)
	}
	r.pending = kept
	if found {
		r.rebase(nil)
	}
}

// Fitting is how many members there are now for a conflict that asks about a filter.
func (r *Replica) Fitting(c Conflict) int {
	if c.Filter == nil {
		return 0
	}
	return len(r.fitting(c.Command, c.Filter.Query))
}

// fitting are those whom a filter shows and to whom the command can be done, in the order of their ids.
func (r *Replica) fitting(c ledger.Command, q Query) []org.MemberID {
	d, _, err := named(c.Deed, nil)
	if err != nil {
		return nil
	}
	slots := r.dir.Find(q)
	ids := make([]org.MemberID, 0, len(slots))
	me := r.Me()
	for _, slot := range slots {
		id, m := r.dir.At(slot)
		if Idle(c.Deed, m) {
			continue
		}
		if Doubtful(c.Deed, id, m, me) {
			if _, err := d.Run(r.view, me, withMembers(c.Args, []org.MemberID{id})); err != nil && !fault.Is(err, "tags.unchanged") && !fault.Is(err, "group.unchanged") {
				continue
			}
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// withMembers is arguments with the members that they are for.
func withMembers(args json.RawMessage, ids []org.MemberID) json.RawMessage {
	all := map[string]json.RawMessage{}
	_ = json.Unmarshal(args, &all)
	all["members"] = marshal(ids)
	return marshal(all)
}

// Idle says whether a member is already what a deed makes of them.
func Idle(deed string, m org.Member) bool {
	switch deed {
	case "members.deactivate":
		return m.Deactivated
	case "members.reactivate":
		return !m.Deactivated
	case "members.invite":
		return m.Confirmed
	case "members.withdrawInvitation":
		return m.Invitation == nil
	case "members.unschedule":
		return m.Until == ""
	}
	return false
}

// Doubtful says whether a deed for many could refuse this member, so that it is asked: there may be 50,000.
func Doubtful(deed string, id org.MemberID, m org.Member, me ledger.Actor) bool {
	return m.Role == org.Owner || m.Role == org.Admin || id == me.Member || deed == "members.invite" && (m.Deactivated || !m.Email.Reachable()) || deed == "members.schedule" && m.Deactivated
}
