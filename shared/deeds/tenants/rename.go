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
		return change(w, by, func(t *org.Tenant) error {
			to, err := org.ParseTenantName("name", a.To)
			switch {
			case err != nil:
				return err
			case t.Name == to:
				return fault.New(fault.Conflict, "edit.none")
			case t.Name != a.From:
				return fault.New(fault.Conflict, "tenant.changedMeanwhile", "was", a.From, "is", t.Name).On("name")
			}
			t.Name = to
			return nil
		})
	},
}.Deed()
