package groups

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// MoveArgs is what a group was seen to be part of, and what it shall be part of; "" is the outermost level.
type MoveArgs struct {
	Group org.GroupID `json:"group"`
	From  org.GroupID `json:"from"`
	To    org.GroupID `json:"to"`
}

// Move makes a group part of another, with all that is below it. Who moves it after somebody else has is told: group.movedMeanwhile.
// Faults: group.notFound, edit.none, group.parentNotFound, group.cycle, group.tooDeep.
var Move = ledger.Spec[MoveArgs]{
	Name: "groups.move",
	Hint: func(a MoveArgs) ledger.Reads { return refs(a.Group, a.From, a.To) },
	Run: func(w ledger.World, by ledger.Actor, a MoveArgs) (ledger.Outcome, error) {
		return change(w, by, a.Group, func(g *org.Group) error {
			to, err := org.ParseParent("parent", string(a.To))
			if err != nil {
				return err
			}
			if g.Parent != a.From && g.Parent != to {
				return fault.New(fault.Conflict, "group.movedMeanwhile").On("parent")
			}
			g.Parent = to
			return nil
		})
	},
}.Deed()
