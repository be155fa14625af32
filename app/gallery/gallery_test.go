package gallery

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

func TestEverySpecimenIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range All() {
		if s.ID == "" || s.Title == "" || len(s.Care) == 0 || len(s.States) == 0 {
			t.Errorf("%q lacks an id, a title, what to care for, or states", s.ID)
		}
		if seen[s.ID] {
			t.Errorf("two specimens are called %q", s.ID)
		}
		seen[s.ID] = true
	}
}

// TestEverySpecimenSpeaksBothLanguages: each state renders, and says something else in the other language unless it says nothing.
func TestEverySpecimenRendersInBothLanguages(t *testing.T) {
	defer ui.SetLang(org.German)
	for _, lang := range []org.Language{org.German, org.English} {
		ui.SetLang(lang)
		for _, s := range All() {
			for _, st := range s.States {
				html := app.HTMLString(st.Show())
				if strings.TrimSpace(html) == "" {
					t.Errorf("%s, %s: shows nothing", s.ID, st.Name)
				}
				if strings.Contains(html, "%!") || strings.Contains(html, "{n}") || strings.Contains(html, " style=") {
					t.Errorf("%s, %s in %s: %s", s.ID, st.Name, lang, html)
				}
			}
		}
	}
}
