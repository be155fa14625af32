package members

import (
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// LeaveArgs say who leaves, and why.
type LeaveArgs struct {
	Member org.MemberID `json:"member"`
	Reason string       `json:"reason,omitempty"`
}

// Leave is what somebody does who deletes their own profile in an organisation: nobody can do it for another, and only the server starts it, after a
// link in a mail was followed. It is carried out twice: the first time the member is deactivated, with the reason; the second time deleted, as by hand,
// so that both stand in the audit trail and the record can be brought back. Who comes back has to be asked to join again.
// Faults: member.notSelf, member.ownerLeaves, those of the reason.
var Leave = ledger.Spec[LeaveArgs]{
	Name:   "members.leave",
	Online: true,
	Hint:   func(a LeaveArgs) ledger.Reads { return List{[]org.MemberID{a.Member}}.hint() },
	Run: func(w ledger.World, by ledger.Actor, a LeaveArgs) (ledger.Outcome, error) {
		if a.Member != by.Member {
			return ledger.Outcome{}, fault.New(fault.Forbidden, "member.notSelf")
		}
		reason, err := org.ParseLeaveReason("reason", a.Reason)
		if err != nil {
			return ledger.Outcome{}, err
		}
		d := ledger.Begin(w)
		m, err := ledger.Member(d, a.Member)
		if err != nil {
			return ledger.Outcome{}, err
		}
		switch {
		case m.Role == org.Owner:
			return ledger.Outcome{}, fault.New(fault.Conflict, "member.ownerLeaves")
		case m.Left != nil:
			err = d.Put(ref(a.Member), nil)
			return d.Outcome(), err
		case m.Role == org.Admin:
			m.Role = org.User // to make somebody an admin again is a grant
		}
		m.Left = &org.Leaving{At: d.Now().UTC().Truncate(time.Millisecond), Reason: reason}
		m.Deactivated, m.Confirmed, m.Invitation, m.PasswordUntil = true, false, nil, ""
		if err := d.Put(ref(a.Member), m); err != nil {
			return ledger.Outcome{}, err
		}
		d.Want(ledger.EndAccess, string(a.Member))
		return d.Outcome(), nil
	},
}.Deed()
