package org

import (
	"testing"

	"pgregory.net/rapid"

	"stellwerk/shared/fault"
)

func TestParseEmail(t *testing.T) {
	for _, c := range []struct{ story, in, want, code string }{
		{"plain", "ben@acme.example", "ben@acme.example", ""},
		{"space around", "  ben@acme.example\t", "ben@acme.example", ""},
		{"umlauts on both sides", "jörg@müller.example", "jörg@müller.example", ""},
		{"decomposed umlauts are composed", "jo\u0308rg@acme.example", "jörg@acme.example", ""},
		{"a plus", "ben+list@acme.example", "ben+list@acme.example", ""},
		{"nothing", " ", "", "email.missing"},
		{"no at", "ben.acme.example", "", "email.at"},
		{"two ats", "ben@x@acme.example", "", "email.at"},
		{"no ending", "joerg.bauer@stadtwerke-lindau", "", "email.noEnding"},
		{"dot at the end", "ben@acme.", "", "email.noEnding"},
		{"nothing before", "@acme.example", "", "email.local"},
		{"space within", "ben berger@acme.example", "", "email.local"},
		{"two dots", "ben..berger@acme.example", "", "email.local"},
		{"a line break", "ben\nbcc:x@acme.example", "", "email.local"},
		{"an address in a name", "Ben <ben@acme.example>", "", "email.local"},
		{"an underscore in the domain", "ben@ac_me.example", "", "email.domain"},
		{"numbers as ending", "ben@1.2.3.4", "", "email.domain"},
		{"a space in the domain", "ben@ac me.example", "", "email.domain"},
	} {
		t.Run(c.story, func(t *testing.T) {
			got, err := ParseEmail("email", c.in)
			if c.code == "" && (err != nil || string(got) != c.want) || c.code != "" && !fault.Is(err, c.code) {
				t.Errorf("%q: got %q, %v; want %q %s", c.in, got, err, c.want, c.code)
			}
		})
	}
}

func TestSpellingsOfOneAddressHaveOneKey(t *testing.T) {
	for _, same := range [][]string{
		{"ben@acme.example", "BEN@ACME.example", " Ben@Acme.Example"},
		{"jörg@müller.example", "JÖRG@MÜLLER.example", "jo\u0308rg@xn--mller-kva.example"},
		{"ben@acme.example", "ｂｅｎ@ａｃｍｅ.example"},
	} {
		first, err := ParseEmail("email", same[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range same[1:] {
			e, err := ParseEmail("email", s)
			if err != nil {
				t.Errorf("%q: %v", s, err)
			} else if e.Key() != first.Key() {
				t.Errorf("%q has the key %q, %q has %q", s, e.Key(), same[0], first.Key())
			}
		}
	}
	a, _ := ParseEmail("email", "ben@acme.example")
	b, _ := ParseEmail("email", "ben@acme2.example")
	if a.Key() == b.Key() {
		t.Error("two addresses have one key")
	}
}

func TestEmailKeysAreStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-zA-Zäöüß0-9.+-]{1,20}@[a-zA-Zäöü0-9-]{1,20}\.(de|example|MÜNCHEN)`).Draw(t, "address")
		e, err := ParseEmail("email", s)
		if err != nil {
			return
		}
		again, err := ParseEmail("email", string(e))
		if err != nil || again != e {
			t.Fatalf("%q parses to %q and that to %q, %v", s, e, again, err)
		}
		if k := Email(e.Key()).Key(); k != e.Key() {
			t.Fatalf("the key of the key of %q is %q, not %q", e, k, e.Key())
		}
	})
}

func TestThePlainWayThroughADomainIsTheLongOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-zA-Z0-9.-]{0,12}(xn--)?[a-zA-Z0-9.-]{0,70}`).Draw(t, "domain")
		if !plainDomain(s) {
			return
		}
		long, err := domains.ToASCII(s)
		short, _ := asciiDomain(s)
		if err != nil || long != short {
			t.Fatalf("%q: IDNA says %q, %v; the plain way says %q", s, long, err, short)
		}
	})
}
