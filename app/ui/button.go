package ui

import (
	"cmp"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// ButtonKind is how much a button asks for attention.
type ButtonKind uint8

// The kinds of buttons.
const (
	Plain     ButtonKind = iota
	Primary              // the one thing to do here
	Quiet                // text only
	Danger               // takes something away
	OnDark               // on the bar of the selection
	DangerNow            // takes something away once it is pressed: the last question before has been asked
)

var buttonClass = [...]string{"btn", "btn btn-primary", "btn btn-quiet", "btn btn-danger", "btn btn-dark", "btn btn-danger-now"}

// Button is something to press: an element that submits a form, does something, or leads somewhere.
type Button struct {
	Text     string
	Icon     IconName
	Kind     ButtonKind
	Label    string // for screen readers, where there is no Text
	Href     string // leads there instead of doing something
	Title    string // on hover, of what leads somewhere: the label, if empty
	ID       string
	Scope    string // tells closures over different things apart
	Popover  string // id of the menu it opens
	Submit   bool
	Busy     bool // works; can't be pressed meanwhile
	Disabled bool
	Why      string // why it can't be pressed; said to everyone, not only on hover
	OnClick  app.EventHandler
}

// UI is the element.
func (b Button) UI() app.UI {
	class := buttonClass[b.Kind]
	if b.Text == "" {
		class += " btn-icon"
	}
	body := make([]app.UI, 0, 2)
	switch {
	case b.Busy:
		body = append(body, app.Span().Class("spin").Aria("hidden", true))
	case b.Icon != NoIcon:
		body = append(body, Icon(b.Icon))
	}
	if b.Text != "" {
		body = append(body, app.Span().Text(b.Text))
	}
	if b.Href != "" {
		a := app.A().Class(class).Href(b.Href).Body(body...)
		if b.Label != "" {
			a = a.Aria("label", b.Label).Title(cmp.Or(b.Title, b.Label))
		}
		if b.ID != "" {
			a = a.ID(b.ID)
		}
		return a
	}
	kind := "button"
	if b.Submit {
		kind = "submit"
	}
	e := app.Button().Type(kind).Class(class).Body(body...)
	if b.ID != "" {
		e = e.ID(b.ID)
	}
	if b.Label != "" {
		e = e.Aria("label", b.Label).Title(b.Label)
	}
	if b.Popover != "" {
		e = e.Attr("popovertarget", b.Popover)
	}
	if b.Busy {
		e = e.Aria("busy", true)
	}
	// A button that waits stays in the tab order, so that its reason can be heard.
	if b.Disabled || b.Busy {
		e = e.Aria("disabled", true)
	}
	if b.Why != "" {
		e = e.Title(b.Why).Aria("description", b.Why)
	}
	if b.OnClick != nil && !b.Disabled && !b.Busy {
		e = e.OnClick(On(b.OnClick, b.Scope))
	} else if b.Submit && (b.Disabled || b.Busy) {
		e = e.OnClick(On(prevent))
	}
	return e
}

func prevent(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	e.PreventDefault()
}

// Link is words that lead somewhere.
func Link(text, href string) app.UI { return app.A().Class("link").Href(href).Text(text) }
