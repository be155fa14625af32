// Package auth is the pages of accounts: what people see before they are signed in, and when they have to sign in again. Most of them
// are written when the site is built and work before the app is there; see web/js/forms.js.
package auth

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// form is embedded by this name, which is not exported: go-app would reset it with every rendering of the frame.
type form = ui.FormState

// nothing makes a call without an answer fit ui.Send.
func nothing(call func() error) func() (struct{}, error) {
	return func() (struct{}, error) { return struct{}{}, call() }
}

// label names the fields of these forms.
func label(field string) string {
	switch field {
	case "organisation":
		return ui.T("auth.organisation")
	case "givenName":
		return ui.T("auth.givenName")
	case "surname":
		return ui.T("auth.surname")
	case "email":
		return ui.T("auth.email")
	case "password":
		return ui.T("auth.password")
	}
	return ""
}

// newLabel names the fields where a password is set anew.
func newLabel(field string) string {
	if field == "password" {
		return ui.T("auth.newPassword")
	}
	return label(field)
}

// submit is the button that sends a form.
func submit(text string, busy bool) app.UI {
	return ui.Button{Text: text, Kind: ui.Primary, Submit: true, Busy: busy}.UI()
}

// sheet is what the public forms stand on.
func sheet(title, text string, body ...app.UI) app.UI {
	return app.Section().Class("sheet").Body(append([]app.UI{
		app.Header().Class("sheet-head").Body(
			app.H1().ID("page-title").TabIndex(-1).Text(title),
			app.P().Class("sheet-text").Text(text),
		),
	}, body...)...)
}

// leadsNowhere says why a link does not help, and offers to try again only what may go well another time.
func leadsNowhere(title string, why *fault.Fault, again app.EventHandler) app.UI {
	passes := client.Lost(why)
	if passes {
		title = ui.T("auth.confirm.failed")
	}
	return beside(sheet(title, ui.FaultText(why), app.Div().Class("sheet-actions").Body(
		ui.Button{Text: ui.T("auth.signIn.title"), Kind: ui.Primary, Href: "/sign-in"}.UI(),
		app.If(passes, func() app.UI {
			return ui.Button{ID: "link-again", Text: ui.T("auth.confirm.retry"), OnClick: again}.UI()
		}),
	)))
}

// beside puts a sheet next to the plan of the tracks.
func beside(body ...app.UI) app.UI {
	return app.Div().Class("visit").Body(app.Div().Class("visit-form").Body(body...), plan())
}

// way says where somebody is on the way to an organisation of their own: 1 to 3.
func way(at int) app.UI {
	names := [...]string{ui.T("auth.way.form"), ui.T("auth.way.mail"), ui.T("auth.way.in")}
	stops := make([]app.UI, len(names))
	for i, name := range names {
		stop, mark := app.Li(), app.B().Text(strconv.Itoa(i+1))
		switch {
		case i+1 < at:
			stop, mark = stop.Class("done"), app.B().Body(ui.Icon(ui.IconCheck))
		case i+1 == at:
			stop = stop.Class("on").Aria("current", "step")
		}
		stops[i] = stop.Body(mark, app.Span().Text(name))
	}
	return app.Ol().Class("way").Aria("label", ui.T("auth.way.label")).Body(stops...)
}

// footing is what leads elsewhere below a form.
func footing(items ...app.UI) app.UI { return app.P().Class("sheet-foot").Body(items...) }

// local is what is offered only where the app runs on somebody's own machine: the demo and the page of mails. When the site is
// built nobody knows; it is hidden then, and web/js/forms.js shows it.
func local(e app.UI) app.UI {
	box := app.Div().Class("local").DataSet("local", "only").Body(e)
	if !app.IsClient {
		return box.Hidden(true)
	}
	switch app.Window().Get("location").Get("hostname").String() {
	case "localhost", "127.0.0.1", "[::1]":
		return box
	}
	return app.Div().Class("local")
}

// outbox leads to the mails of this machine.
func outbox(class string) app.UI {
	return local(app.A().Class(class).Href("/local/outbox").Body(ui.Icon(ui.IconInbox), app.Span().Text(ui.T("auth.checkMail.outbox"))))
}

// signedIn takes the session that the server has begun; the frame leads on.
func signedIn(ctx app.Context, s route.SessionReply) { store.SetSession(ctx, s) }
