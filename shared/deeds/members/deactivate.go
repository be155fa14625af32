package members

import (
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Deactivate ends the members' access; reactivating restores them as they were. Members who are deactivated already stay so.
// Faults: member.inactive if all are, member.owner, member.self, member.notFound.
var Deactivate = ledger.Spec[List]{
	Name: "members.deactivate",
	Hint: List.hint,
	Cut:  cutList(perEntry),
	Run: func(w ledger.World, by ledger.Actor, a List) (ledger.Outcome, error) {
		return each(w, by, a, "member.inactive", func(m *org.Member) bool { m.Deactivated = true; return false })
	},
}.Deed()
