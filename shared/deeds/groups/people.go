package groups

import (
	"slices"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func memberRef(id org.MemberID) ledger.Ref {
	return ledger.Ref{Kind: ledger.KindMember, ID: string(id)}
}

// PeopleArgs says whom a deed makes belong to a group, and as what: member unless said otherwise.
type PeopleArgs struct {
	Group   org.GroupID    `json:"group"`
	Members []org.MemberID `json:"members"`
	Part    string         `json:"part,omitempty"` // member, leader or deputy
}

// LeaveArgs says who shall belong to a group no longer.
type LeaveArgs struct {
	Group   org.GroupID    `json:"group"`
	Members []org.MemberID `json:"members"`
}

func (a PeopleArgs) hint() ledger.Reads {
	r := refs(a.Group)
	for _, id := range a.Members {
		r.Records = append(r.Records, memberRef(id))
	}
	return r
}

func (a PeopleArgs) cut() (out []PeopleArgs) {
	for _, ids := range members.Chunks(a.Members, ledger.MaxWrites) {
		out = append(out, PeopleArgs{a.Group, ids, a.Part})
	}
	return out
}

// AddMembers makes members belong to a group. Who does already keeps their part, so that several may add people at once.
// Faults: group.notFound, group.smart, group.unchanged if all do already, part.unknown, groups.tooMany, member.notFound.
var AddMembers = ledger.Spec[PeopleArgs]{
	Name: "groups.addMembers",
	Hint: PeopleArgs.hint,
	Cut:  PeopleArgs.cut,
	Run: func(w ledger.World, by ledger.Actor, a PeopleArgs) (ledger.Outcome, error) {
		return a.each(w, by, func(is bool, _, _ org.Part) bool { return !is })
	},
}.Deed()

// SetPart makes members lead a group, or be deputies or members of it. Who does not belong to it does from now on.
// Faults: group.notFound, group.unchanged if all are that already, part.unknown, groups.tooMany, member.notFound.
var SetPart = ledger.Spec[PeopleArgs]{
	Name: "groups.setPart",
	Hint: PeopleArgs.hint,
	Cut:  PeopleArgs.cut,
	Run: func(w ledger.World, by ledger.Actor, a PeopleArgs) (ledger.Outcome, error) {
		return a.each(w, by, func(is bool, now, part org.Part) bool { return !is || now != part })
	},
}.Deed()

// RemoveMembers makes members belong to a group no longer. They stay in the organisation and in other groups.
// Faults: group.notFound, group.unchanged if none does, member.notFound.
var RemoveMembers = ledger.Spec[LeaveArgs]{
	Name: "groups.removeMembers",
	Hint: func(a LeaveArgs) ledger.Reads { return PeopleArgs{Group: a.Group, Members: a.Members}.hint() },
	Cut: func(a LeaveArgs) (out []LeaveArgs) {
		for _, p := range (PeopleArgs{Group: a.Group, Members: a.Members}).cut() {
			out = append(out, LeaveArgs{p.Group, p.Members})
		}
		return out
	},
	Run: func(w ledger.World, by ledger.Actor, a LeaveArgs) (ledger.Outcome, error) {
		return people(w, by, a.Group, a.Members, func(m *org.Member) error {
			m.Groups = org.Without(m.Groups, a.Group)
			return nil
		})
	},
}.Deed()

// each gives the part to those of whom wanted says so.
func (a PeopleArgs) each(w ledger.World, by ledger.Actor, wanted func(is bool, now, part org.Part) bool) (ledger.Outcome, error) {
	if err := by.Need(org.ManageGroups); err != nil {
		return ledger.Outcome{}, err
	}
	part, err := org.ParsePart("part", a.Part)
	if err != nil {
		return ledger.Outcome{}, err
	}
	return people(w, by, a.Group, a.Members, func(m *org.Member) error {
		if now, is := m.In(a.Group); !wanted(is, now.Part, part) {
			return nil
		}
		m.Groups = org.With(m.Groups, org.Membership{Group: a.Group, Part: part})
		if len(m.Groups) <= org.MaxMemberships {
			return nil
		}
		m.Groups, err = there(w, m.Groups)
		return err
	})
}

// there are the memberships in groups that have not ended: the others make room where it is needed.
func there(w ledger.World, all []org.Membership) (out []org.Membership, err error) {
	for _, m := range all {
		_, err := ledger.Group(w, m.Group)
		if fault.Is(err, "group.notFound") {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// people changes who belongs to a group. If that leaves everybody as they are, the fault is group.unchanged.
func people(w ledger.World, by ledger.Actor, group org.GroupID, ids []org.MemberID, step func(m *org.Member) error) (ledger.Outcome, error) {
	if err := by.Need(org.ManageGroups); err != nil {
		return ledger.Outcome{}, err
	}
	if len(ids) == 0 {
		return ledger.Outcome{}, fault.On("members", "members.none")
	}
	d := ledger.Begin(w)
	g, err := ledger.Group(d, group)
	if err != nil {
		return ledger.Outcome{}, err
	}
	if g.Smart {
		return ledger.Outcome{}, fault.On("group", "group.smart", "name", g.Name)
	}
	for _, id := range ids {
		if _, err := org.ParseID[org.MemberID]("members", string(id)); err != nil {
			return ledger.Outcome{}, err
		}
		before, err := ledger.Member(d, id)
		if err != nil {
			return ledger.Outcome{}, err
		}
		after := before.Clone()
		if err := step(&after); err != nil {
			return ledger.Outcome{}, err
		}
		if slices.Equal(before.Groups, after.Groups) {
			continue
		}
		if err := members.Put(d, by, id, &after); err != nil {
			return ledger.Outcome{}, err
		}
	}
	out := d.Outcome()
	if len(out.Changes) == 0 {
		return out, fault.New(fault.Conflict, "group.unchanged", "name", g.Name)
	}
	return out, nil
}
