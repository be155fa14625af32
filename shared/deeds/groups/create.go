package groups

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// NewGroup is a group to be. Its name is required; without a parent it is an outermost one.
type NewGroup struct {
	Group       org.GroupID `json:"group"` // made by the caller, so that both sides make the same record
	Name        string      `json:"name"`
	Type        string      `json:"type,omitempty"`
	Description string      `json:"description,omitempty"`
	Parent      org.GroupID `json:"parent,omitempty"`
	Rule        string      `json:"rule,omitempty"` // of a smart group, see org.Rule
}

// Create adds a group to the tree. Faults: group.exists, groups.full, group.parentNotFound, group.tooDeep, and those of the fields, all
// at once.
var Create = ledger.Spec[NewGroup]{
	Name: "groups.create",
	Hint: func(a NewGroup) ledger.Reads { return refs(a.Group, a.Parent, org.Rule(a.Rule).Within()) },
	Run: func(w ledger.World, by ledger.Actor, a NewGroup) (ledger.Outcome, error) {
		if err := by.Need(org.ManageGroups); err != nil {
			return ledger.Outcome{}, err
		}
		id, err := org.ParseID[org.GroupID]("group", string(a.Group))
		if err != nil {
			return ledger.Outcome{}, err
		}
		g, err := a.parse()
		if err != nil {
			return ledger.Outcome{}, err
		}
		d := ledger.Begin(w)
		if r, err := d.Record(ref(id)); err != nil {
			return ledger.Outcome{}, err
		} else if r.Seq != 0 || r.Alive() {
			return ledger.Outcome{}, fault.New(fault.Conflict, "group.exists")
		}
		if err := Put(d, by, id, &g); err != nil {
			return ledger.Outcome{}, err
		}
		return d.Outcome(), nil
	},
}.Deed()

// parse collects all that is wrong with the fields.
func (a NewGroup) parse() (org.Group, error) {
	var g org.Group
	var faults fault.List
	var err error
	g.Name, err = org.ParseGroupName("name", a.Name)
	_ = faults.Add(err)
	g.Type, err = org.ParseGroupType("type", a.Type)
	_ = faults.Add(err)
	g.Description, err = org.ParseNotes("description", a.Description)
	_ = faults.Add(err)
	rule, err := org.ParseRule("rule", a.Rule)
	_ = faults.Add(err)
	g.Rule = org.Rule(rule)
	g.Parent, err = org.ParseParent("parent", string(a.Parent))
	_ = faults.Add(err)
	return g, faults.Err()
}
