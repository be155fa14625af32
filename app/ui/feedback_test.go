package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

func TestTheConnectionInWords(t *testing.T) {
	defer SetLang(Lang())
	SetLang(org.English)
	since := time.Date(2026, 3, 2, 9, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		state Connection
		want  string
	}{
		{Connection{}, "Up to date"},
		{Connection{State: Connecting, Waiting: 2}, "Connecting"},
		{Connection{State: CatchingUp}, "Loading"},
		{Connection{State: CatchingUp, Have: 1000, Total: 1248}, "248 left to load"},
		{Connection{State: CatchingUp, Have: 1300, Total: 1248}, "0 left to load"},
		{Connection{State: Sending, Waiting: 3}, "Sending 3 changes"},
		{Connection{State: Offline, Since: since}, "Offline since 09:05"},
		{Connection{State: Offline, Since: since, Waiting: 1}, "Offline since 09:05 · 1 waiting"},
		{Connection{State: Locked, Waiting: 2}, "Please sign in again · 2 waiting"},
		{Connection{State: Barred, Waiting: 2}, "Locked: offline for too long · 2 waiting"},
		{Connection{State: Blocked, Why: "version too old"}, "Blocked: version too old"},
	} {
		if got := c.state.Says(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.state, got, c.want)
		}
	}
}

// TestStatesOfTheConnectionDifferInShape, not only in colour.
func TestStatesOfTheConnectionDifferInShape(t *testing.T) {
	seen := map[string]ConnectionState{}
	for s := Live; s <= Barred; s++ {
		look := connectionLook[s]
		shape := look.class
		if look.icon != NoIcon {
			shape = drawings[look.icon]
		}
		if other, twice := seen[shape]; twice {
			t.Errorf("states %d and %d look the same", s, other)
		}
		seen[shape] = s
	}
}

func TestAJobSaysHowFarItIsAndWhatCanBeDone(t *testing.T) {
	defer SetLang(Lang())
	SetLang(org.English)
	for _, c := range []struct {
		story  string
		job    JobCard
		says   string
		offers string // the buttons
		moves  bool
		tone   Tone
	}{
		{"it begins", JobCard{State: route.JobRunning}, "About to start.", "Stop", true, Neutral},
		{"it runs", JobCard{State: route.JobRunning, Done: 30, Total: 100}, "30 of 100 done. You can go on working meanwhile.", "Stop", true, Neutral},
		{"it stops", JobCard{State: route.JobStopping, Done: 30, Total: 100}, "Stopping; 30 of 100 are done.", "", true, Neutral},
		{"it stands still", JobCard{State: route.JobStopped, Done: 30, Total: 100}, "Stopped. 30 of 100 are done and stay so.", "Continue, Close", false, Wait},
		{"it failed", JobCard{State: route.JobFailed, Done: 30, Total: 100, Why: "The server is full."}, "Ended after 30 of 100. The server is full.", "Close", false, Bad},
		{"it is done", JobCard{State: route.JobDone, Done: 100, Total: 100}, "100 done.", "Undo, Close", false, OK},
		{"some were refused", JobCard{State: route.JobDone, Done: 100, Total: 100, Refused: 2}, "100 handled, 2 of them refused.", "Undo, Close", false, Wait},
	} {
		j := c.job
		j.OnStop, j.OnResume, j.OnUndo, j.OnClose = pressed, pressed, pressed, pressed
		if tone, _ := j.look(); j.Says() != c.says || j.moving() != c.moves || tone != c.tone {
			t.Errorf("%s: says %q, tone %d", c.story, j.Says(), tone)
		}
		html := app.HTMLString(j.UI())
		for _, button := range []string{"Stop", "Continue", "Undo", "Close"} {
			offered := strings.Contains(html, ">"+button+"<") || strings.Contains(html, `"`+button+`"`)
			if offered != strings.Contains(c.offers, button) {
				t.Errorf("%s: offers %q: %v\n%s", c.story, button, offered, html)
			}
		}
	}
	if html := app.HTMLString(JobCard{State: route.JobDone}.UI()); strings.Contains(html, "<button") {
		t.Error("what is not given is not offered")
	}
}

func TestKeysMoveBetweenTabs(t *testing.T) {
	for _, c := range []struct {
		key           string
		at, count, to int
	}{
		{"ArrowRight", 0, 3, 1}, {"ArrowRight", 2, 3, 0}, {"ArrowLeft", 0, 3, 2}, {"Home", 2, 3, 0}, {"End", 0, 3, 2}, {"ArrowDown", 1, 3, -1}, {"a", 1, 3, -1},
	} {
		if got := tabAfter(c.key, c.at, c.count); got != c.to {
			t.Errorf("%s on %d of %d leads to %d, want %d", c.key, c.at, c.count, got, c.to)
		}
	}
	view := TabView{ID: "v", Tabs: []TabItem{{ID: "a", Count: -1}, {ID: "b", Count: 3}}, On: "b", Body: app.Text("x")}
	has(t, "tabs", app.HTMLString(view.UI()), `role="tablist"`, `role="tabpanel"`, `aria-labelledby="v-tab-b"`, `aria-selected="false"`)
	if view.On = "gone"; view.at() != 0 {
		t.Error("of what is not there the first is shown")
	}
}

func TestTheLastCrumbIsThePage(t *testing.T) {
	html := app.HTMLString(Crumbs(Crumb{"Members", "/members"}, Crumb{"Groups", "/groups"}, Crumb{Text: "Grid"}))
	if strings.Count(html, "<a ") != 2 || strings.Count(html, "aria-current") != 1 || strings.Count(html, "crumb-parent") != 1 {
		t.Error(html)
	}
}

func TestWhatIsNotKnownIsSaid(t *testing.T) {
	defer SetLang(Lang())
	SetLang(org.English)
	has(t, "facts", app.HTMLString(Facts(Fact{Label: "Phone"}, Fact{Label: "Mail", Value: "a@b.de", Note: "confirmed"})), "not given", "a@b.de", "confirmed")
}
