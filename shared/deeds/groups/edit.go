package groups

import (
	"sort"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Edited is one field's change: the text it is changed from and the one it is changed to; an empty field is "".
type Edited struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// EditArgs holds the fields that changed and no others: name, type, description, rule.
type EditArgs struct {
	Group  org.GroupID       `json:"group"`
	Fields map[string]Edited `json:"fields"`
}

// Edit renames and describes a group. Each field comes with the text it was changed from: if that is not what stands there any more, the
// fault is group.changedMeanwhile with both, unless the field has arrived where it was to go.
// Faults: group.notFound, group.field, edit.none, group.changedMeanwhile, and those of the fields, all at once.
var Edit = ledger.Spec[EditArgs]{
	Name: "groups.edit",
	Hint: func(a EditArgs) ledger.Reads { return refs(a.Group) },
	Run: func(w ledger.World, by ledger.Actor, a EditArgs) (ledger.Outcome, error) {
		return change(w, by, a.Group, func(g *org.Group) error {
			names := make([]string, 0, len(a.Fields))
			for n := range a.Fields {
				names = append(names, n)
			}
			sort.Strings(names)
			var faults fault.List
			for _, n := range names {
				_ = faults.Add(editField(g, n, a.Fields[n]))
			}
			return faults.Err()
		})
	},
}.Deed()

func editField(g *org.Group, name string, e Edited) error {
	at, parse := field(g, name)
	if at == nil {
		return fault.On(name, "group.field", "field", name)
	}
	to, err := parse(name, e.To)
	if err != nil {
		return err
	}
	if e.From != *at && to != *at {
		return fault.New(fault.Conflict, "group.changedMeanwhile", "field", name, "was", e.From, "is", *at).On(name)
	}
	*at = to
	return nil
}

// field is where a field stands and how it is parsed; nil for a name that is none.
func field(g *org.Group, name string) (*string, func(string, string) (string, error)) {
	switch name {
	case "name":
		return &g.Name, org.ParseGroupName
	case "type":
		return &g.Type, org.ParseGroupType
	case "description":
		return &g.Description, org.ParseNotes
	case "rule":
		return (*string)(&g.Rule), org.ParseRule
	}
	return nil, nil
}
