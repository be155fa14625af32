package members

import (
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// InviteArgs says whom to ask to join, and what stands in the mail beside what always does.
type InviteArgs struct {
	Members []org.MemberID `json:"members"`
	Text    string         `json:"text,omitempty"`
}

// Invite sends members a mail that asks them to join, or sends it again: the link of an earlier one opens nothing any more. Members who have
// joined stay as they are.
// Faults: member.joined if all have, invite.deactivated and invite.unreachable with the name, those of the text, member.ownerEdit, member.notFound.
var Invite = ledger.Spec[InviteArgs]{
	Name: "members.invite",
	Hint: func(a InviteArgs) ledger.Reads { return List{a.Members}.hint() },
	Cut: func(a InviteArgs) []InviteArgs {
		var out []InviteArgs
		for _, ids := range Chunks(a.Members, perEntry) {
			out = append(out, InviteArgs{ids, a.Text})
		}
		return out
	},
	Run: func(w ledger.World, by ledger.Actor, a InviteArgs) (ledger.Outcome, error) {
		if err := by.Need(org.ManageMembers); err != nil {
			return ledger.Outcome{}, err
		}
		text, err := org.ParseInviteText("text", a.Text)
		if err != nil {
			return ledger.Outcome{}, err
		}
		return eachOr(w, by, List{a.Members}, "member.joined", func(d *ledger.Draft, id org.MemberID, m *org.Member) (bool, error) {
			switch {
			case m.Deactivated:
				return false, fault.New(fault.Conflict, "invite.deactivated", "name", m.Name())
			case m.Confirmed:
				return false, nil
			}
			return false, invite(d, by, id, m, text)
		})
	},
}.Deed()

// invite asks a member to join, as of now. Fault: invite.unreachable.
func invite(d *ledger.Draft, by ledger.Actor, id org.MemberID, m *org.Member, text string) error {
	if !m.Email.Reachable() {
		return fault.New(fault.Invalid, "invite.unreachable", "name", m.Name(), "email", string(m.Email))
	}
	m.Invitation = &org.Invitation{Sent: d.Now().UTC().Truncate(time.Millisecond), By: by.Member, Text: text}
	d.Want(ledger.Invite, string(id))
	return nil
}

// inviteWith asks somebody to join who is being added.
func inviteWith(d *ledger.Draft, by ledger.Actor, id org.MemberID, m *org.Member, with InviteWith) error {
	text, err := org.ParseInviteText("invite.text", with.Text)
	if err != nil {
		return err
	}
	return invite(d, by, id, m, text)
}

// WithdrawInvitation takes invitations back: their links open nothing any more. The members stay.
// Faults: member.notInvited if none is, member.notFound.
var WithdrawInvitation = ledger.Spec[List]{
	Name: "members.withdrawInvitation",
	Hint: List.hint,
	Cut:  cutList(changePerEntry),
	Run: func(w ledger.World, by ledger.Actor, a List) (ledger.Outcome, error) {
		return each(w, by, a, "member.notInvited", func(m *org.Member) bool { m.Invitation = nil; return false })
	},
}.Deed()
