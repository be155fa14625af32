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
	early           ui.Early
}

// OnInit takes over what was done before the app was there.
func (s *SignIn) OnInit() {
	s.As("signin", label)
	s.early = s.Adopt(map[string]*string{"email": &s.email, "password": &s.password})
	s.demo.Busy = s.early.Waits == "demo"
}

// OnMount goes on with what is under way.
func (s *SignIn) OnMount(ctx app.Context) {
	switch s.early.Waits {
	case "signin":
		s.Busy = false
		sendSignIn(ctx, &s.form, s.email, s.password)
	case "demo":
		s.demo.Busy = false
		s.openDemo(ctx, app.Event{})
	}
}

func (s *SignIn) submit(ctx app.Context, _ app.Event) { signIn(ctx, &s.form, s.email, s.password) }

// signIn asks the server, after what can be told without it.
func signIn(ctx app.Context, f *form, email, password string) {
	if f.Busy {
		return
	}
	var faults fault.List
	_, err := org.ParseEmail("email", email)
	_ = faults.Add(err)
	if password == "" {
		faults = append(faults, fault.On("password", "text.missing"))
	}
	if len(faults) > 0 {
		f.Fail(ctx, faults)
		return
	}
	sendSignIn(ctx, f, email, password)
}

func sendSignIn(ctx app.Context, f *form, email, password string) {
	in := route.SignInRequest{Email: email, Password: password}
	ui.Send(ctx, f, func() (route.SessionReply, error) { return store.Client().SignIn(in) }, signedIn)
}

func (s *SignIn) openDemo(ctx app.Context, _ app.Event) {
	if s.demo.Busy {
		return
	}
	s.Faults = nil
	s.demo.Start()
	ui.Ask(ctx, store.Client().Demo, func(ctx app.Context, r route.SessionReply, err error) {
		s.demo.Busy = false
		if err != nil {
			s.Fail(ctx, err)
			return
		}
		signedIn(ctx, r)
	})
}

// Render is the page.
func (s *SignIn) Render() app.UI {
	s.As("signin", label)
	return beside(sheet(ui.T("auth.signIn.title"), ui.T("auth.signIn.text"),
		ui.Form(s.submit, ui.T("auth.signIn.title"),
			s.Summary(),
			s.Line("email", &s.email, ui.Field{Type: "email", Autocomplete: "username", Focus: true}),
			s.Line("password", &s.password, ui.Field{Type: "password", Autocomplete: "current-password", After: ui.Link(ui.T("auth.signIn.forgotten"), "/forgotten")}),
			submit(ui.T("auth.signIn.title"), s.Busy),
		),
		footing(app.Text(ui.T("auth.signIn.new")+" "), ui.Link(ui.T("auth.signUp.title"), "/sign-up")),
		local(app.Div().Class("sheet-demo").Body(
			app.P().Text(ui.T("auth.demo.text")),
			ui.Button{ID: "signin-demo", Text: ui.T("auth.demo.open"), Icon: ui.IconPlay, Busy: s.demo.Busy, OnClick: s.openDemo}.UI(),
		)),
	))
}

// Again asks somebody to sign in again in the middle of their work; nothing of it is lost.
type Again struct {
	app.Compo
	form
	password string
}

// OnInit names the form.
func (a *Again) OnInit() { a.As("again", label) }

func (a *Again) submit(ctx app.Context, _ app.Event) {
	who, _ := store.Who()
	signIn(ctx, &a.form, who.Email, a.password)
}

// Render is the page.
func (a *Again) Render() app.UI {
	a.As("again", label)
	who, _ := store.Who()
	return sheet(ui.T("auth.again.title"), ui.T("auth.again.text", "email", who.Email),
		ui.Form(a.submit, ui.T("auth.again.title"),
			a.Summary(),
			a.Line("password", &a.password, ui.Field{Type: "password", Autocomplete: "current-password", Focus: true}),
			submit(ui.T("auth.signIn.title"), a.Busy),
		))
}
