package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/org"
)

func pressed(app.Context, app.Event) {}

func has(t *testing.T, story, html string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(html, w) {
			t.Errorf("%s: lacks %s in\n%s", story, w, html)
		}
	}
}

func TestAQuestionOffersTheSafeChoiceFirst(t *testing.T) {
	SetLang(org.English)
	html := app.HTMLString(Confirm{ID: "q", Title: "Delete 3", Text: "They go.", Do: "Delete 3", Danger: true, OnDo: pressed, Error: "Refused.",
		Who: []Listed{{Title: "1 stays", Out: true, Lines: []ListedLine{{Name: "Vera", Why: "owner"}}}}}.UI())
	has(t, "a question", html, "They go.", "1 stays", "owner", `role="alert"`, "Refused.", "btn-danger-now")
	cancel, do := strings.Index(html, `id="q-cancel"`), strings.Index(html, `id="q-go"`)
	if cancel < 0 || do < cancel {
		t.Errorf("the safe choice comes first: %s", html)
	}
	focused := html[strings.LastIndex(html[:strings.Index(html, "autofocus")], "<button"):]
	if !strings.Contains(focused[:strings.Index(focused, ">")], "q-cancel") {
		t.Error("the safe choice has the focus")
	}
	if nobody := app.HTMLString(Confirm{ID: "q", Do: "Delete 0", Nothing: true, OnDo: pressed}.UI()); strings.Contains(nobody, "Delete 0") {
		t.Errorf("nobody to do it to: %s", nobody)
	}
	has(t, "working", app.HTMLString(Confirm{ID: "q", Do: "Delete", Busy: true, OnDo: pressed}.UI()), `aria-busy`)
}

func TestAMenuSaysWhatIsOn(t *testing.T) {
	html := app.HTMLString(MenuGroup("Columns", MenuCheck("Role", true, pressed), MenuCheck("Tags", false, pressed), MenuRadio("Name", true, pressed)))
	has(t, "a menu", html, `role="group"`, `role="menuitemcheckbox"`, `role="menuitemradio"`)
	if strings.Count(html, "aria-checked") != 3 || strings.Count(html, `aria-checked="false"`) != 1 {
		t.Errorf("two are on, one is off: %s", html)
	}
}

func TestHelpIsNamedByItsHeading(t *testing.T) {
	SetLang(org.English)
	has(t, "a sentence", app.HTMLString(Help("h", "Guests see less.")), "What does this mean?", `popovertarget="h"`, `role="dialog"`)
	has(t, "with a heading", app.HTMLString(Help("h", "Checksum", "Proves it.")), "What does “Checksum” mean?", "<strong")
}

func TestANoticeCountsOnlyIfItGoesByItself(t *testing.T) {
	if html := app.HTMLString(&Notice{ID: "1", Text: "Saved.", Seconds: 6}); !strings.Contains(html, "notice-counts") || strings.Contains(html, "arrow-back") {
		t.Error(html)
	}
	if html := app.HTMLString(&Notice{ID: "1", Text: "Saved.", OnUndo: pressed}); strings.Contains(html, "notice-counts") || !strings.Contains(html, T("button.undo")) {
		t.Error(html)
	}
}
