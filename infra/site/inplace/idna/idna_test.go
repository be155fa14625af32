//go:build js

package idna

import (
	"testing"
	"unicode"

	"golang.org/x/net/idna"
	"pgregory.net/rapid"
)

var other = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(true), idna.BidiRule())

// compare wants that what the package reads is read the same way here.
func compare(t interface{ Errorf(string, ...any) }, s string) {
	got, err := New().ToASCII(s)
	want, wrong := other.ToASCII(s)
	if wrong == nil && (err != nil || got != want) {
		t.Errorf("%+q: %q, %v; want %q", s, got, err, want)
	}
}

func TestDomainsAreReadAsThePackageReadsThem(t *testing.T) {
	for _, s := range []string{
		"acme.example", "ACME.Example", "müller.example", "MÜLLER.example", "mu\u0308ller.example", "xn--mller-kva.example", "XN--MLLER-KVA.example", "straße.example",
		"xn--strae-oqa.example", "ａｃｍｅ.example", "acme。example", "a..example", ".acme.example", "acme.example.", "-acme.example", "acme-.example", "ac--me.example", "ac-me.example",
		"xn--acme.example", "ac_me.example", "ac me.example", "ac%6de.example", "acme.example:80", "acme.example/x", "user@acme.example", "пример.example", "例え.example",
		"עברית.example", "אa.example", "1א.example", "a\u200db.example", "a\u0301.example", "\u0301a.example", "☃.example", "a\u00adb.example", "ß.example", "ς.example", "faß.example",
		"münchen", "ü-.example", "-ü.example", "üü--ü.example", "\u2260.example", "ﬁ.example", "İ.example", "①.example", "½.example",
	} {
		compare(t, s)
	}
}

func TestWhatIsNoNameIsRefused(t *testing.T) {
	for _, s := range []string{
		"", "-acme.example", "acme-.example", "ac--me.example", "xn--acme.example", "xn--.example", "ac_me.example", "ac me.example", "ac%6de.example", "acme.example:80", "acme.example/x",
		"acme.example?x", "acme.example#x", "user@acme.example", "acme.example\\x", "\u0301a.example", "a\u200db.example",
	} {
		if got, err := New().ToASCII(s); err == nil {
			t.Errorf("%+q is read as %q", s, got)
		}
	}
}

// TestNamesOfManyScriptsAreReadAsThePackageReadsThem. Names that end in a number are left out: a browser takes them for addresses of machines, and
// shared/org refuses such an ending.
func TestNamesOfManyScriptsAreReadAsThePackageReadsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		label := rapid.StringOfN(rapid.RuneFrom([]rune("ab-ÄöÜßé"), unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Hebrew), 1, 12, -1)
		compare(t, label.Draw(t, "label")+"."+label.Draw(t, "label")+".example")
	})
}
