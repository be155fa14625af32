package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// layout is what pages are made of.
func layout() []Specimen {
	return []Specimen{
		{
			ID: "page-head", Title: "Head of a page",
			Care: []string{"The one first heading of the page; it takes the focus when one comes to the page, so that it is read.", "What can be done stands below the title where there is no room beside it."},
			States: []State{{"With a sentence and actions", func() app.UI {
				// The gallery has its own first heading: this one is shown without its id.
				return app.Div().Class("page-head").Body(
					app.Div().Body(app.P().Class("specimen-h1").Text(say("Mitglieder", "Members")), app.P().Class("page-sub").Text(say("1.225 Mitglieder und 23 Gäste", "1,225 members and 23 guests"))),
					app.Div().Class("page-actions").Body(ui.Button{Text: say("Liste importieren", "Import a list"), Href: "#page-head"}.UI(), ui.Button{Text: say("Mitglied anlegen", "Add a member"), Kind: ui.Primary, Href: "#page-head"}.UI()),
				)
			}}},
		},
		{
			ID: "card", Title: "Card",
			Care: []string{"A part of a page with a heading of its own; a hairline, no shadow."},
			States: []State{
				{"With a title", func() app.UI {
					return ui.Card(say("Verlauf", "History"), app.P().Text(say("Was sich wann geändert hat.", "What changed when.")))
				}},
				{"Without", func() app.UI { return ui.Card("", app.P().Text(say("Nur Inhalt.", "Content only."))) }},
				{"With an anchor", func() app.UI {
					return ui.CardAt("card-anchor", say("Sprache", "Language"), app.P().Text(say("Ein Link kann hierher führen.", "A link can lead here.")))
				}},
			},
		},
		{
			ID: "icon", Title: "Icon",
			Care: []string{"Hidden from screen readers: a word always stands beside it or names the control around it.", "Takes the size and the colour of the text."},
			States: []State{{"In a line of text", func() app.UI {
				return row(ui.Icon(ui.IconUsers), app.Span().Text(say("Mitglieder", "Members")), ui.Icon(ui.IconClock), app.Span().Text(say("Ausstehend", "Pending")))
			}}},
		},
	}
}
