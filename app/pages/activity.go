package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/route"
)

// activity is the button that leads to what is happening: jobs under way with their progress, and those that ended lately. The server
// knows them, so they are there after a reload, too.
func (f *Frame) activity() app.UI {
	running := 0
	for _, j := range store.AllJobs() {
		if j.State == route.JobRunning || j.State == route.JobStopping {
			running++
		}
	}
	label := ui.T("activity.title")
	if running > 0 {
		label = ui.N("activity.running", running)
	}
	// The phone has room for the button only while something runs; oneself's menu leads there as well.
	b := app.Button().Type("button").Class("btn btn-quiet btn-icon activity").Attr("popovertarget", "activity-panel").Aria("label", label).Title(label)
	if running > 0 {
		b = b.Class("activity-on")
	}
	return b.Body(ui.Icon(ui.IconBell), app.Span().Class("activity-count").Aria("hidden", true).Text(count(running)))
}

// activityPanel is what the button opens.
func (f *Frame) activityPanel() app.UI {
	return app.Div().ID("activity-panel").Class("menu flyout").Attr("popover", "auto").Attr("role", "dialog").TabIndex(-1).Aria("label", ui.T("activity.title")).Body(
		app.P().Class("flyout-title").Text(ui.T("activity.title")),
		f.activities(),
	)
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return ui.Number(n)
}

func (f *Frame) activities() app.UI {
	all := store.RecentJobs()
	if len(all) == 0 {
		return app.Div().Body(app.P().Class("flyout-text").Text(ui.T("activity.none")))
	}
	return app.Div().Class("activities").Body(app.Range(all).Slice(func(i int) app.UI {
		j := all[i]
		card := jobOf(j)
		at := j.Ended
		if at.IsZero() {
			at = j.Started
		}
		return app.Div().Class("activity-one").Body(
			app.Strong().Text(card.Title),
			app.Small().Text(ui.DateTime(at)),
			app.Div().Body(app.If(at.Equal(j.Started), func() app.UI { return ui.Progress(card.Title, j.Done, j.Total) })),
			app.P().Text(card.Says()),
		)
	}))
}
