package pages

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

func TestShortcutsAreToldApart(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range shortcuts() {
		for _, k := range s.keys {
			if s.do == nil {
				continue
			}
			if seen[k] || seen[k+s.only] {
				t.Errorf("%s does two things", k)
			}
			seen[k+s.only] = true
			if _, ok, _ := matching(k, s.only, func(org.Right) bool { return true }); !ok {
				t.Errorf("%s does nothing", k)
			}
		}
		if s.text == "" || strings.Contains(s.text, "keys.") {
			t.Errorf("%v: %q says nothing", s.keys, s.text)
		}
	}
}

func TestShortcutsOfRightsAndPages(t *testing.T) {
	all, none := func(org.Right) bool { return true }, func(org.Right) bool { return false }
	for _, c := range []struct {
		story, pressed, path string
		may                  func(org.Right) bool
		ok, more             bool
	}{
		{"g alone waits for a letter", "g", "/members", all, false, true},
		{"g m goes to the members", "g m", "/audit", none, true, false},
		{"g v needs the right to read the trail", "g v", "/members", none, false, false},
		{"n adds a member on the list", "n", "/members", all, true, false},
		{"n does nothing elsewhere", "n", "/profile", all, false, false},
		{"n does nothing for somebody who may not", "n", "/members", none, false, false},
		{"x is nothing", "x", "/members", all, false, false},
	} {
		if _, ok, more := matching(c.pressed, c.path, c.may); ok != c.ok || more != c.more {
			t.Errorf("%s: does %v, leads on %v", c.story, ok, more)
		}
	}
}

func TestCombinationsOnAnyKeyboard(t *testing.T) {
	for _, c := range []struct {
		story, key                  string
		ctrl, meta, alt, shift, mac bool
		want                        string
		single                      bool
	}{
		{story: "a letter", key: "g", want: "g", single: true},
		{story: "a letter while the caps are locked", key: "G", want: "g", single: true},
		{story: "a letter with Shift is typed", key: "G", shift: true},
		{story: "/ on a German keyboard", key: "/", shift: true, want: "/", single: true},
		{story: "Ctrl+K", key: "k", ctrl: true, want: "Mod+k"},
		{story: "⌘K on a Mac", key: "k", meta: true, mac: true, want: "Mod+k"},
		{story: "Ctrl+K on a Mac deletes to the end of the line", key: "k", ctrl: true, mac: true},
		{story: "the Windows key", key: "k", meta: true},
		{story: "Alt", key: "g", alt: true},
		{story: "a named key", key: "Enter"},
		{story: "a letter that is not of this alphabet", key: "ö"},
	} {
		if got, single := combination(c.key, c.ctrl, c.meta, c.alt, c.shift, c.mac); got != c.want || single != c.single {
			t.Errorf("%s: %q, alone %v", c.story, got, single)
		}
	}
}

func TestCommandsSayTheirWordsAndHaveKeysOfTheirOwn(t *testing.T) {
	defer ui.SetLang(org.German)
	seen := map[string]bool{}
	for _, lang := range []org.Language{org.German, org.English} {
		ui.SetLang(lang)
		for _, c := range commands() {
			if seen[string(lang)+c.Key] {
				t.Errorf("%s stands there twice", c.Key)
			}
			seen[string(lang)+c.Key] = true
			if c.Text == "" || strings.HasPrefix(c.Text, "palette.") || strings.ContainsAny(c.Key, " /") || c.icon == ui.NoIcon {
				t.Errorf("%s: %q has no text, no icon, or a key that can't be an id", c.Key, c.Text)
			}
			if c.run == nil && c.verb == "" {
				t.Errorf("%s does nothing", c.Key)
			}
		}
	}
}

// TestEveryCardThatIsOfferedIsThere reads the pages: an anchor that leads nowhere leaves a person at the top.
func TestEveryCardThatIsOfferedIsThere(t *testing.T) {
	for _, c := range cards {
		p, _, ok := find(c.path)
		if !ok {
			t.Errorf("%s is no page", c.path)
		}
		if p.Path == "/profile" {
			continue // shows its cards to somebody who is signed in only: the test in the browser goes there
		}
		if html := app.HTMLString(p.New(ui.Address{Path: c.path})); !strings.Contains(html, `id="`+c.anchor+`"`) {
			t.Errorf("%s has no card %s", c.path, c.anchor)
		}
	}
}

// TestEveryCardIsOffered: what stands on a page of settings can be found by its name.
func TestEveryCardIsOffered(t *testing.T) {
	files, err := filepath.Glob("settings/*.go")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`ui\.Section\("([a-z-]+)"`).FindAllSubmatch(data, -1) {
			if !slices.ContainsFunc(cards, func(c struct{ path, anchor, title string }) bool { return c.anchor == string(m[1]) }) {
				t.Errorf("%s has a card %s that the palette does not know", f, m[1])
			}
		}
	}
}

func TestMarksTakeATextApart(t *testing.T) {
	got := marks(replica.Want("mu jür"), "Jürgen Müller")
	want := []ui.Marked{{Text: "Jür", On: true}, {Text: "gen "}, {Text: "Mü", On: true}, {Text: "ller"}}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}
