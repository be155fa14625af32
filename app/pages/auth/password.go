package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Forgotten asks for a mail to set a new password. What it says never tells whether there is such an account.
type Forgotten struct {
	app.Compo
	form
	email string
	sent  bool
}

// OnInit takes over what was done before the app was there.
func (f *Forgotten) OnInit() {
	f.As("forgotten", label)
	early := f.Adopt(map[string]*string{"email": &f.email})
	if f.sent = early.State == "sent"; f.sent {
		f.email = early.Value("email")
	}
}

// OnMount goes on with what is under way.
func (f *Forgotten) OnMount(ctx app.Context) {
	if f.Busy {
		f.Busy = false
		f.send(ctx)
	}
}

func (f *Forgotten) submit(ctx app.Context, _ app.Event) {
	if f.Busy {
		return
	}
	if _, err := org.ParseEmail("email", f.email); err != nil {
		f.Fail(ctx, err)
		return
	}
	f.send(ctx)
}

func (f *Forgotten) send(ctx app.Context) {
	in := route.ForgotRequest{Email: f.email}
	ui.Send(ctx, &f.form, nothing(func() error { return store.Client().Forgot(in) }), func(app.Context, struct{}) { f.sent = true })
}

// Render is the page.
func (f *Forgotten) Render() app.UI {
	f.As("forgotten", label)
	if f.sent {
		return beside(sheet(ui.T("auth.forgotten.sentTitle"), ui.T("auth.forgotten.sent", "email", f.email),
			app.Div().Class("sheet-actions").Body(outbox("btn")),
			footing(ui.Link(ui.T("auth.forgotten.back"), "/sign-in"))))
	}
	return beside(sheet(ui.T("auth.forgotten.title"), ui.T("auth.forgotten.text"),
		ui.Form(f.submit, ui.T("auth.forgotten.title"),
			f.Summary(),
			f.Line("email", &f.email, ui.Field{Type: "email", Autocomplete: "username", Focus: true}),
			submit(ui.T("auth.forgotten.submit"), f.Busy),
		),
		footing(ui.Link(ui.T("auth.forgotten.back"), "/sign-in"))))
}

// Reset sets a new password by the link of a mail.
type Reset struct {
	app.Compo
	form
	Token string

	password string
	done     bool
}

// OnInit takes over what was done before the app was there.
func (r *Reset) OnInit() {
	r.As("reset", newLabel)
	r.done = r.Adopt(map[string]*string{"password": &r.password}).State == "done"
}

// OnMount goes on with what is under way.
func (r *Reset) OnMount(ctx app.Context) {
	if r.Busy {
		r.Busy = false
		r.send(ctx)
	}
}

func (r *Reset) submit(ctx app.Context, _ app.Event) {
	if r.Busy {
		return
	}
	err := ui.CheckPassword("password", r.password)
	if r.Token == "" {
		err = fault.New(fault.NotFound, "reset.link")
	}
	if err != nil {
		r.Fail(ctx, err)
		return
	}
	r.send(ctx)
}

func (r *Reset) send(ctx app.Context) {
	in := route.ResetRequest{Token: r.Token, Password: r.password}
	ui.Send(ctx, &r.form, nothing(func() error { return store.Client().Reset(in) }), func(app.Context, struct{}) { r.done = true })
}

// Render is the page.
func (r *Reset) Render() app.UI {
	r.As("reset", newLabel)
	if r.done {
		return beside(sheet(ui.T("auth.reset.doneTitle"), ui.T("auth.reset.done"),
			app.Div().Class("sheet-actions").Body(ui.Button{Text: ui.T("auth.signIn.title"), Kind: ui.Primary, Href: "/sign-in"}.UI())))
	}
	return beside(sheet(ui.T("auth.reset.title"), ui.T("auth.reset.text"),
		ui.Form(r.submit, ui.T("auth.reset.title"),
			r.Summary(),
			r.Line("password", &r.password, ui.Field{Type: "password", Autocomplete: "new-password", Focus: true, After: ui.PasswordMeter(r.password)}),
			submit(ui.T("auth.reset.submit"), r.Busy),
		),
		footing(ui.Link(ui.T("auth.forgotten.again"), "/forgotten"))))
}
