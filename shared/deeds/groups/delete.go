package groups

import (
	"slices"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// EndArgs says which group ends and what becomes of what is in it. The caller names them as they were seen: whoever has come meanwhile
// simply does not belong to the group any more, and a subgroup that has come meanwhile keeps it from being deleted.
type EndArgs struct {
	Group org.GroupID `json:"group"`
	// Into is the group that Members and Subgroups go to: the one around it, or any other. Without one, subgroups become outermost ones
	// and members belong to nothing instead.
	Into      org.GroupID    `json:"into,omitempty"`
	Members   []org.MemberID `json:"members,omitempty"`
	Subgroups []org.GroupID  `json:"subgroups,omitempty"`
	With      []org.GroupID  `json:"with,omitempty"` // groups below it that end as well, each after the one it is part of
	// Partly says that the group itself ends with a later part of the same job.
	Partly bool `json:"partly,omitempty"`
}

// Delete ends a group. Who belongs to it stays in the organisation. What members note of groups that have ended stays with them, shown
// nowhere, so that undoing is one small entry however many they are.
// Faults: group.notFound, group.intoItself, group.hasSubgroups, and those of moving subgroups.
var Delete = ledger.Spec[EndArgs]{
	Name: "groups.delete",
	Hint: hintEnd,
	Cut:  cutEnd,
	Run:  end,
}.Deed()

// Merge ends a group by making its members and subgroups those of another. Who led it is a member there.
// Faults: as of groups.delete, and group.intoMissing without another group.
var Merge = ledger.Spec[EndArgs]{
	Name: "groups.merge",
	Hint: hintEnd,
	Cut:  cutEnd,
	Run: func(w ledger.World, by ledger.Actor, a EndArgs) (ledger.Outcome, error) {
		if err := by.Need(org.ManageGroups); err != nil {
			return ledger.Outcome{}, err
		}
		if a.Into == "" || len(a.With) > 0 {
			return ledger.Outcome{}, fault.On("into", "group.intoMissing")
		}
		return end(w, by, a)
	},
}.Deed()

func hintEnd(a EndArgs) ledger.Reads {
	out := refs(slices.Concat([]org.GroupID{a.Group, a.Into}, a.Subgroups, a.With)...)
	for _, id := range a.Members {
		out.Records = append(out.Records, memberRef(id))
	}
	return out
}

// How many writes a part of an ending makes: a member is one, a group that is deleted two with what it is found by, one that is moved three.
const (
	endWrites  = 2
	moveWrites = 3
)

// cutEnd cuts first members, then subgroups, then the groups that end, the innermost first. What fits one entry stays one.
func cutEnd(a EndArgs) []EndArgs {
	if len(a.Members)+moveWrites*len(a.Subgroups)+endWrites*(len(a.With)+1) <= ledger.MaxWrites {
		return []EndArgs{a}
	}
	var out []EndArgs
	for _, some := range members.Chunks(a.Members, ledger.MaxWrites) {
		out = append(out, EndArgs{Group: a.Group, Into: a.Into, Members: some, Partly: true})
	}
	for some := range slices.Chunk(a.Subgroups, ledger.MaxWrites/moveWrites) {
		out = append(out, EndArgs{Group: a.Group, Into: a.Into, Subgroups: some, Partly: true})
	}
	for rest := a.With; len(rest) > 0; {
		n := max(0, len(rest)-ledger.MaxWrites/endWrites)
		out = append(out, EndArgs{Group: a.Group, With: rest[n:], Partly: true})
		rest = rest[:n]
	}
	return append(out, EndArgs{Group: a.Group, Into: a.Into})
}

func end(w ledger.World, by ledger.Actor, a EndArgs) (ledger.Outcome, error) {
	if err := by.Need(org.ManageGroups); err != nil {
		return ledger.Outcome{}, err
	}
	d := ledger.Begin(w)
	if _, err := ledger.Group(d, a.Group); err != nil {
		return ledger.Outcome{}, err
	}
	if err := a.into(d); err != nil {
		return ledger.Outcome{}, err
	}
	for _, id := range a.Members {
		if err := a.member(d, by, id); err != nil {
			return ledger.Outcome{}, err
		}
	}
	for _, id := range a.Subgroups {
		g, err := ledger.Group(d, id)
		if fault.Is(err, "group.notFound") || err == nil && g.Parent != a.Group {
			continue // deleted or moved meanwhile
		}
		if err == nil {
			g.Parent = a.Into
			err = Put(d, by, id, &g)
		}
		if err != nil {
			return ledger.Outcome{}, err
		}
	}
	for i := len(a.With) - 1; i >= 0; i-- {
		is, err := within(d, a.With[i], a.Group)
		if is && err == nil {
			err = Put(d, by, a.With[i], nil)
		}
		if err != nil && !fault.Is(err, "group.notFound") {
			return ledger.Outcome{}, err
		}
	}
	if !a.Partly {
		if err := Put(d, by, a.Group, nil); err != nil {
			return ledger.Outcome{}, err
		}
	}
	return d.Outcome(), nil
}

// into refuses a group to go to that is not there or ends itself.
func (a EndArgs) into(w ledger.World) error {
	if a.Into == "" {
		return nil
	}
	if a.Into == a.Group || slices.Contains(a.With, a.Into) {
		return fault.On("into", "group.intoItself")
	}
	return members.Joinable(w, "into", a.Into)
}

// member makes one who belongs to the group belong to where it goes instead. Who has gone, or belongs to it no longer, stays as they are.
func (a EndArgs) member(d *ledger.Draft, by ledger.Actor, id org.MemberID) error {
	m, err := ledger.Member(d, id)
	if fault.Is(err, "member.notFound") {
		return nil
	}
	if err != nil {
		return err
	}
	if _, is := m.In(a.Group); !is {
		return nil
	}
	m.Groups = org.Without(m.Groups, a.Group)
	if _, is := m.In(a.Into); a.Into != "" && !is {
		m.Groups = org.With(m.Groups, org.Membership{Group: a.Into})
	}
	return members.Put(d, by, id, &m)
}
