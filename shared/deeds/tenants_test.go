package deeds_test

import (
	"reflect"
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

func (h *house) tenant() org.Tenant {
	r, _ := h.Record(ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant)})
	return r.Value.(org.Tenant)
}

func TestMasterData(t *testing.T) {
	edit := func(fields map[string]tenants.Edited) func(*house) any {
		return func(*house) any { return tenants.EditArgs{Fields: fields} }
	}
	one := func(field, from, to string) func(*house) any {
		return edit(map[string]tenants.Edited{field: {From: from, To: to}})
	}
	for _, c := range []story{
		{"an admin fills it in", admin, "tenants.edit", edit(map[string]tenants.Edited{"street": {To: "Seestraße 1"}, "postalCode": {To: "88131"}, "city": {To: "Lindau"}}), ""},
		{"not a member", user, "tenants.edit", one("city", "", "Lindau"), "actor.forbidden"},
		{"nor a guest", guest, "tenants.edit", one("city", "", "Lindau"), "actor.forbidden"},
		{"a digit is wrong", admin, "tenants.edit", one("vatID", "", "DE123456789"), "vat.checksum"},
		{"a field that there is none of", admin, "tenants.edit", one("owner", "", "me"), "tenant.field"},
		{"the name has a deed of its own", admin, "tenants.edit", one("name", "Acme", "Bolt"), "tenant.field"},
		{"somebody has changed it meanwhile", admin, "tenants.edit", one("city", "Bregenz", "Lindau"), "tenant.fieldMeanwhile"},
		{"a language that there is none of", admin, "tenants.edit", one("language", "de", "fr"), "language.unknown"},
		{"there always is a language", admin, "tenants.edit", one("language", "de", ""), "language.unknown"},
		{"a time zone that there is none of", admin, "tenants.edit", one("zone", "", "Europe/Nowhere"), "zone.unknown"},
		{"what has not even the form of one", admin, "tenants.edit", one("zone", "", "../../etc/passwd"), "zone.unknown"},
		{"not a member sets the time zone", user, "tenants.edit", one("zone", "", "Europe/Vienna"), "actor.forbidden"},
		{"nothing changes", admin, "tenants.edit", one("city", "", " "), "edit.none"},
		{"nothing is named", admin, "tenants.edit", edit(nil), "edit.none"},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := found(t)
			before := h.tenant()
			_, err := h.do(c.by(h), c.deed, c.args(h))
			if c.code != "" {
				if !fault.Is(err, c.code) || !reflect.DeepEqual(h.tenant(), before) {
					t.Errorf("%v, want %s; now %+v", err, c.code, h.tenant())
				}
				return
			}
			if now := h.tenant(); err != nil || now.Street != "Seestraße 1" || now.City != "Lindau" {
				t.Errorf("%v, now %+v", err, now)
			}
			h.invariants()
		})
	}
}

func TestLanguageAndTimeZone(t *testing.T) {
	h := found(t)
	if now := h.tenant(); now.TimeZone() != "Europe/Berlin" || now.Language != org.German {
		t.Fatalf("at first %s, %s", now.TimeZone(), now.Language)
	}
	before := h.state()
	e := h.must(h.admin, "tenants.edit", tenants.EditArgs{Fields: map[string]tenants.Edited{"zone": {To: "America/New_York"}, "language": {From: "de", To: "en"}}})
	if now := h.tenant(); now.TimeZone() != "America/New_York" || now.Language != org.English {
		t.Errorf("now %s, %s", now.TimeZone(), now.Language)
	}
	h.must(h.owner, "ledger.undo", map[string]any{"entries": []uint64{e.Seq}})
	ref := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant)}
	if after := h.state(); after[ref] != before[ref] {
		t.Errorf("%s, was %s", after[ref], before[ref])
	}
}

func TestMasterDataMeetsAndIsTakenBack(t *testing.T) {
	h := found(t)
	before := h.state()
	city := h.must(h.admin, "tenants.edit", tenants.EditArgs{Fields: map[string]tenants.Edited{"city": {To: "Lindau"}}})
	// Somebody who has not seen it edits another field, and wants the same.
	street := h.must(h.owner, "tenants.edit", tenants.EditArgs{Fields: map[string]tenants.Edited{"street": {To: "Seestraße 1"}, "city": {To: "Lindau"}}})
	if now := h.tenant(); now.City != "Lindau" || now.Street != "Seestraße 1" {
		t.Errorf("now %+v", now)
	}
	h.must(h.admin, "ledger.undo", map[string]any{"entries": []uint64{street.Seq, city.Seq}})
	ref := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant)}
	if after := h.state(); after[ref] != before[ref] {
		t.Errorf("%s, was %s", after[ref], before[ref])
	}
}
