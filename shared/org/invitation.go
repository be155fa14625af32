package org

import (
	"strconv"
	"time"
	"unicode/utf8"

	"stellwerk/shared/fault"
)

const (
	// InvitationLife is how long an invitation can be accepted.
	InvitationLife = 7 * 24 * time.Hour
	// MaxInviteText is how many characters somebody may add to an invitation.
	MaxInviteText = 500
)

// Invitation is a mail that asks somebody to join, and until when. It is never changed: another one takes its place.
type Invitation struct {
	Sent time.Time `json:"sent"` // UTC, whole milliseconds; the link in a mail belongs to it, so only the latest opens
	By   MemberID  `json:"by"`   // who invites
	Text string    `json:"text,omitempty"`
}

// Until is when an invitation ends.
func (i Invitation) Until() time.Time { return i.Sent.Add(InvitationLife) }

// Invited is where the invitation of a member stands.
type Invited string

// Where an invitation can stand. Who has joined has none.
const (
	NotInvited     Invited = "none"
	InvitedOpen    Invited = "open"
	InvitedExpired Invited = "expired"
)

// Invited says where the invitation stands at a time.
func (m Member) Invited(now time.Time) Invited {
	switch {
	case m.Invitation == nil:
		return NotInvited
	case now.Before(m.Invitation.Until()):
		return InvitedOpen
	}
	return InvitedExpired
}

// ParseInviteText accepts what somebody adds to an invitation: up to 500 characters in any number of lines.
func ParseInviteText(field, s string) (string, error) {
	s, err := ParseNotes(field, s)
	if err == nil && utf8.RuneCountInString(s) > MaxInviteText {
		err = fault.On(field, "text.length", "min", "0", "max", strconv.Itoa(MaxInviteText))
	}
	return s, err
}

// check says whether i is an invitation as the deeds make them.
func (i Invitation) check() error {
	var faults fault.List
	same(&faults, "invitation", i.Text, ParseInviteText)
	_, err := ParseID[MemberID]("invitation", string(i.By))
	_ = faults.Add(err)
	if at := i.Sent.UTC().Truncate(time.Millisecond); i.Sent.IsZero() || at != i.Sent {
		_ = faults.Add(fault.On("invitation", "date.malformed"))
	}
	return faults.Err()
}
