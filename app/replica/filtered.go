package replica

import (
	"encoding/json"
	"slices"
	"strings"

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
	me := r.Me()
	ids := r.dir.Sift(c.Deed, me, r.dir.Find(q), func(id org.MemberID) error {
		_, err := d.Run(r.view, me, withMembers(c.Args, []org.MemberID{id}))
		return err
	}).Act
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

// Sifted is what a deed for many would come to: such a deed refuses all for one, so whom it can't be done to is left out.
type Sifted struct {
	Act  []org.MemberID // to whom it is done, in the order in which they came
	Name string         // of the only one
	Idle int            // who are so already

	Leads    []Lead // groups that those lead to whom it is done, or are the deputies of
	Managers int    // how many of them manage the organisation
	Invited  int    // how many have an invitation that they have not followed
	Left     []Left // to whom it can't be done: the first of them
	More     int    // and how many more
}

// Lead is a group that somebody leads, or is the deputy of.
type Lead struct {
	Group org.GroupID
	Who   org.MemberID
}

// Left is somebody whom a deed leaves as they are, and why.
type Left struct {
	Name string
	Why  error
}

// MostLeft is how many of those who are left out are named.
const MostLeft = 5

// sieve is what decides by a member's traits how it is with a deed for them.
type sieve struct {
	has, lacks Traits // who has one of these, or none of those, is so already
	doubtful   Traits // the deed says the same of all who have one of these
}

var sieves = map[string]sieve{
	"members.deactivate":         {has: inactive},
	"members.reactivate":         {lacks: inactive},
	"members.invite":             {has: confirmed, doubtful: inactive | unreachable},
	"members.withdrawInvitation": {lacks: asked},
	"members.schedule":           {doubtful: inactive},
	"members.unschedule":         {lacks: leaves},
}

// Sift goes through those in some slots whom a deed is to be done to. The deed itself is asked only about those of whom it could say no, and where it says
// so of many for the same reason only about the first, as there may be 50,000.
func (d *Directory) Sift(deed string, me ledger.Actor, slots []int32, ask func(org.MemberID) error) (out Sifted) {
	by := sieves[deed]
	mine, here := d.slots[me.Member]
	if !here {
		mine = -1
	}
	why := func(id org.MemberID) error {
		err := ask(id)
		if unchanged(err) {
			return nil
		}
		return err
	}
	asks, alike := 0, error(nil)
	out.Act = make([]org.MemberID, 0, len(slots))
	for _, slot := range slots {
		r := &d.rows[slot]
		if r.traits&by.has != 0 || by.lacks != 0 && r.traits&by.lacks == 0 {
			out.Idle++
			continue
		}
		if r.traits&(manages|asked|leads|by.doubtful) == 0 && slot != mine { // nearly all
			out.Act = append(out.Act, r.id)
			continue
		}
		var err error
		switch {
		case r.traits&manages != 0 || slot == mine:
			err = why(r.id)
		case r.traits&by.doubtful != 0:
			if err = alike; asks < MostLeft {
				err, asks = why(r.id), asks+1
				alike = err
			}
		}
		switch {
		case err == nil:
			out.Act = append(out.Act, r.id)
			out.note(r)
		case len(out.Left) < MostLeft:
			out.Left = append(out.Left, Left{r.record().Name(), err})
		default:
			out.More++
		}
	}
	if len(out.Act) == 1 {
		_, m := d.At(d.slots[out.Act[0]])
		out.Name = m.Name()
	}
	return out
}

// note counts what the deed takes with it, as it is done to a member.
func (s *Sifted) note(r *row) {
	if r.traits&manages != 0 {
		s.Managers++
	}
	if r.traits&(asked|confirmed) == asked {
		s.Invited++
	}
	if r.traits&leads == 0 {
		return
	}
	for _, in := range r.record().Groups {
		if in.Part != org.PartMember {
			s.Leads = append(s.Leads, Lead{in.Group, r.id})
		}
	}
}

// unchanged says that a deed refuses a member because it is as it would make it: among others it is not refused.
func unchanged(err error) bool {
	f := fault.First(err)
	return f != nil && strings.HasSuffix(f.Code, ".unchanged")
}
