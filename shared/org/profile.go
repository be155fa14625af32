package org

import (
	"slices"
	"strconv"

	"stellwerk/shared/fault"
)

// MemberTexts are the fields of a member that are one text each, in the order in which a list has them.
var MemberTexts = []Text[Member]{
	{"givenName", func(m *Member) *string { return &m.GivenName }, ParseName},
	{"surname", func(m *Member) *string { return &m.Surname }, ParseName},
	{"title", func(m *Member) *string { return &m.Title }, ParseTitle},
	{"location", func(m *Member) *string { return &m.Location }, ParseTitle},
	{"phone", func(m *Member) *string { return &m.Phone }, ParsePhone},
	{"mobile", func(m *Member) *string { return &m.Mobile }, ParsePhone},
	{"staffNumber", func(m *Member) *string { return &m.StaffNumber }, ParseStaffNumber},
	{"startDate", func(m *Member) *string { return &m.StartDate }, ParseDate},
	{"firstDay", func(m *Member) *string { return &m.From }, ParseDate},
	{"until", func(m *Member) *string { return &m.Until }, ParseDate},
	{"birthday", func(m *Member) *string { return &m.Birthday }, ParseDate},
	{"sex", func(m *Member) *string { return &m.Sex }, ParseSex},
	{"language", func(m *Member) *string { return &m.Language }, parseLanguageIfAny},
	{"quota", func(m *Member) *string { return &m.Quota }, ParseQuota},
	{"birthdayHidden", func(m *Member) *string { return &m.BirthdayHidden }, ParseYes},
	{"notes", func(m *Member) *string { return &m.Notes }, ParseNotes},
}

// MemberText finds one of them by its name.
func MemberText(name string) (f Text[Member], found bool) { return FindText(MemberTexts, name) }

// Yes is what a field holds that says yes or nothing.
const Yes = "yes"

// ParseYes accepts yes or nothing. Fault: text.yes.
func ParseYes(field, s string) (string, error) {
	if s != "" && s != Yes {
		return "", fault.On(field, "text.yes")
	}
	return s, nil
}

// What Sex may be, besides nothing.
const (
	Female  = "female"
	Male    = "male"
	Diverse = "diverse"
)

// Sexes are what may be chosen.
var Sexes = []string{Female, Male, Diverse}

// ParseSex accepts female, male or diverse, or nothing. Fault: sex.unknown.
func ParseSex(field, s string) (string, error) {
	if s != "" && !slices.Contains(Sexes, s) {
		return "", fault.On(field, "sex.unknown")
	}
	return s, nil
}

// MaxStaffNumber is how many characters a staff number has at most.
const MaxStaffNumber = 40

// ParseStaffNumber accepts what an organisation numbers its people by: up to 40 characters on one line.
func ParseStaffNumber(field, s string) (string, error) { return line(field, s, 0, MaxStaffNumber) }

func parseLanguageIfAny(field, s string) (string, error) {
	if s == "" {
		return "", nil
	}
	l, err := ParseLanguage(field, s)
	return string(l), err
}

// Limits of further contacts.
const (
	MaxContacts     = 20  // of one member
	MaxContactLabel = 40  // characters
	MaxContactValue = 200 // characters
)

// Contact is a further way to reach somebody: what it is, in the organisation's own words, and where.
type Contact struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// ParseContacts accepts up to 20 further contacts in any order, each with a label of up to 40 characters and a value of up to 200 on one line;
// one that comes twice comes once. nil for none. Faults: contacts.tooMany and those of a line.
func ParseContacts(field string, in []Contact) ([]Contact, error) {
	var out []Contact
	for _, c := range in {
		var err error
		if c.Label, err = line(field, c.Label, 1, MaxContactLabel); err != nil {
			return nil, err
		}
		if c.Value, err = line(field, c.Value, 1, MaxContactValue); err != nil {
			return nil, err
		}
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	if len(out) > MaxContacts {
		return nil, fault.On(field, "contacts.tooMany", "max", strconv.Itoa(MaxContacts))
	}
	return out, nil
}
