package org

import (
	"slices"
	"sort"
	"strconv"

	"stellwerk/shared/fault"
)

// Limits of the tree of groups.
const (
	MaxLevels      = 10   // levels of the tree, the outermost included
	MaxGroups      = 5000 // groups of one tenant
	MaxMemberships = 30   // groups of one member
	MaxGroupName   = 120
	MaxGroupType   = 60
)

// Group is a department, a team or whatever else people belong together in. Several may be called the same: type and place tell them
// apart. Who belongs to it stands with the members.
type Group struct {
	Name        string  `json:"name"`
	Type        string  `json:"type,omitempty"` // such as department or team
	Description string  `json:"description,omitempty"`
	Parent      GroupID `json:"parent,omitempty"` // "" for an outermost one
	Smart       bool    `json:"smart,omitempty"`  // who belongs to it follows from its rule; otherwise members are chosen
	Rule        Rule    `json:"rule,omitempty"`   // of a smart group, for those who may see it
}

// ParseGroupName accepts a group's name: 1 to 120 characters on one line.
func ParseGroupName(field, s string) (string, error) { return line(field, s, 1, MaxGroupName) }

// ParseGroupType accepts what sort of group it is: up to 60 characters on one line.
func ParseGroupType(field, s string) (string, error) { return line(field, s, 0, MaxGroupType) }

// ParseParent accepts the group that another is part of, or none.
func ParseParent(field, s string) (GroupID, error) {
	if s == "" {
		return "", nil
	}
	return ParseID[GroupID](field, s)
}

// Check says whether g is a group as the parsers make them.
func (g Group) Check() error {
	var faults fault.List
	same(&faults, "name", g.Name, ParseGroupName)
	same(&faults, "type", g.Type, ParseGroupType)
	same(&faults, "description", g.Description, ParseNotes)
	same(&faults, "rule", string(g.Rule), ParseRule)
	if g.Smart != (g.Rule != "") {
		_ = faults.Add(fault.On("rule", "rule.malformed"))
	}
	_, err := ParseParent("parent", string(g.Parent))
	_ = faults.Add(err)
	return faults.Err()
}

// Part is what a member is in a group.
type Part string

// The parts. Several may lead a group together.
const (
	PartMember Part = ""
	PartLeader Part = "leader"
	PartDeputy Part = "deputy"
)

// ParsePart accepts leader, deputy and member, which may also be said with nothing. Fault: part.unknown.
func ParsePart(field, s string) (Part, error) {
	switch p := Part(s); p {
	case PartMember, PartLeader, PartDeputy:
		return p, nil
	case "member":
		return PartMember, nil
	}
	return "", fault.On(field, "part.unknown")
}

// Membership is that a member belongs to a group. One in a group that is not there any more is none: it is shown nowhere, and counts
// again if the group comes back.
type Membership struct {
	Group GroupID `json:"group"`
	Part  Part    `json:"part,omitempty"`
}

// In is the member's place in a group; false if there is none.
func (m Member) In(group GroupID) (Membership, bool) {
	for _, have := range m.Groups {
		if have.Group == group {
			return have, true
		}
	}
	return Membership{}, false
}

// With is memberships with one more, or with another part in a group that is among them.
func With(have []Membership, more Membership) []Membership {
	out := append(Without(have, more.Group), more)
	sortMemberships(out)
	return out
}

// Without is memberships but for those in one group.
func Without(have []Membership, group GroupID) []Membership {
	return slices.DeleteFunc(slices.Clone(have), func(m Membership) bool { return m.Group == group })
}

// ParseMemberships accepts memberships in up to 30 groups, each once, in any order; they come back by the groups' ids.
// Faults: groups.tooMany, id.malformed, part.unknown.
func ParseMemberships(field string, in []Membership) ([]Membership, error) {
	var out []Membership
	for _, m := range in {
		if _, err := ParseID[GroupID](field, string(m.Group)); err != nil {
			return nil, err
		}
		p, err := ParsePart(field, string(m.Part))
		if err != nil {
			return nil, err
		}
		out = append(Without(out, m.Group), Membership{m.Group, p})
	}
	if len(out) > MaxMemberships {
		return nil, fault.On(field, "groups.tooMany", "max", strconv.Itoa(MaxMemberships))
	}
	sortMemberships(out)
	return out, nil
}

func sortMemberships(list []Membership) {
	sort.Slice(list, func(i, j int) bool { return list[i].Group < list[j].Group })
}
