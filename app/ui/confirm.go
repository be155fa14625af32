package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Confirm asks before something is done: it says what will happen, to whom, and to whom not. It is shown by OpenDialog(ID). The safe
// choice has the focus.
type Confirm struct {
	ID, Title string
	Text      string // the consequence, in a sentence
	Who       []Listed
	More      app.UI // what else there is to say, or to choose; nil for nothing
	Do        string // what the button does: a verb, with the number it acts on
	Cancel    string // the safe choice; "Abbrechen" if ""
	Danger    bool   // it takes something away
	Nothing   bool   // there is nobody to do it to: it can only be closed
	Busy      bool
	Error     string
	OnDo      app.EventHandler
	Scope     string // tells closures over different things apart
}

// Listed are those who are meant, or those who are left out and why.
type Listed struct {
	Title string // with the number
	Lines []ListedLine
	More  string // says how many more there are; "" if these are all
	Out   bool   // they are left out
}

// ListedLine is one of those.
type ListedLine struct{ Name, Why string }

// UI is the element.
func (c Confirm) UI() app.UI {
	kind := Primary
	if c.Danger {
		kind = DangerNow
	}
	cancel := c.Cancel
	switch {
	case c.Nothing:
		cancel = T("button.close")
	case cancel == "":
		cancel = T("button.cancel")
	}
	return Dialog(c.ID, c.Title,
		app.Div().Class("confirm").Body(
			app.P().Text(c.Text),
			app.Div().Body(c.More),
			app.Div().Class("confirm-who").Body(app.Range(c.Who).Slice(func(i int) app.UI { return c.Who[i].UI() })),
			app.P().Class("field-error").Attr("role", "alert").Text(c.Error),
		),
		DialogActions(
			Button{Text: cancel, Kind: Plain, ID: c.ID + "-cancel", Scope: c.ID, OnClick: func(app.Context, app.Event) { CloseDialog(c.ID) }}.UI().(app.HTMLButton).AutoFocus(true),
			app.If(!c.Nothing, func() app.UI {
				return Button{Text: c.Do, Kind: kind, ID: c.ID + "-go", Busy: c.Busy, Scope: c.Scope, OnClick: c.OnDo}.UI()
			}),
		),
	)
}

// UI is the element.
func (l Listed) UI() app.UI {
	class := "listed"
	if l.Out {
		class += " listed-out"
	}
	return app.Div().Class(class).Attr("role", "group").Aria("label", l.Title).Body(
		app.P().Class("listed-title").Text(l.Title),
		app.Ul().Body(app.Range(l.Lines).Slice(func(i int) app.UI {
			line := app.Li().Body(app.Strong().Text(l.Lines[i].Name))
			if why := l.Lines[i].Why; why != "" {
				line = app.Li().Body(app.Strong().Text(l.Lines[i].Name), app.Span().Text(" · "+why))
			}
			return line
		})),
		app.P().Class("listed-more").Text(l.More),
	)
}
