package tenants

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// RenameArgs is the name as it was seen and as it shall be.
type RenameArgs struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Rename gives the organisation another name. Faults: tenant.changedMeanwhile, edit.none, those of the name.
var Rename = ledger.Spec[RenameArgs]{
	Name: "tenants.rename",
	Run: func(w ledger.World, by ledger.Actor, a RenameArgs) (ledger.Outcome, error) {
		if err := by.Need(org.ManageTenant); err != nil {
			return ledger.Outcome{}, err
		}
		to, err := org.ParseTenantName("name", a.To)
		if err != nil {
			return ledger.Outcome{}, err
		}
		d := ledger.Begin(w)
		t, err := ledger.Tenant(d)
		if err != nil {
			return ledger.Outcome{}, err
		}
		if t.Name == to {
			return ledger.Outcome{}, fault.New(fault.Conflict, "edit.none")
		}
		if t.Name != a.From {
			return ledger.Outcome{}, fault.New(fault.Conflict, "tenant.changedMeanwhile", "was", a.From, "is", t.Name).On("name")
		}
		t.Name = to
		if err := Put(d, by, &t); err != nil {
			return ledger.Outcome{}, err
		}
		return d.Outcome(), nil
	},
}.Deed()
