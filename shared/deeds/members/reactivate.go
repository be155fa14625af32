package members

import (
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Reactivate lets members back in as they were. Sign-ins from before the deactivation stay ended. A last day that is over is none any more.
// Faults: member.notInactive if none is deactivated, member.notFound.
var Reactivate = ledger.Spec[List]{
	Name: "members.reactivate",
	Hint: List.hint,
	Cut:  cutList(perEntry),
	Run: func(w ledger.World, by ledger.Actor, a List) (ledger.Outcome, error) {
		return eachOr(w, by, a, "member.notInactive", func(d *ledger.Draft, _ org.MemberID, m *org.Member) (bool, error) {
			m.Deactivated, m.Left = false, nil
			if m.Until == "" || m.DeleteAfter {
				return false, nil
			}
			now, err := dayHere(d)
			if m.Until < now {
				m.Until = "" // and with it what was set for its end
			}
			return false, err
		})
	},
}.Deed()
