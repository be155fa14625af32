package tenants

import (
	"strconv"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// OfflineArgs is for how many hours devices work without contact, as it was seen (720 if nobody has chosen yet) and as it shall be.
type OfflineArgs struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// SetOffline says for how long devices work without having been in contact, in whole hours. It holds on each device from its next
// contact on. Faults: offlineHours.range, tenant.offlineMeanwhile, edit.none.
var SetOffline = ledger.Spec[OfflineArgs]{
	Name: "tenants.setOffline",
	Run: func(w ledger.World, by ledger.Actor, a OfflineArgs) (ledger.Outcome, error) {
		if err := by.Need(org.ManageTenant); err != nil {
			return ledger.Outcome{}, err
		}
		to, err := org.ParseOfflineHours("offlineHours", a.To)
		if err != nil {
			return ledger.Outcome{}, err
		}
		d := ledger.Begin(w)
		t, err := ledger.Tenant(d)
		if err != nil {
			return ledger.Outcome{}, err
		}
		if t.Offline() == to {
			return ledger.Outcome{}, fault.New(fault.Conflict, "edit.none")
		}
		if t.Offline() != a.From {
			return ledger.Outcome{}, fault.New(fault.Conflict, "tenant.offlineMeanwhile",
				"was", strconv.Itoa(a.From), "is", strconv.Itoa(t.Offline())).On("offlineHours")
		}
		t.OfflineHours = to
		if err := Put(d, by, &t); err != nil {
			return ledger.Outcome{}, err
		}
		return d.Outcome(), nil
	},
}.Deed()
