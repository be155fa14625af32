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
		return change(w, by, func(t *org.Tenant) error {
			to, err := org.ParseOfflineHours("offlineHours", a.To)
			switch {
			case err != nil:
				return err
			case t.Offline() == to:
				return fault.New(fault.Conflict, "edit.none")
			case t.Offline() != a.From:
				return fault.New(fault.Conflict, "tenant.offlineMeanwhile", "was", strconv.Itoa(a.From), "is", strconv.Itoa(t.Offline())).On("offlineHours")
			}
			t.OfflineHours = to
			return nil
		})
	},
}.Deed()
