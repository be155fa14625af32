package links

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// List names links.
type List struct {
	Links []org.LinkID `json:"links"`
}

// Close ends links: nobody can join by them any more. Who has joined stays. Faults: link.none, link.many, link.notFound.
var Close = ledger.Spec[List]{
	Name: "links.close",
	Hint: func(a List) ledger.Reads { return ledger.Reads{Records: refs(a.Links)} },
	Run: func(w ledger.World, by ledger.Actor, a List) (ledger.Outcome, error) {
		if err := by.Need(org.ManageMembers); err != nil {
			return ledger.Outcome{}, err
		}
		if len(a.Links) == 0 {
			return ledger.Outcome{}, fault.On("links", "link.none")
		}
		if err := few("links", a.Links); err != nil {
			return ledger.Outcome{}, err
		}
		d := ledger.Begin(w)
		for _, id := range a.Links {
			if err := end(d, by, id); err != nil {
				return ledger.Outcome{}, err
			}
		}
		return d.Outcome(), nil
	},
}.Deed()
