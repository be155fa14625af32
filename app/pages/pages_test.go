package pages

import (
	"strings"
	"testing"

	"stellwerk/app/pages/auth"
	"stellwerk/shared/org"
	"stellwerk/shared/text"
)

func TestEveryPageHasItsTitleAndOneAddress(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range table {
		if seen[p.Path] {
			t.Errorf("%s stands in the table twice", p.Path)
		}
		seen[p.Path] = true
		if p.Short != "" && !text.Has(p.Short) {
			t.Errorf("%s: the short name %s has no text", p.Path, p.Short)
		}
		if !text.Has(p.Title) {
			t.Errorf("%s: the title %s has no text", p.Path, p.Title)
		}
		if p.Public && (p.Nav != "" || p.Right != "") {
			t.Errorf("%s is for everyone: no right and no place in the navigation", p.Path)
		}
	}
}

func TestAddressesLeadToTheirPages(t *testing.T) {
	for _, c := range []struct{ address, path, rest string }{
		{"/", "/", ""}, {"/sign-in", "/sign-in", ""}, {"/sign-in/", "/sign-in", ""}, {"/members/01ABC", "/members/", "01ABC"}, {"/members", "/members", ""},
		{"/members/new", "/members/new", ""},
	} {
		p, rest, ok := find(c.address)
		if !ok || p.Path != c.path || rest != c.rest {
			t.Errorf("%s leads to %q with %q, want %q with %q", c.address, p.Path, rest, c.path, c.rest)
		}
	}
	if _, _, ok := find("/nowhere"); ok {
		t.Error("/nowhere leads somewhere")
	}
}

func TestGoingOnNeverLeavesTheApp(t *testing.T) {
	for next, want := range map[string]bool{"/members": true, "/members?status=active": true, "//evil.example": false, "/\\evil.example": false, "https://evil.example": false, "": false, "javascript:alert(1)": false} {
		if within(next) != want {
			t.Errorf("next=%q: %v, want %v", next, !want, want)
		}
	}
}

func TestConstantPagesSayTheirWordsInBothLanguages(t *testing.T) {
	for _, path := range Constant() {
		de, en := Write(path, org.German), Write(path, org.English)
		for i, w := range en {
			if w.State != WaitingState && (de[i].HTML == w.HTML || w.Title == "") {
				t.Errorf("%s %s: the same in both languages", path, w.State)
			}
			if !strings.Contains(w.HTML, "Stellwerk") || strings.Contains(w.HTML, "auth.") {
				t.Errorf("%s %s holds a key instead of a text, or lacks the name", path, w.State)
			}
		}
	}
	for _, w := range Write("", org.German) {
		if w.State != WaitingState || strings.Contains(w.HTML, "@") || strings.Contains(w.HTML, "href=\"/members\"") {
			t.Error("the page for all other addresses holds what only somebody signed in may see")
		}
	}
}

func TestFormsLeadToPagesThatAreThere(t *testing.T) {
	if Home() != "/members" {
		t.Errorf("signing in leads to %s", Home())
	}
	for _, path := range Constant() {
		for _, s := range auth.States(path) {
			if p, _, known := find(s.Path); !known || !p.Public {
				t.Errorf("%s can turn into %s at %s, which is no page for everyone", path, s.Name, s.Path)
			}
		}
	}
}
