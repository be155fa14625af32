package members

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// CreateWithPassword adds a member who can sign in at once with a temporary password, for whom an account is made in the same transaction. Only the
// server does it, which knows whether anybody has that address. The password is no part of it.
// Faults: those of Create, without those of an invitation; member.oneWay, email.local.
var CreateWithPassword = ledger.Spec[NewMember]{
	Name:   "members.createWithPassword",
	Online: true,
	Hint:   NewMember.hint,
	Run: func(w ledger.World, by ledger.Actor, a NewMember) (ledger.Outcome, error) {
		return a.create(w, by, func(d *ledger.Draft, m *org.Member) error {
			switch {
			case a.Invite != nil:
				return fault.On("invite", "member.oneWay")
			case !m.Email.Reachable(): // nobody could ever show that it is theirs
				return fault.On("email", "email.local")
			}
			m.PasswordUntil = org.TemporaryUntil(d.Now())
			return nil
		})
	},
}.Deed()
