package dossier

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/table"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// someone is a person with all that may be odd about one.
func someone(events int) Dossier {
	at := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	d := Dossier{
		Organisation: "Stadtwerke «Größe» & Søn", Member: "01J0000000000000000000J0B0", Name: "Zoë Ødegård-Čapek", Made: at, Own: true,
		Record: ledger.Fields{"givenName": json.RawMessage(`"Zoë"`), "role": json.RawMessage(`"user"`), "confirmed": json.RawMessage(`true`), "notes": json.RawMessage(`"eins\nzwei 😀 € ł"`),
			"tags": json.RawMessage(`["Ersthelfer","Łódź"]`), "contacts": json.RawMessage(`[{"label":"Web","value":"https://a.example"}]`)},
		Groups:  []Group{{"01J0000000000000000000J0B0", "Netzbau", org.PartLeader}, {"01J0000000000000000000J0B1", strings.Repeat("Lang ", 40), org.PartMember}},
		Account: &Account{Email: "zoe@a.example", Log: []Happened{{at, table.SignedIn, "192.0.2.1"}}},
	}
	for i := range events {
		d.History = append(d.History, Event{Seq: uint64(i + 1), At: at, By: "Vera Vogel", Deed: "members.edit",
			Before: ledger.Fields{"title": json.RawMessage(`"Monteurin"`)}, After: ledger.Fields{"title": json.RawMessage(`"` + strings.Repeat("Meisterin ", 30) + `"`)}})
	}
	return d
}

func TestTheDocument(t *testing.T) {
	for _, lang := range []org.Language{org.German, org.English} {
		small, err := someone(1).PDF(lang)
		if err != nil {
			t.Fatal(err)
		}
		large, err := someone(60).PDF(lang)
		if err != nil {
			t.Fatal(err)
		}
		pages := func(b []byte) int { return bytes.Count(b, []byte("/Type /Page\n")) }
		if pages(small) != 1 || pages(large) < 5 {
			t.Errorf("%s: %d and %d pages", lang, pages(small), pages(large))
		}
		if !bytes.Contains(large, []byte("/FontFile2")) || bytes.Contains(large, []byte("/BaseFont /Helvetica")) {
			t.Errorf("%s: the typeface is not in the document", lang)
		}
		again, _ := someone(60).PDF(lang)
		if len(again) != len(large) {
			t.Errorf("%s: the same dossier is another document", lang)
		}
	}
}

func BenchmarkTheDocument(b *testing.B) {
	d := someone(300)
	for b.Loop() {
		if _, err := d.PDF(org.German); err != nil {
			b.Fatal(err)
		}
	}
}
