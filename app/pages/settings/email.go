package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Email is the part of the profile on the address that somebody signs in by.
type Email struct {
	app.Compo
	form     ui.FormState
	email    string
	password string // gone with the page
	dropping bool
}

// OnMount follows the session.
func (e *Email) OnMount(ctx app.Context) { store.Watch(ctx, store.Session, store.Connection) }

// Render is the section.
func (e *Email) Render() app.UI {
	e.form.As("move", ui.Labels("email", ui.T("ownEmail.new"), "password", ui.T("ownEmail.password")))
	s, in := store.Who()
	if !in {
		return ui.Section("email", ui.T("ownEmail.title"), "", ui.SectionWaits(2))
	}
	return ui.Section("email", ui.T("ownEmail.title"), ui.T("ownEmail.text", "email", s.Email),
		app.Div().Body(app.If(s.NewEmail != "", func() app.UI {
			drop := ui.Button{ID: "move-drop", Text: ui.T("ownEmail.drop"), Busy: e.dropping, OnClick: e.drop, Why: needsServer()}
			drop.Disabled = drop.Why != ""
			return ui.Banner(ui.Wait, ui.IconMail, ui.T("ownEmail.waits", "email", s.NewEmail), ui.T("ownEmail.waitsText"), drop.UI())
		})),
		ui.Form(e.ask, ui.T("ownEmail.title"),
			e.form.Summary(),
			e.form.Line("email", &e.email, ui.Field{Type: "email", Autocomplete: "email"}),
			e.form.Line("password", &e.password, ui.Field{Type: "password", Autocomplete: "current-password"}),
			ui.Saving{Button: ui.Button{Text: ui.T("ownEmail.ask"), Busy: e.form.Busy}, Waits: needsServer()}.UI(),
		),
	)
}

func (e *Email) ask(ctx app.Context, _ app.Event) {
	var faults fault.List
	email, err := org.ParseEmail("email", e.email)
	_ = faults.Add(err)
	if e.password == "" {
		_ = faults.Add(fault.On("password", "text.missing"))
	}
	if err := faults.Err(); err != nil {
		e.form.Fail(ctx, err)
		return
	}
	in := route.EmailRequest{Email: string(email), Password: e.password}
	ui.Send(ctx, &e.form, func() (route.SessionReply, error) { return store.Client().AskEmail(in) }, func(ctx app.Context, s route.SessionReply) {
		e.email, e.password = "", ""
		ui.SetValue("move-email", "")
		ui.SetValue("move-password", "")
		store.SetSession(ctx, s)
		store.Notify(ctx, ui.T("ownEmail.asked", "email", in.Email))
	})
}

func (e *Email) drop(ctx app.Context, _ app.Event) {
	e.dropping = true
	ui.Ask(ctx, store.Client().DropEmail, func(ctx app.Context, s route.SessionReply, err error) {
		e.dropping = false
		if err != nil {
			store.Notify(ctx, ui.ErrorText(err))
			return
		}
		store.SetSession(ctx, s)
		store.Notify(ctx, ui.T("ownEmail.dropped", "email", s.Email))
		ctx.Defer(func(app.Context) { ui.Focus("move-email") })
	})
}

// Move is where the link in the mail leads: opening it does nothing, a button does.
type Move struct {
	app.Compo
	form  ui.FormState
	Token string

	to   string
	done bool
}

// OnMount asks what the link leads to.
func (m *Move) OnMount(ctx app.Context) {
	store.Watch(ctx, store.Session)
	m.open(ctx, app.Event{})
}

func (m *Move) open(ctx app.Context, _ app.Event) {
	in := route.EmailTokenRequest{Token: m.Token}
	ui.Send(ctx, &m.form, func() (route.EmailReply, error) { return store.Client().OpenEmail(in) }, func(_ app.Context, reply route.EmailReply) { m.to = reply.Email })
}

func (m *Move) confirm(ctx app.Context, _ app.Event) {
	in := route.EmailTokenRequest{Token: m.Token}
	ui.Send(ctx, &m.form, func() (route.SessionReply, error) { return store.Client().ConfirmEmail(in) }, func(ctx app.Context, s route.SessionReply) {
		m.done = true
		store.SetSession(ctx, s)
		browser().Call("again") // the session is another one
		ctx.Defer(func(app.Context) { ui.Focus("page-title") })
	})
}

// Render is the page.
func (m *Move) Render() app.UI {
	m.form.As("moving", ui.Labels())
	switch s, _ := store.Who(); {
	case m.done:
		return ui.EmptyPage(ui.IconCircleCheck, ui.T("ownEmail.done"), ui.T("ownEmail.doneText", "email", m.to), toProfile())
	case m.to == "" || len(m.form.Faults) > 0:
		return unopened(ui.T("ownEmail.title"), ui.T("ownEmail.failed"), m.form.Faults, "emailChange.link", m.open)
	default:
		return ui.EmptyPage(ui.IconMail, ui.T("ownEmail.confirm", "email", m.to), ui.T("ownEmail.confirmText", "email", s.Email),
			ui.Button{ID: "moving-confirm", Text: ui.T("ownEmail.confirmNow"), Kind: ui.Primary, Busy: m.form.Busy, OnClick: m.confirm}.UI(), toProfile())
	}
}
