package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Section is a part of a page of settings: what it is about on the left, on the right a card with its fields; one above the other where
// there is little room. Links and the search lead to its anchor.
func Section(anchor, title, text string, body ...app.UI) app.UI {
	return app.Section().ID(anchor).Class("section").TabIndex(-1).Aria("labelledby", anchor+"-title").Body(
		app.Div().Class("section-head").Body(app.H2().ID(anchor+"-title").Text(title), app.P().Text(text)),
		app.Div().Class("card section-card").Body(body...),
	)
}

// SectionWaits stands in a section until what belongs there has come.
func SectionWaits(lines int) app.UI {
	return app.Div().Class("skeleton section-waits").Aria("hidden", true).Body(
		app.Range(make([]struct{}, lines)).Slice(func(int) app.UI { return app.Div().Body(app.Small(), app.B()) }),
	)
}

// Saving is the last line of a form: its button, and beside it what keeps the form from being sent or what is not saved yet.
type Saving struct {
	Button Button
	Dirty  bool   // something was changed and not saved
	Waits  string // why it can't be sent now
	OnDrop app.EventHandler
}

// UI is the element.
func (s Saving) UI() app.UI {
	b := s.Button
	b.Submit = true
	word := ""
	switch {
	case s.Waits != "":
		b.Disabled, b.Why, word = true, s.Waits, s.Waits
	case s.Dirty:
		word = T("saving.dirty")
	}
	return app.Div().Class("saving").Body(
		b.UI(),
		app.Div().Class("saving-drop").Body(app.If(s.Dirty && s.OnDrop != nil && !b.Busy, func() app.UI {
			return Button{Text: T("saving.drop"), Kind: Quiet, Scope: b.Text, OnClick: s.OnDrop}.UI()
		})),
		app.P().Class("saving-word").Attr("role", "status").Text(word),
	)
}
