package letters

import "testing"

func TestWordsAreFoundHoweverTheyAreWritten(t *testing.T) {
	short, long := Spellings("Jürgen Øster, Außenstelle Łódź-Süd")
	text := short + " " + long
	for typed, want := range map[string]bool{
		"jürgen": true, "Jurgen": true, "JUERGEN": true, "oster": true, "Oester": true, "außen": true, "aussen": true, "lodz": true, "Süd Jür": true,
		"sued": true, "": true, "Jörgen": false, "Jürgen Nord": false,
	} {
		if got := Found(text, Words(typed)); got != want {
			t.Errorf("%q: found is %v, want %v", typed, got, want)
		}
	}
}

// TestASCIIStaysAsLong: what is marked in a text relies on it.
func TestASCIIStaysAsLong(t *testing.T) {
	for c := range rune(0x80) {
		if got := Fold(string(c)); len(got) != 1 {
			t.Errorf("%q folds to %q", c, got)
		}
	}
}
