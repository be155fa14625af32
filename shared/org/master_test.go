package org_test

import (
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

func TestVATIDs(t *testing.T) {
	for _, c := range []struct{ in, want, code string }{
		{"", "", ""},
		{"DE136695976", "DE136695976", ""},
		{" de 136 695 976 ", "DE136695976", ""},
		{"DE136695967", "", "vat.checksum"}, // two digits changed places
		{"DE13669597", "", "vat.malformed"},
		{"136695976", "", "vat.malformed"}, // the country is missing
		{"ATU13585627", "ATU13585627", ""},
		{"ATU13585628", "", "vat.checksum"},
		{"AT13585627", "", "vat.malformed"},
		{"CHE-109.322.551 MWST", "CHE109322551", ""},
		{"CHE-109.322.552", "", "vat.checksum"},
		{"FR40303265045", "FR40303265045", ""},
		{"XX123", "", "vat.malformed"},
		{"123/456/78901", "", "vat.malformed"}, // a tax number is none
	} {
		got, err := org.ParseVATID("vatID", c.in)
		if got != c.want || c.code == "" && err != nil || c.code != "" && !fault.Is(err, c.code) {
			t.Errorf("%q: %q, %v; want %q, %s", c.in, got, err, c.want, c.code)
		}
	}
}

// Of a valid German id no single wrong digit, and no two neighbours that changed places, is taken.
func TestASlipInAVATIDIsNoticed(t *testing.T) {
	const good = "136695976"
	for i := range good {
		for d := byte('0'); d <= '9'; d++ {
			wrong := []byte(good)
			wrong[i] = d
			if _, err := org.ParseVATID("vatID", "DE"+string(wrong)); err == nil && string(wrong) != good {
				t.Errorf("DE%s is taken", wrong)
			}
		}
	}
}

func TestWebsites(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""}, {"stadtwerke.example", "https://stadtwerke.example"}, {"http://a.example/de?x=1", "http://a.example/de?x=1"},
		{"javascript:alert(1)", ""}, {"ftp://a.example", ""}, {"stadtwerke", ""}, {"https://", ""}, {"https://anna:geheim@a.example", ""}, {"a b.example", ""},
	} {
		got, err := org.ParseWebsite("website", c.in)
		if got != c.want || (err == nil) != (c.want != "" || c.in == "") {
			t.Errorf("%q: %q, %v", c.in, got, err)
		}
	}
}

func TestMasterDataIsReadAndWrittenByItsNames(t *testing.T) {
	var tenant org.Tenant
	for _, f := range org.MasterData {
		*f.Of(&tenant) = f.Name
	}
	for _, f := range org.MasterData {
		if found, ok := org.Master(f.Name); !ok || *found.Of(&tenant) != f.Name {
			t.Errorf("%s holds %q: another field is in the same place", f.Name, *f.Of(&tenant))
		}
	}
}
