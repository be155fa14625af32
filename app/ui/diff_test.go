package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/org"
)

func spell(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		switch {
		case p.gone:
			b.WriteString("[-" + p.text + "]")
		case p.came:
			b.WriteString("[+" + p.text + "]")
		default:
			b.WriteString(p.text)
		}
	}
	return b.String()
}

func TestTextsAreToldApartWordByWord(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"the same", "the same", "the same"},
		{"", "new here", "[+new here]"},
		{"gone now", "", "[-gone now]"},
		{"on Monday at noon", "on Friday at noon", "on [-Monday ][+Friday ]at noon"},
		{"a b c d", "a c d e", "a [-b ]c [-d][+d e]"}, // a word at the end is another one than with space behind it
		{"eins zwei\ndrei", "eins\nzwei drei", "[-eins zwei\n][+eins\nzwei ]drei"},
	} {
		if got := spell(wordDiff(c.before, c.after)); got != c.want {
			t.Errorf("%q to %q: %s, want %s", c.before, c.after, got, c.want)
		}
	}
}

// TestBothTextsCanBeReadOffTheirDifference, also where the texts are too long to be compared.
func TestBothTextsCanBeReadOffTheirDifference(t *testing.T) {
	long := strings.Repeat("lorem ipsum dolor ", 700)
	for _, c := range [][2]string{
		{"a b c", "c b a"}, {"  led by space", "led by  space "}, {"Ä Ö Ü", "ä Ö ü"}, {long, strings.ReplaceAll(long, "ipsum", "Ipsum")}, {"x " + long, long + "y"},
	} {
		var before, after strings.Builder
		for _, p := range wordDiff(c[0], c[1]) {
			if !p.came {
				before.WriteString(p.text)
			}
			if !p.gone {
				after.WriteString(p.text)
			}
		}
		if before.String() != c[0] || after.String() != c[1] {
			t.Errorf("%.40q to %.40q: read off are %.40q and %.40q", c[0], c[1], before.String(), after.String())
		}
	}
}

func TestAChangeSaysWhatHappened(t *testing.T) {
	SetLang(org.English)
	long := strings.Repeat("word ", 100)
	for _, c := range []struct {
		story  string
		change Change
		want   []string
	}{
		{"both sides are named", Change{Before: "a", After: "b"}, []string{"before:", "now:", "<del", "<ins"}},
		{"nothing before is said", Change{After: "b"}, []string{"empty before", "<ins"}},
		{"nothing now is said", Change{Before: "a"}, []string{"<del", "empty now"}},
		{"of lists what was added and removed", Change{Added: []string{"x"}, Removed: []string{"y"}}, []string{"added:", "removed:"}},
		{"sentences word by word", Change{Before: "one two three four", After: "one two three five"}, []string{"[removed:", "[added:"}},
		{"long values are folded", Change{Kind: Came, After: long}, []string{"<details", "Show all"}},
		{"a single word is not told apart", Change{Before: "Berg", After: "Berg-Vogt"}, []string{"before:"}},
	} {
		html := app.HTMLString(Diff(c.change))
		for _, want := range c.want {
			if !strings.Contains(html, want) {
				t.Errorf("%s: lacks %s in\n%s", c.story, want, html)
			}
		}
	}
}

func TestFoldingKeepsWholeWords(t *testing.T) {
	if got := cut("eins zwei drei", 9); got != "eins" {
		t.Errorf("cut to %q", got)
	}
	if got := cut("kurz", 9); got != "kurz" {
		t.Errorf("cut to %q", got)
	}
	if got := ending("eins zwei drei", 7); got != "drei" {
		t.Errorf("ends with %q", got)
	}
}
