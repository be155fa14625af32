//go:build js

package norm

import (
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

var forms = map[Form]norm.Form{NFC: norm.NFC, NFD: norm.NFD, NFKC: norm.NFKC}

// TestEveryCharacterIsWrittenAsThePackageWritesIt: alone, and behind a letter and before a mark.
func TestEveryCharacterIsWrittenAsThePackageWritesIt(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z) {
			continue // controls are never written, and what is not assigned may be by a newer Unicode
		}
		if unicode.Is(unicode.Unified_Ideograph, r) && r%97 != 0 || unicode.Is(unicode.Hangul, r) && r%7 != 0 {
			continue // there are 100,000, all alike
		}
		for _, s := range []string{string(r), "a" + string(r) + "\u0301"} {
			for f, other := range forms {
				if got, want := f.String(s), other.String(s); got != want {
					t.Errorf("%s of %U: %+q, want %+q", names[f], r, got, want)
				}
			}
		}
	}
}

func TestTextIsWrittenAsThePackageWritesIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom(nil, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Hebrew, unicode.Hangul, unicode.Mn, unicode.Nd)).Draw(t, "text")
		for f, other := range forms {
			if got, want := f.String(s), other.String(s); got != want {
				t.Fatalf("%s of %+q: %+q, want %+q", names[f], s, got, want)
			}
		}
	})
}
