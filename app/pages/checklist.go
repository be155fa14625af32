package pages

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// firstStep is one of the first things to do with a new organisation. It ticks itself: done is read from the organisation, or from what
// this device has seen.
type firstStep struct {
	name string // of its texts: start.<name>.title and .text
	href string
	done bool
}

// seen are the steps that leave no trace in the organisation: this device remembers them, for each organisation apart.
func seen(name string) bool { return store.Recall(seenKey(name)) != "" }

func see(name string) { store.Remember(seenKey(name), "1") }

func seenKey(name string) string { return "start." + name + "." + string(membership().Tenant) }

func firstSteps(members, admins int, audited, installed bool) []firstStep {
	return []firstStep{
		{"found", "/settings", true},
		{"members", "/import", members > 1},
		{"admin", "/members", admins > 0},
		{"audit", "/audit", audited},
		{"install", "", installed},
	}
}

// youth is how long an organisation is a new one.
const youth = 30 * 24 * time.Hour

// young says whether an organisation was founded not long ago; founded is a day, 2026-03-31.
func young(founded string, now time.Time) bool {
	day, err := time.Parse(time.DateOnly, founded)
	return err == nil && now.Sub(day) < youth
}

func stepsDone(steps []firstStep) int {
	n := 0
	for _, s := range steps {
		if s.done {
			n++
		}
	}
	return n
}

// checklist leads the owner of a new organisation through the first steps, above the list of members, until all are done, it is put
// away, or nothing is to be explained unasked.
func (f *Frame) checklist() app.UI {
	if who, _ := store.Who(); who.HintsOff || f.address.Path != "/members" || store.Me().Role != org.Owner || store.Replica().TenantID() == "" || seen("away") {
		return nil
	}
	if _, _, loading := store.Replica().Loading(); loading || !young(store.Replica().Tenant().Founded, time.Now()) {
		return nil
	}
	counts := store.Replica().Directory().Counts()
	steps := firstSteps(counts.All, counts.Admins, seen("audit"), installed() || seen("install"))
	done := stepsDone(steps)
	if done == len(steps) {
		return nil
	}
	title := ui.T("start.title", "done", ui.Number(done), "total", ui.Number(len(steps)))
	d := app.Details().Class("card start")
	if counts.All <= 1 {
		d = d.Open(true)
	}
	return d.Body(
		app.Summary().Body(
			ui.Icon(ui.IconChecklist), app.H2().Text(title), ui.Progress(title, done, len(steps)), ui.Icon(ui.IconChevronDown),
		),
		app.Ol().Class("start-steps").Body(app.Range(steps).Slice(func(i int) app.UI { return stepUI(steps[i]) })),
		app.Div().Class("start-away").Body(ui.Button{Text: ui.T("start.away"), Kind: ui.Quiet, OnClick: func(ctx app.Context, _ app.Event) {
			see("away")
			store.Notify(ctx, ui.T("start.gone"))
		}}.UI()),
	)
}

func stepUI(s firstStep) app.UI {
	state, icon := ui.T("start.open"), ui.IconCircleDashed
	class := "start-step"
	if s.done {
		state, icon, class = ui.T("start.done"), ui.IconCircleCheck, "start-step start-done"
	}
	title := app.UI(app.Strong().Text(ui.T("start." + s.name + ".title")))
	if s.href != "" && !s.done {
		title = app.A().Class("link").Href(s.href).Text(ui.T("start." + s.name + ".title"))
	}
	return app.Li().Class(class).Body(
		ui.Icon(icon), app.Span().Class("visually-hidden").Text(state),
		app.Div().Body(title, app.P().Text(ui.T("start."+s.name+".text"))),
	)
}

// installed says whether the app runs in a window of its own.
func installed() bool {
	return app.IsClient && app.Window().Call("matchMedia", "(display-mode: standalone)").Get("matches").Bool()
}
