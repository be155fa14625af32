package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

func TestHintsAreTurnedOffButForWhatOneHasToKnow(t *testing.T) {
	defer ShowHints(true)
	for _, c := range []struct {
		story string
		on    bool
		field Field
		shown bool
	}{
		{"on", true, Field{Hint: "explained"}, true},
		{"off", false, Field{Hint: "explained"}, false},
		{"off, and one has to know it", false, Field{Hint: "explained", Kept: true}, true},
		{"a day in words is no explanation", false, Field{Type: "date", Value: "2026-03-31"}, true},
	} {
		ShowHints(c.on)
		c.field.ID = "x"
		html := app.HTMLString(c.field.UI())
		if strings.Contains(html, `id="x-hint"`) != c.shown || strings.Contains(html, "x-error x-hint") != c.shown {
			t.Errorf("%s: shown is not %v, or it is named and not there:\n%s", c.story, c.shown, html)
		}
	}
}
