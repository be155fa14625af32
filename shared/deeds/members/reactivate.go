package members

import (
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Reactivate lets members back in as they were. Sign-ins from before the deactivation stay ended.
// Faults: member.notInactive if none is deactivated, member.notFound.
var Reactivate = ledger.Spec[List]{
	Name: "members.reactivate",
	Hint: List.hint,
	Cut:  cutList(perEntry),
	Run: func(w ledger.World, by ledger.Actor, a List) (ledger.Outcome, error) {
		return each(w, by, a, "member.notInactive", func(m *org.Member) bool { m.Deactivated = false; return false })
	},
}.Deed()
