package org

import (
	"slices"
	"strconv"
	"strings"

	"stellwerk/shared/fault"
)

// People says who in an organisation sees the others: everybody, if it says nothing; nobody but who manages members, if it is PeopleOff; otherwise those
// whom it lists, each as "m=" and a member's id, or as "g=" and the id of a group, whose members and those of its subgroups are meant. A guest never does.
// It is one text, so that a tenant stays comparable.
type People string

// PeopleOff shows everybody their own profile only.
const PeopleOff People = "off"

// MaxPeople is how many people and groups it lists at most.
const MaxPeople = 100

const (
	peopleMember = "m="
	peopleGroup  = "g="
)

// PeopleOf lists people and groups.
func PeopleOf(members []MemberID, groups []GroupID) People {
	var all []string
	for _, g := range groups {
		all = append(all, peopleGroup+string(g))
	}
	for _, m := range members {
		all = append(all, peopleMember+string(m))
	}
	return People(strings.Join(all, " "))
}

// Listed are those whom it lists.
func (p People) Listed() (members []MemberID, groups []GroupID) {
	for one := range strings.FieldsSeq(string(p)) {
		if id, is := strings.CutPrefix(one, peopleMember); is {
			members = append(members, MemberID(id))
		}
		if id, is := strings.CutPrefix(one, peopleGroup); is {
			groups = append(groups, GroupID(id))
		}
	}
	return members, groups
}

// Opens says whether a member who belongs to groups, directly or through others, sees people.
func (p People) Opens(id MemberID, within []GroupID) bool {
	if p == "" {
		return true
	}
	members, groups := p.Listed()
	return slices.Contains(members, id) || slices.ContainsFunc(groups, func(g GroupID) bool { return slices.Contains(within, g) })
}

// AsksGroups says whether it depends on the groups that somebody belongs to.
func (p People) AsksGroups() bool { return strings.Contains(string(p), peopleGroup) }

// ParsePeople accepts what People says, each once. Faults: people.unknown, people.tooMany.
func ParsePeople(field, s string) (string, error) {
	if s == "" || People(s) == PeopleOff {
		return s, nil
	}
	members, groups := People(s).Listed()
	if len(members)+len(groups) > MaxPeople {
		return "", fault.On(field, "people.tooMany", "max", strconv.Itoa(MaxPeople))
	}
	right := People(s) == PeopleOf(members, groups)
	for i, id := range members {
		right = right && ValidID(string(id)) && !slices.Contains(members[:i], id)
	}
	for i, id := range groups {
		right = right && ValidID(string(id)) && !slices.Contains(groups[:i], id)
	}
	if !right {
		return "", fault.On(field, "people.unknown")
	}
	return s, nil
}

// Hideable are the fields of a profile that an organisation may keep from those who only see people, in the order in which they are told. Name, kind and
// state are always shown.
var Hideable = []string{"email", "phone", "mobile", "contacts", "photo", "title", "location", "groups", "identity"}

// Hidden names fields of a profile that colleagues do not see: some of Hideable in their order, with a space between them.
type Hidden string

// HiddenOf hides fields.
func HiddenOf(fields []string) Hidden {
	return Hidden(strings.Join(slices.DeleteFunc(slices.Clone(Hideable), func(f string) bool { return !slices.Contains(fields, f) }), " "))
}

// Fields are those that are hidden.
func (h Hidden) Fields() []string { return strings.Fields(string(h)) }

// Hides says whether a field is.
func (h Hidden) Hides(field string) bool {
	for f := range strings.FieldsSeq(string(h)) {
		if f == field {
			return true
		}
	}
	return false
}

// ParseHidden accepts fields of Hideable in their order. Fault: hidden.unknown.
func ParseHidden(field, s string) (string, error) {
	if Hidden(s) != HiddenOf(Hidden(s).Fields()) {
		return "", fault.On(field, "hidden.unknown")
	}
	return s, nil
}

// Sight are the fields that say who sees whom, and what of them.
var Sight = []Text[Tenant]{
	{"people", func(t *Tenant) *string { return (*string)(&t.People) }, ParsePeople},
	{"hidden", func(t *Tenant) *string { return (*string)(&t.Hidden) }, ParseHidden},
}
