package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Leave is the part of the profile on deleting it in the organisation in view.
type Leave struct {
	app.Compo
	form     ui.FormState
	password string // gone with the page
}

// OnMount follows who is there.
func (l *Leave) OnMount(ctx app.Context) { store.Watch(ctx, store.Session, store.Connection) }

// Render is the section; nothing where no organisation is in view.
func (l *Leave) Render() app.UI {
	l.form.As("leave-own", ui.Labels("password", ui.T("ownEmail.password")))
	me := store.Me()
	if me.Member == "" {
		return app.Div()
	}
	body := app.P().Text(ui.T("member.ownerLeaves"))
	if me.Role != org.Owner {
		return ui.Section("leave-own", ui.T("leaving.title"), ui.T("leaving.text", "organisation", store.Here().Name), ui.Form(l.ask, ui.T("leaving.title"),
			l.form.Summary(),
			l.form.Line("password", &l.password, ui.Field{Type: "password", Autocomplete: "current-password"}),
			ui.Saving{Button: ui.Button{Text: ui.T("leaving.ask"), Kind: ui.Danger, Busy: l.form.Busy}, Waits: needsServer()}.UI(),
		))
	}
	return ui.Section("leave-own", ui.T("leaving.title"), ui.T("leaving.text", "organisation", store.Here().Name), body)
}

func (l *Leave) ask(ctx app.Context, _ app.Event) {
	if l.password == "" {
		l.form.Fail(ctx, fault.On("password", "text.missing"))
		return
	}
	in := route.AskLeaveRequest{Tenant: string(store.Here().Tenant), Password: l.password}
	ui.Send(ctx, &l.form, func() (struct{}, error) { return struct{}{}, store.Client().AskLeave(in) }, func(ctx app.Context, _ struct{}) {
		l.password = ""
		ui.SetValue("leave-own-password", "")
		s, _ := store.Who()
		store.Notify(ctx, ui.T("leaving.asked", "email", s.Email))
	})
}

// Leaving is where the link in the mail leads: opening it does nothing, a button does.
type Leaving struct {
	app.Compo
	form  ui.FormState
	Token string

	what   *route.LeaveReply
	reason string
	done   bool
}

// OnMount asks what the link leads to.
func (l *Leaving) OnMount(ctx app.Context) {
	store.Watch(ctx, store.Session)
	l.open(ctx, app.Event{})
}

func (l *Leaving) open(ctx app.Context, _ app.Event) {
	in := route.LeaveTokenRequest{Token: l.Token}
	ui.Send(ctx, &l.form, func() (route.LeaveReply, error) { return store.Client().OpenLeave(in) }, func(_ app.Context, what route.LeaveReply) { l.what = &what })
}

func (l *Leaving) confirm(ctx app.Context, _ app.Event) {
	if n := len(store.Replica().Pending()); n > 0 {
		store.Notify(ctx, ui.N("nav.waits", n))
		return
	}
	reason, err := org.ParseLeaveReason("reason", l.reason)
	if err != nil {
		l.form.Fail(ctx, err)
		return
	}
	in := route.LeaveRequest{Token: l.Token, Reason: reason}
	ui.Send(ctx, &l.form, func() (route.SessionReply, error) { return store.Client().Leave(in) }, func(ctx app.Context, s route.SessionReply) {
		l.done = true
		if s.Account == "" { // the account has gone with it, and so does all that lies here
			store.SignOut(ctx, func(error) { store.Notify(ctx, ui.T("leaving.gone")) })
			return
		}
		store.SetSession(ctx, s)
		ctx.Defer(func(app.Context) { ui.Focus("page-title") })
	})
}

// Render is the page.
func (l *Leaving) Render() app.UI {
	l.form.As("leaving", ui.Labels("reason", ui.T("leaving.reason")))
	switch {
	case l.done:
		return ui.EmptyPage(ui.IconCircleCheck, ui.T("leaving.done"), ui.T("leaving.doneText", "organisation", l.what.Organisation), toProfile())
	case l.what == nil:
		return unopened(ui.T("leaving.title"), ui.T("leaving.failed"), l.form.Faults, "leave.link", l.open)
	}
	last := ui.T("leaving.stays")
	if l.what.Last {
		last = ui.T("leaving.last")
	}
	return app.Div().Class("settings").Body(
		ui.PageHead(ui.T("leaving.confirm", "organisation", l.what.Organisation), ui.T("leaving.confirmText")),
		ui.Form(l.confirm, ui.T("leaving.title"),
			l.form.Summary(),
			app.P().Text(last),
			ui.Field{ID: "leaving-reason", Label: ui.T("leaving.reason"), Hint: ui.T("leaving.reasonHint"), Multiline: true, Value: l.reason, Error: l.form.Wrong("reason"),
				OnInput: l.form.Into("reason", &l.reason)}.UI(),
			app.Div().Class("form-actions").Body(
				ui.Button{ID: "leaving-confirm", Text: ui.T("leaving.now"), Kind: ui.DangerNow, Submit: true, Busy: l.form.Busy}.UI(),
				toProfile(),
			),
		),
	)
}
