package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// SignIn begins a session; the frame then leads on, to Next if it is an address of this app.
type SignIn struct {
	app.Compo
	form
	Next string

	email, password string
	demo            form
}

// OnMount takes over what was typed already.
func (s *SignIn) OnMount(ctx app.Context) {
	if s.adopt(ctx, map[string]*string{"email": &s.email, "password": &s.password}) {
		s.submit(ctx, app.Event{})
	}
}

func (s *SignIn) submit(ctx app.Context, _ app.Event) { signIn(ctx, &s.form, s.email, s.password) }

// signIn asks the server, after what can be told without it.
func signIn(ctx app.Context, f *form, email, password string) {
	if f.busy {
		return
	}
	var faults fault.List
	_, err := org.ParseEmail("email", email)
	_ = faults.Add(err)
	if password == "" {
		faults = append(faults, fault.On("password", "text.missing"))
	}
	if len(faults) > 0 {
		f.fail(ctx, faults)
		return
	}
	in := route.SignInRequest{Email: email, Password: password}
	ask(ctx, f, func() (route.SessionReply, error) { return store.Client().SignIn(in) }, signedIn)
}

func (s *SignIn) openDemo(ctx app.Context, _ app.Event) {
	if s.demo.busy {
		return
	}
	s.faults = nil
	s.demo.start()
	ui.Ask(ctx, store.Client().Demo, func(ctx app.Context, r route.SessionReply, err error) {
		s.demo.busy = false
		if err != nil {
			s.fail(ctx, err)
			return
		}
		signedIn(ctx, r)
	})
}

func signInLabel(field string) string {
	switch field {
	case "email":
		return ui.T("auth.email")
	case "password":
		return ui.T("auth.password")
	}
	return ""
}

// Render is the page.
func (s *SignIn) Render() app.UI {
	s.id = "signin"
	return sheet(ui.T("auth.signIn.title"), ui.T("auth.signIn.text"),
		ui.Form(s.submit, ui.T("auth.signIn.title"),
			ui.Faults(s.id, s.faults, signInLabel),
			ui.Field{ID: s.field("email"), Label: signInLabel("email"), Type: "email", Value: s.email, Autocomplete: "username", Required: true, Focus: true,
				Error: ui.FaultOn(s.faults, "email"), OnInput: s.into("email", &s.email)}.UI(),
			ui.Field{ID: s.field("password"), Label: signInLabel("password"), Type: "password", Value: s.password, Autocomplete: "current-password", Required: true,
				Error: ui.FaultOn(s.faults, "password"), OnInput: s.into("password", &s.password),
				After: ui.Link(ui.T("auth.signIn.forgotten"), "/forgotten")}.UI(),
			ui.Button{Text: ui.T("auth.signIn.title"), Kind: ui.Primary, Submit: true, Busy: s.busy}.UI(),
		),
		footing(app.Text(ui.T("auth.signIn.new")+" "), ui.Link(ui.T("auth.signUp.title"), "/sign-up")),
		app.If(local(), func() app.UI {
			return app.Div().Class("sheet-demo").Body(
				app.P().Text(ui.T("auth.demo.text")),
				ui.Button{Text: ui.T("auth.demo.open"), Icon: ui.IconPlay, Busy: s.demo.busy, OnClick: s.openDemo}.UI(),
			)
		}),
	)
}

// Again asks somebody to sign in again in the middle of their work; nothing of it is lost.
type Again struct {
	app.Compo
	form
	password string
}

func (a *Again) submit(ctx app.Context, _ app.Event) {
	who, _ := store.Who()
	signIn(ctx, &a.form, who.Email, a.password)
}

// Render is the page.
func (a *Again) Render() app.UI {
	a.id = "again"
	who, _ := store.Who()
	return sheet(ui.T("auth.again.title"), ui.T("auth.again.text", "email", who.Email),
		ui.Form(a.submit, ui.T("auth.again.title"),
			ui.Faults(a.id, a.faults, signInLabel),
			ui.Field{ID: a.field("password"), Label: ui.T("auth.password"), Type: "password", Value: a.password, Autocomplete: "current-password", Required: true, Focus: true,
				Error: ui.FaultOn(a.faults, "password"), OnInput: a.into("password", &a.password)}.UI(),
			ui.Button{Text: ui.T("auth.signIn.title"), Kind: ui.Primary, Submit: true, Busy: a.busy}.UI(),
		))
}
