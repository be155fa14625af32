package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Dialog is a question or a short form above the page: the browser's own dialog, a sheet on the phone. It is there always
// and closed until OpenDialog; Escape closes it.
func Dialog(id, title string, body ...app.UI) app.UI {
	return app.Elem("dialog").ID(id).Class("dialog").Attr("closedby", "any").Aria("labelledby", id+"-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID(id+"-title").Text(title),
			Button{Icon: IconX, Kind: Quiet, Label: T("button.close"), Scope: id, OnClick: func(app.Context, app.Event) { CloseDialog(id) }}.UI(),
		),
		app.Div().Class("dialog-body").Body(body...),
	)
}

// DialogActions is the row of buttons at a dialog's end.
func DialogActions(buttons ...app.UI) app.UI {
	return app.Div().Class("dialog-actions").Body(buttons...)
}

// opened are the dialogs that somebody has looked into.
var opened = map[string]bool{}

// Opened says whether a dialog was open once. What is long and seldom looked into is rendered only then: a page is there sooner.
func Opened(id string) bool { return opened[id] }

// OpenDialog shows a dialog above everything.
func OpenDialog(id string) {
	opened[id] = true
	if d := byID(id); d.Truthy() && !d.Get("open").Bool() {
		d.Call("showModal")
	}
}

// CloseDialog closes a dialog.
func CloseDialog(id string) {
	if d := byID(id); d.Truthy() && d.Get("open").Bool() {
		d.Call("close")
	}
}
