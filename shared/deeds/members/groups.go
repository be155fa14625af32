package members

import (
	"slices"

	"stellwerk/shared/exact"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// memberOf is that somebody belongs to groups as everybody does.
func memberOf(groups []org.GroupID) []org.Membership {
	out := make([]org.Membership, len(groups))
	for i, g := range groups {
		out[i].Group = g
	}
	return out
}

func groupRefs(groups []org.GroupID) []ledger.Ref {
	out := make([]ledger.Ref, len(groups))
	for i, g := range groups {
		out[i] = ledger.Ref{Kind: ledger.KindGroup, ID: string(g)}
	}
	return out
}

// Joinable refuses a group that nobody can be put into. Faults on the field: group.notFound, group.smart.
func Joinable(w ledger.World, field string, id org.GroupID) error {
	g, err := ledger.Group(w, id)
	if f := fault.First(err); f != nil {
		return f.On(field)
	}
	if err == nil && g.Smart {
		return fault.On(field, "group.smart", "name", g.Name)
	}
	return err
}

// joins refuses groups that somebody is to be in newly and can't be. Faults: those of Joinable on groups.
func joins(w ledger.World, before, after org.Member) error {
	for _, m := range after.Groups {
		if _, was := before.In(m.Group); was {
			continue
		}
		if err := Joinable(w, "groups", m.Group); err != nil {
			return err
		}
	}
	return nil
}

// editGroups makes somebody belong to groups and no longer to others. As with tags, what others did meanwhile with other groups stays, and
// so does the part in each group.
func editGroups(m *org.Member, e Edited) error {
	var from, to []org.GroupID
	if exact.Unmarshal(e.From, &from) != nil || exact.Unmarshal(e.To, &to) != nil {
		return fault.On("groups", "json.type", "want", "array")
	}
	groups := m.Groups
	for _, g := range from {
		if !slices.Contains(to, g) {
			groups = org.Without(groups, g)
		}
	}
	for _, g := range to {
		if _, is := m.In(g); !is && !slices.Contains(from, g) {
			groups = org.With(groups, org.Membership{Group: g})
		}
	}
	var err error
	m.Groups, err = org.ParseMemberships("groups", groups)
	return err
}

// groupsIn are the groups that an edit speaks of.
func groupsIn(e Edited) (out []org.GroupID) {
	_ = exact.Unmarshal(e.To, &out)
	return out
}
