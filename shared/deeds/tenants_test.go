package deeds_test

import (
	"testing"

	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func (h *house) offline() int {
	r, _ := h.Record(ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant)})
	return r.Value.(org.Tenant).Offline()
}

func TestHowLongDevicesWorkWithoutContact(t *testing.T) {
	offline := func(from, to int) func(*house) any {
		return func(*house) any { return tenants.OfflineArgs{From: from, To: to} }
	}
	for _, c := range []story{
		{"an admin says an hour", admin, "tenants.setOffline", offline(720, 1), ""},
		{"the owner says ninety days", owner, "tenants.setOffline", offline(720, 2160), ""},
		{"not a member", user, "tenants.setOffline", offline(720, 1), "actor.forbidden"},
		{"nor a guest", guest, "tenants.setOffline", offline(720, 1), "actor.forbidden"},
		{"never no time", admin, "tenants.setOffline", offline(720, 0), "offlineHours.range"},
		{"nor more than ninety days", admin, "tenants.setOffline", offline(720, 2161), "offlineHours.range"},
		{"thirty days hold until somebody chooses", admin, "tenants.setOffline", offline(720, 720), "edit.none"},
		{"somebody has chosen meanwhile", admin, "tenants.setOffline", offline(24, 48), "tenant.offlineMeanwhile"},
		{"arguments in another form", admin, "tenants.setOffline", func(*house) any { return map[string]string{"from": "720", "to": "1"} }, "json.type"},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := found(t)
			args := c.args(h)
			_, err := h.do(c.by(h), c.deed, args)
			if c.code != "" {
				if !fault.Is(err, c.code) || h.offline() != org.DefaultOffline {
					t.Errorf("%v, want %s; now %d hours", err, c.code, h.offline())
				}
				return
			}
			if err != nil || h.offline() != args.(tenants.OfflineArgs).To {
				t.Errorf("%v, now %d hours", err, h.offline())
			}
			h.invariants()
		})
	}
}

func TestWhatWasChosenIsTakenBackToNobodysChoice(t *testing.T) {
	h := found(t)
	before := h.state()
	e := h.must(h.admin, "tenants.setOffline", tenants.OfflineArgs{From: 720, To: 24})
	h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{e.Seq}})
	ref := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant)}
	if after := h.state(); after[ref] != before[ref] || h.offline() != 720 {
		t.Errorf("%s, was %s", after[ref], before[ref])
	}
	h.must(h.admin, "tenants.rename", tenants.RenameArgs{From: "Acme", To: "Bolt"}) // a name and a time are each their own
	h.must(h.admin, "tenants.setOffline", tenants.OfflineArgs{From: 720, To: 1})
}

// Records of before the field was there read as they are written, so that entries over them still verify.
func TestAnOrganisationOfBeforeReadsAndWritesTheSame(t *testing.T) {
	const old = `{"founded":"2026-01-01","language":"de","name":"Acme"}`
	e, err := ledger.DecodeEntity(ledger.KindTenant, []byte(old))
	if err != nil || e.Check() != nil || string(ledger.EncodeEntity(e)) != old || e.(org.Tenant).Offline() != 720 {
		t.Errorf("%+v, %v, %v", e, err, e.Check())
	}
	for hours, fine := range map[int]bool{1: true, 2160: true, -1: false, 2161: false} {
		e := e.(org.Tenant)
		e.OfflineHours = hours
		if (e.Check() == nil) != fine {
			t.Errorf("%d hours: %v", hours, e.Check())
		}
	}
}
