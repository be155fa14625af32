package org

import (
	"slices"
	"strings"

	"stellwerk/shared/fault"
)

// Role is what a member may do in a tenant. It holds the member's kind: a guest's role is guest, so a guest is never an
// admin.
type Role string

// The roles, from most to least.
const (
	Owner Role = "owner" // exactly one in each tenant
	Admin Role = "admin" // may do all that the owner may, save what is the owner's own
	User  Role = "user"  // takes part
	Guest Role = "guest" // external, reads only
)

// Kind is user or guest.
type Kind string

// The kinds of members.
const (
	KindUser  Kind = "user"
	KindGuest Kind = "guest"
)

// Status is where a membership stands.
type Status string

// The states of a membership.
const (
	Active      Status = "active"
	Pending     Status = "pending"     // the address is not confirmed yet
	Deactivated Status = "deactivated" // can't sign in to this tenant
)

// Member is a person in one tenant. Its address is a contact: it is never how an account signs in.
type Member struct {
	GivenName      string   `json:"givenName"`
	Surname        string   `json:"surname"`
	Email          Email    `json:"email"`
	Role           Role     `json:"role"`
	Confirmed      bool     `json:"confirmed,omitempty"`   // the person has confirmed the address
	Deactivated    bool     `json:"deactivated,omitempty"` // taken out of service; what it was before is kept
	DeleteAfter    bool     `json:"deleteAfter,omitempty"` // the member is deleted after Until
	Agent          bool     `json:"agent,omitempty"`       // the member is a registration agent, see IsAgent; these four lie together, 50,000 times
	Title          string   `json:"title,omitempty"`
	Location       string   `json:"location,omitempty"`
	Phone          string   `json:"phone,omitempty"`
	Mobile         string   `json:"mobile,omitempty"`
	Tags           []string `json:"tags,omitempty"`
	TagTerms       TagTerms `json:"tagTerms,omitempty"` // for how long they have which of these, and which are to come
	StaffNumber    string   `json:"staffNumber,omitempty"`
	StartDate      string   `json:"startDate,omitempty"` // 2006-01-02
	Birthday       string   `json:"birthday,omitempty"`  // 2006-01-02
	Sex            string   `json:"sex,omitempty"`       // of Sexes
	Language       string   `json:"language,omitempty"`  // that the person is written to in
	Notes          string   `json:"notes,omitempty"`
	Quota          string   `json:"quota,omitempty"`          // of storage, as ParseQuota has it
	BirthdayHidden string   `json:"birthdayHidden,omitempty"` // Yes: it stands in no list of birthdays
	// Photo shows the person; "" for none.
	Photo PictureID `json:"photo,omitempty"`
	// From is the first day, 2006-01-02, where the organisation is: before it the member can't sign in. "" for no such day.
	From string `json:"firstDay,omitempty"`
	// Until is the last day, 2006-01-02, where the organisation is: at its end the member is deactivated. "" if none is set.
	Until   string   `json:"until,omitempty"`
	UntilBy MemberID `json:"untilBy,omitempty"` // who set it, and by whose rights it is carried out
	// Term is for how long From and Until were set, see Span: renewing adds as much. "" without both.
	Term Term `json:"term,omitempty"`
	// Contacts are further ways to reach the person.
	Contacts []Contact `json:"contacts,omitempty"`
	// Greetings are those of the last birthday, the latest at the end.
	Greetings Greetings `json:"greetings,omitempty"`
	// Groups are those that the member belongs to directly, by their ids.
	Groups []Membership `json:"groups,omitempty"`
	// Invitation is the latest mail that asked the person to join; nil if there was none, or the person has joined.
	Invitation *Invitation `json:"invitation,omitempty"`
	// PasswordUntil is the last day on which the temporary password that the person was given opens their account, 2006-01-02 in UTC; "" if none
	// was, or the person has shown since that the address is theirs.
	PasswordUntil Day `json:"passwordUntil,omitempty"`
	// Left is that the person has left by themselves; nil if not, or if they were let in again.
	Left *Leaving `json:"left,omitempty"`
	// Identity is that a registration agent has confirmed who the person is; nil if none has.
	Identity *Identity `json:"identity,omitempty"`
	// Storage is how much storage the person uses; nil where no connected system has said so.
	Storage *StorageUse `json:"storage,omitempty"`
}

// Kind is user or guest, as the role says.
func (m Member) Kind() Kind {
	if m.Role == Guest {
		return KindGuest
	}
	return KindUser
}

// Status is where the membership stands.
func (m Member) Status() Status {
	switch {
	case m.Deactivated:
		return Deactivated
	case !m.Confirmed:
		return Pending
	}
	return Active
}

// Name is given name and surname.
func (m Member) Name() string { return strings.TrimSpace(m.GivenName + " " + m.Surname) }

// Clone shares nothing with m.
func (m Member) Clone() Member {
	m.Tags, m.Groups, m.Contacts = slices.Clone(m.Tags), slices.Clone(m.Groups), slices.Clone(m.Contacts)
	m.Greetings = slices.Clone(m.Greetings)
	return m
}

// ParseRole accepts a role's name. Fault: role.unknown.
func ParseRole(field, s string) (Role, error) {
	switch r := Role(s); r {
	case Owner, Admin, User, Guest:
		return r, nil
	}
	return "", fault.On(field, "role.unknown")
}

// ParseKind accepts user or guest. Fault: kind.unknown.
func ParseKind(field, s string) (Kind, error) {
	switch k := Kind(s); k {
	case KindUser, KindGuest:
		return k, nil
	}
	return "", fault.On(field, "kind.unknown")
}

// Check says whether m is a member as the parsers make them: every field in its form. What depends on others is the
// deeds' to check.
func (m Member) Check() error {
	var faults fault.List
	for _, f := range MemberTexts {
		same(&faults, f.Name, *f.Of(&m), f.Parse)
	}
	same(&faults, "email", string(m.Email), func(f, s string) (string, error) { e, err := ParseEmail(f, s); return string(e), err })
	_, err := ParseRole("role", string(m.Role))
	_ = faults.Add(err)
	tags, err := ParseTags("tags", m.Tags)
	if err == nil && !slices.Equal(tags, m.Tags) {
		err = fault.On("tags", "text.control")
	}
	_ = faults.Add(err)
	_ = faults.Add(m.checkTagTerms())
	same(&faults, "photo", string(m.Photo), func(f, s string) (string, error) { p, err := ParsePictureID(f, s); return string(p), err })
	contacts, err := ParseContacts("contacts", m.Contacts)
	if err == nil && !slices.Equal(contacts, m.Contacts) {
		err = fault.On("contacts", "text.control")
	}
	_ = faults.Add(err)
	groups, err := ParseMemberships("groups", m.Groups)
	if err == nil && !slices.Equal(groups, m.Groups) {
		err = fault.On("groups", "text.control")
	}
	_ = faults.Add(err)
	_ = faults.Add(m.Greetings.check())
	same(&faults, "passwordUntil", string(m.PasswordUntil), ParseDate)
	m.checkTerm(&faults)
	if m.Left != nil {
		_ = faults.Add(m.Left.check())
	}
	if m.Invitation != nil {
		_ = faults.Add(m.Invitation.check())
	}
	if m.Identity != nil {
		_ = faults.Add(m.Identity.check())
	}
	if m.Storage != nil {
		_ = faults.Add(m.Storage.check())
	}
	return faults.Err()
}
