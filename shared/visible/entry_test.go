package visible

import (
	"encoding/json"
	"testing"
	"time"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// TestAPartTellsNothingOfTheDeed: who may not read the ledger gets values, and of who did it, when, how and on what nothing. What may be
// in such an entry is listed; a field that is new is not.
func TestAPartTellsNothingOfTheDeed(t *testing.T) {
	const house, ben, vera = org.TenantID("01J00000000000000000TENANT"), "01J00000000000000000000BEN", "01J0000000000000000000VERA"
	whole, err := ledger.Seal(house, ledger.Entry{
		Seq: 1, At: time.Unix(1, 0).UTC(), Actor: ledger.EntryActor{Member: vera, Name: "Vera"}, Command: "c", Batch: "j", Deed: "members.edit", Undoes: []uint64{7},
		Device:  org.Device{Kind: org.Phone, Browser: "Firefox", System: "Android"},
		Changes: []ledger.Change{{Kind: ledger.KindMember, ID: ben, Op: ledger.Updated, After: ledger.Fields{"title": json.RawMessage(`"x"`), "notes": json.RawMessage(`"y"`)}}},
	}, ledger.Digest{}, func() [16]byte { return [16]byte{1} })
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{"seq": true, "changes": true, "proof": true, "size": true, "prev": true, "root": true, "hash": true}
	for role, sees := range map[org.Role]bool{org.Owner: true, org.Admin: true, org.User: false} {
		seen, ok := Viewer{Member: vera, Role: role}.Entry(whole)
		if !ok || ledger.VerifyAlone(house, seen) != nil {
			t.Fatalf("the %s sees %+v", role, seen)
		}
		if sees != (seen.Device == whole.Device) {
			t.Errorf("the %s sees the device %+v", role, seen.Device)
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(seen.Encode(), &fields); err != nil {
			t.Fatal(err)
		}
		for name := range fields {
			if !sees && !listed[name] {
				t.Errorf("the %s is sent %s of the entry: %s", role, name, fields[name])
			}
		}
	}
}
