package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// SkipLink is the first thing the keyboard reaches: it leads past the navigation.
func SkipLink(target string) app.UI {
	return app.A().Class("skip").Href("#" + target).Text(T("nav.skip"))
}

// Crumb is a step of the path to a page.
type Crumb struct{ Text, Href string }

// Crumbs show where a page stands; the last one is the page itself. On the phone only the way back to the one before is shown.
func Crumbs(path ...Crumb) app.UI {
	return app.Nav().Class("crumbs").Aria("label", T("nav.crumbs")).Body(app.Ol().Body(app.Range(path).Slice(func(i int) app.UI {
		switch i {
		case len(path) - 1:
			return app.Li().Body(app.Span().Aria("current", "page").Text(path[i].Text))
		case len(path) - 2:
			return app.Li().Class("crumb-parent").Body(app.A().Href(path[i].Href).Body(Icon(IconChevronLeft), app.Span().Text(path[i].Text)))
		}
		return app.Li().Body(app.A().Href(path[i].Href).Text(path[i].Text))
	})))
}

// Steps show how far something in several steps is; at is the present one, from 0, and len(steps) once all is done.
func Steps(label string, at int, steps ...string) app.UI {
	return app.Ol().Class("stepper").Aria("label", label).Body(app.Range(steps).Slice(func(i int) app.UI {
		li := app.Li().Class("stepper-step")
		sign := app.B().Text(i + 1)
		var said app.UI
		switch {
		case i < at:
			li = li.Class("done")
			sign = app.B().Aria("hidden", true).Body(Icon(IconCheck))
			said = unseen(", " + T("nav.stepDone"))
		case i == at:
			li = li.Class("on").Aria("current", "step")
		}
		return li.Body(sign, app.Span().Text(steps[i]), said)
	}))
}

// TabItem is a tab of TabView.
type TabItem struct {
	ID, Text string
	Count    int // negative for none
}

// TabView switches between contents that stand in the same place. Arrows, Home and End move between the tabs and switch at once.
type TabView struct {
	ID, Label string
	Tabs      []TabItem
	On        string // id of the tab that is shown
	OnChange  func(ctx app.Context, id string)
	Body      app.UI // of the tab that is shown
}

// UI is the element.
func (v TabView) UI() app.UI {
	at := v.at()
	key, scope := On(v.key, v.ID, strconv.Itoa(at))
	return app.Div().Class("tabbed").Body(
		app.Div().Class("tab-list").Attr("role", "tablist").Aria("label", v.Label).OnKeyDown(key, scope).Body(
			app.Range(v.Tabs).Slice(func(i int) app.UI { return v.tab(i, i == at) }),
		),
		app.Div().ID(v.ID+"-panel").Class("tab-panel").Attr("role", "tabpanel").TabIndex(0).Aria("labelledby", v.tabID(at)).Body(v.Body),
	)
}

func (v TabView) tab(i int, on bool) app.UI {
	t := v.Tabs[i]
	b := app.Button().Type("button").ID(v.tabID(i)).Class("tab-one").Attr("role", "tab").Aria("selected", on).Aria("controls", v.ID+"-panel").
		OnClick(On(func(ctx app.Context, _ app.Event) { v.OnChange(ctx, t.ID) }, v.ID, t.ID)).
		Body(app.Span().Text(t.Text), app.If(t.Count >= 0, func() app.UI { return app.B().Text(Number(t.Count)) }))
	if !on {
		b = b.TabIndex(-1)
	} else {
		b = b.TabIndex(0)
	}
	return b
}

func (v TabView) tabID(i int) string { return v.ID + "-tab-" + v.Tabs[i].ID }

// at is the index of the tab that is shown; the first one if none is.
func (v TabView) at() int {
	for i, t := range v.Tabs {
		if t.ID == v.On {
			return i
		}
	}
	return 0
}

func (v TabView) key(ctx app.Context, e app.Event) {
	// The focus is ahead of what is rendered when keys come quickly.
	at, on := v.at(), e.Get("target").Get("id").String()
	for i := range v.Tabs {
		if v.tabID(i) == on {
			at = i
		}
	}
	to := tabAfter(e.Get("key").String(), at, len(v.Tabs))
	if to < 0 {
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
	v.OnChange(ctx, v.Tabs[to].ID)
	Focus(v.tabID(to))
}

// tabAfter is the tab that a key leads to, around the ends; -1 if it leads nowhere.
func tabAfter(key string, at, count int) int {
	switch key {
	case "ArrowRight":
		return (at + 1) % count
	case "ArrowLeft":
		return (at + count - 1) % count
	case "Home":
		return 0
	case "End":
		return count - 1
	}
	return -1
}
