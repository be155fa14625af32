package ledger_test

import (
	"testing"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

const house = org.TenantID("01J00000000000000000TENANT")

// old is an entry as it was stored and hashed before entries named a device.
const old = `{"seq":1,"at":"2026-03-31T10:04:00Z","actor":{"member":"01J0000000000000000000VERA","name":"Vera Vogel","salt":"BwAAAAAAAAAAAAAAAAAAAA=="},` +
	`"command":"01J00000000000000000000CMD","deed":"tenants.rename","changes":[{"kind":"tenant","id":"01J00000000000000000TENANT","op":"updated",` +
	`"before":{"name":"Acme"},"after":{"name":"Acme AG"},"salt":"BwAAAAAAAAAAAAAAAAAAAA=="}],"salt":"BwAAAAAAAAAAAAAAAAAAAA==","size":64,` +
	`"prev":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","root":"5DA5M3Mf9cEz_42F8Wz9a-ODewKDkXrYO5mrSUPYLZI","hash":"SLJ6pq0eYBBwimLqI-e28zlIgwUV1YwJRCTZcY1fbvI"}`

var phone = org.Device{Kind: org.Phone, Browser: "Firefox", System: "Android"}

func TestEntriesOfBeforeThereWereDevicesHold(t *testing.T) {
	e, err := ledger.DecodeEntry([]byte(old))
	if err != nil || ledger.Verify(house, e, ledger.Digest{}) != nil || e.Device != (org.Device{}) {
		t.Fatalf("an old entry reads as %+v (%v, %v)", e, err, ledger.VerifyAlone(house, e))
	}
	e.Device = phone
	if err := ledger.VerifyAlone(house, e); !fault.Is(err, "ledger.broken") {
		t.Errorf("a device was added to an old entry: %v, want ledger.broken", err)
	}
}

func TestTheDeviceIsPartOfTheHash(t *testing.T) {
	e, err := ledger.Seal(house, ledger.Entry{
		Seq: 1, At: time.Date(2026, 3, 31, 10, 4, 0, 0, time.UTC), Device: phone, Command: "c", Deed: "tenants.rename",
		Actor:   ledger.EntryActor{Member: "01J0000000000000000000VERA", Name: "Vera Vogel"},
		Changes: []ledger.Change{{Kind: ledger.KindTenant, ID: string(house), Op: ledger.Updated, After: ledger.Fields{"name": []byte(`"Acme"`)}}},
	}, ledger.Digest{}, func() [16]byte { return [16]byte{7} })
	if err != nil {
		t.Fatal(err)
	}
	again, err := ledger.DecodeEntry(e.Encode())
	if err != nil || again.Device != phone || ledger.VerifyAlone(house, again) != nil {
		t.Fatalf("read back it is %+v (%v, %v)", again, err, ledger.VerifyAlone(house, again))
	}
	for story, d := range map[string]org.Device{
		"taken away":     {},
		"another kind":   {Kind: org.Tablet, Browser: "Firefox", System: "Android"},
		"no kind":        {Browser: "Firefox", System: "Android"},
		"a letter moved": {Kind: org.Phone, Browser: "FirefoxA", System: "ndroid"},
		"another system": {Kind: org.Phone, Browser: "Firefox", System: "iOS"},
	} {
		again.Device = d
		if err := ledger.VerifyAlone(house, again); !fault.Is(err, "ledger.broken") {
			t.Errorf("the device, %s: %v, want ledger.broken", story, err)
		}
	}
	part, _ := e.Reduce(func(ledger.Ref, string) bool { return true })
	if part.Device != (org.Device{}) || ledger.VerifyAlone(house, part) != nil {
		t.Errorf("the part of somebody who may see all records and not the ledger is %+v (%v)", part, ledger.VerifyAlone(house, part))
	}
}
