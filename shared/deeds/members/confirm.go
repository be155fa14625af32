package members

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// OneMember names one member.
type OneMember struct {
	Member org.MemberID `json:"member"`
}

// Confirm is what a person does who has shown that the address is theirs: nobody can do it for another. The invitation that led to it has
// served then.
// Faults: member.notSelf, member.confirmed.
var Confirm = ledger.Spec[OneMember]{
	Name:   "members.confirm",
	Online: true,
	Hint:   func(a OneMember) ledger.Reads { return List{[]org.MemberID{a.Member}}.hint() },
	Run: func(w ledger.World, by ledger.Actor, a OneMember) (ledger.Outcome, error) {
		if a.Member != by.Member {
			return ledger.Outcome{}, fault.New(fault.Forbidden, "member.notSelf")
		}
		d := ledger.Begin(w)
		m, err := ledger.Member(d, a.Member)
		if err != nil {
			return ledger.Outcome{}, err
		}
		if m.Confirmed {
			return ledger.Outcome{}, fault.New(fault.Conflict, "member.confirmed")
		}
		m.Confirmed, m.Invitation, m.PasswordUntil = true, nil, ""
		if err := d.Put(ref(a.Member), m); err != nil {
			return ledger.Outcome{}, err
		}
		d.Want(ledger.Joined, string(a.Member))
		return d.Outcome(), nil
	},
}.Deed()
