package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Happening is one thing that happened, or will.
type Happening struct {
	Icon IconName
	Tone Tone
	Text string
	When string // spelled out
	More app.UI // below; nil for none
}

// Timeline shows what happened, one thing after the other, joined by a line.
func Timeline(label string, all ...Happening) app.UI {
	return app.Ol().Class("events").Aria("label", label).Body(app.Range(all).Slice(func(i int) app.UI {
		h := all[i]
		return app.Li().Class("event").Class(toneClass[h.Tone]).Body(
			app.Span().Class("event-icon").Body(Icon(h.Icon)),
			app.Div().Class("event-words").Body(
				app.P().Text(h.Text),
				app.Small().Text(h.When),
				app.Div().Class("event-more").Body(h.More),
			),
		)
	}))
}

// Fact is one thing that is known about a record.
type Fact struct {
	Icon  IconName
	Label string
	Value string
	Show  app.UI // instead of Value
	Note  string // below, smaller
}

// Facts lists what is known about a record. That something is not known is said.
func Facts(all ...Fact) app.UI {
	return app.Dl().Class("facts").Body(app.Range(all).Slice(func(i int) app.UI {
		f := all[i]
		value := app.Dd()
		switch {
		case f.Show != nil:
			value = value.Body(f.Show)
		case f.Value == "":
			value = value.Class("fact-none").Text(T("facts.none"))
		default:
			value = value.Text(f.Value)
		}
		var icon app.UI
		if f.Icon != NoIcon {
			icon = Icon(f.Icon)
		}
		return app.Div().Class("fact").Body(
			app.Dt().Body(icon, app.Text(f.Label)),
			value,
			app.If(f.Note != "", func() app.UI { return app.Dd().Class("fact-note").Text(f.Note) }),
		)
	}))
}
