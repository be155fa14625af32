package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/org"
)

func TestMarksOfAFaceAreSaidInWords(t *testing.T) {
	SetLang(org.English)
	for _, c := range []struct {
		story string
		face  Face
		words string
		mark  IconName
	}{
		{"an active user has no mark", Face{Role: org.User, Status: org.Active}, "", NoIcon},
		{"nothing known, nothing said", Face{}, "", NoIcon},
		{"an owner", Face{Role: org.Owner, Status: org.Active}, "Owner", IconCrown},
		{"a guest", Face{Role: org.Guest, Status: org.Active}, "Guest", IconId},
		{"pending", Face{Role: org.User, Status: org.Pending}, "Pending", IconClock},
		{"both are said, the role is drawn", Face{Role: org.Admin, Status: org.Pending}, "Admin, Pending", IconShield},
	} {
		if c.face.Words() != c.words || c.face.mark() != c.mark {
			t.Errorf("%s: says %q and draws %d", c.story, c.face.Words(), c.face.mark())
		}
	}
	read := `visually-hidden`
	f := Face{Name: "Vera Vogel", Role: org.Owner}
	if !strings.Contains(app.HTMLString(f.UI()), read) {
		t.Error("alone, a face should be read out")
	}
	f.Said = true
	if strings.Contains(app.HTMLString(f.UI()), read) {
		t.Error("beside the words, a face should not be read twice")
	}
}

func TestAPersonHasOneColour(t *testing.T) {
	if got := hue("01ARZ3NDEKTSV4RRFFQ69G5FAV"); got != 5 {
		t.Errorf("the colour of a person has become %d: it belongs to them, and people know each other by it", got)
	}
	seen := map[int]bool{}
	for i := range 100 {
		seen[hue(string(rune('a'+i)))] = true
	}
	if len(seen) != hues {
		t.Errorf("%d of %d colours are used", len(seen), hues)
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Vera Vogel": "VV", "eva-maria von der heydt": "EH", "Çiğdem": "Ç", "": "?", "  ": "?"} {
		if got := Initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
