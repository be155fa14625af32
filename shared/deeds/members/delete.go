package members

import (
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Delete takes members out of the organisation. Their accounts are their own and stay.
// Faults: member.owner, member.adminFirst, member.self, member.notFound.
var Delete = ledger.Spec[List]{
	Name: "members.delete",
	Hint: List.hint,
	Cut:  cutList(deletePerEntry),
	Run: func(w ledger.World, by ledger.Actor, a List) (ledger.Outcome, error) {
		return each(w, by, a, "member.notFound", func(*org.Member) bool { return true })
	},
}.Deed()
