package tenants

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Edited is one field's change: the value it is changed from and the one it is changed to; "" for none.
type Edited struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// EditArgs holds the fields of org.TenantTexts that changed and no others.
type EditArgs struct {
	Fields map[string]Edited `json:"fields"`
}

// Edit changes the organisation's master data, its language or its time zone. Each field comes with the value it was changed from: if that is not the value any more, it is
// refused, unless the field has arrived where it was to go.
// Faults: tenant.field, tenant.fieldMeanwhile with both values, zone.unknown, edit.none, and those of the fields, all at once.
var Edit = ledger.Spec[EditArgs]{
	Name: "tenants.edit",
	Run: func(w ledger.World, by ledger.Actor, a EditArgs) (ledger.Outcome, error) {
		return change(w, by, func(t *org.Tenant) error {
			changed := false
			var faults fault.List
			for name := range a.Fields {
				if _, known := org.FindText(org.TenantTexts, name); !known {
					_ = faults.Add(fault.On(name, "tenant.field", "field", name))
				}
			}
			for _, f := range org.TenantTexts {
				edited, given := a.Fields[f.Name]
				if !given {
					continue
				}
				to, err := f.Parse(f.Name, edited.To)
				at := f.Of(t)
				switch {
				case err != nil:
					_ = faults.Add(err)
				case *at != edited.From && *at != to:
					_ = faults.Add(fault.New(fault.Conflict, "tenant.fieldMeanwhile", "field", f.Name, "was", edited.From, "is", *at).On(f.Name))
				default:
					changed = changed || *at != to
					*at = to
				}
			}
			if err := faults.Err(); err != nil {
				return err
			}
			if !changed {
				return fault.New(fault.Conflict, "edit.none")
			}
			return nil
		})
	},
}.Deed()
