// Package tenants holds the deeds on an organisation as a whole, one file each.
package tenants

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func ref(w ledger.World) ledger.Ref {
	return ledger.Ref{Kind: ledger.KindTenant, ID: string(w.Tenant())}
}

// Put brings the tenant to the state after, if this actor may. A tenant is never made or ended here.
// Faults: actor.forbidden, tenant.notFound, tenant.founded, zone.unknown, and those of the fields.
func Put(d *ledger.Draft, by ledger.Actor, after *org.Tenant) error {
	if err := by.Need(org.ManageTenant); err != nil {
		return err
	}
	before, err := ledger.Tenant(d)
	if err != nil {
		return err
	}
	if after == nil || after.Founded != before.Founded {
		return fault.New(fault.Conflict, "tenant.founded")
	}
	if err := after.Check(); err != nil {
		return err
	}
	if after.Zone != before.Zone && d.Day(after.TimeZone()) == "" {
		return fault.On("zone", "zone.unknown")
	}
	return d.Put(ref(d), *after)
}

// change lets somebody who may do so change the organisation. do changes it, or says what is wrong.
func change(w ledger.World, by ledger.Actor, do func(t *org.Tenant) error) (ledger.Outcome, error) {
	if err := by.Need(org.ManageTenant); err != nil {
		return ledger.Outcome{}, err
	}
	d := ledger.Begin(w)
	t, err := ledger.Tenant(d)
	if err != nil {
		return ledger.Outcome{}, err
	}
	if err := do(&t); err != nil {
		return ledger.Outcome{}, err
	}
	if err := Put(d, by, &t); err != nil {
		return ledger.Outcome{}, err
	}
	return d.Outcome(), nil
}
