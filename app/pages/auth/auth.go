// Package auth is the pages of accounts: what people see before they are signed in, and when they have to sign in again.
package auth

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// form is what the forms of this package have in common.
type form struct {
	id     string
	faults fault.List
	busy   bool
}

// fail shows what is wrong and leads to the first field that is.
func (f *form) fail(ctx app.Context, err error) {
	f.busy = false
	f.faults = fault.All(err)
	if f.faults == nil {
		f.faults = fault.List{fault.New(fault.Unavailable, "app.unforeseen")}
	}
	ui.FocusFault(ctx, f.id, f.faults)
}

// start notes that a request is under way.
func (f *form) start() { f.busy, f.faults = true, nil }

func (f *form) field(name string) string { return ui.FieldID(f.id, name) }

// adopt takes over what was typed before the app was there, the focus, and a press on the button: web/app.js has kept them.
// It says whether the form was sent.
func (f *form) adopt(ctx app.Context, fields map[string]*string) (sent bool) {
	early := app.Window().Get("stellwerkEarly")
	if !early.Truthy() {
		return false
	}
	typed := early.Get("typed")
	for name, into := range fields {
		if v := typed.Get(f.field(name)); v.Truthy() {
			*into = v.String()
		}
	}
	if focus := early.Get("focus"); focus.Truthy() {
		id := focus.String()
		ctx.Defer(func(app.Context) { ui.Focus(id) })
	}
	sent = early.Get("sent").Truthy() && early.Get("sent").String() == f.id
	app.Window().Set("stellwerkEarly", nil)
	return sent
}

// into makes a handler that keeps what is typed in a field. What was wrong with the field is no longer said: it is being mended.
func (f *form) into(field string, s *string) func(app.Context, string) {
	return func(_ app.Context, v string) {
		*s = v
		f.faults = slices.DeleteFunc(f.faults, func(f *fault.Fault) bool { return f.Field == field })
	}
}

// ask calls the server and then shows faults or goes on.
func ask[V any](ctx app.Context, f *form, work func() (V, error), then func(ctx app.Context, v V)) {
	f.start()
	ui.Ask(ctx, work, func(ctx app.Context, v V, err error) {
		if err != nil {
			f.fail(ctx, err)
			return
		}
		f.busy = false
		then(ctx, v)
	})
}

// nothing makes a call without an answer fit ask.
func nothing(call func() error) func() (struct{}, error) {
	return func() (struct{}, error) { return struct{}{}, call() }
}

// sheet is the card that the public forms stand on.
func sheet(title, text string, body ...app.UI) app.UI {
	return app.Section().Class("sheet").Body(append([]app.UI{
		app.H1().ID("page-title").TabIndex(-1).Text(title),
		app.P().Class("sheet-text").Text(text),
	}, body...)...)
}

// footing is what leads elsewhere below a form.
func footing(items ...app.UI) app.UI { return app.P().Class("sheet-foot").Body(items...) }

// local says that the app runs on somebody's own machine: the demo and the page of mails are offered only there.
func local() bool {
	if !app.IsClient {
		return false
	}
	switch app.Window().Get("location").Get("hostname").String() {
	case "localhost", "127.0.0.1", "[::1]":
		return true
	}
	return false
}

// signedIn takes the session that the server has begun; the frame leads on.
func signedIn(ctx app.Context, s route.SessionReply) { store.SetSession(ctx, s) }
