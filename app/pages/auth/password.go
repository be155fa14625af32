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

// OnMount takes over what was typed already.
func (f *Forgotten) OnMount(ctx app.Context) {
	if f.adopt(ctx, map[string]*string{"email": &f.email}) {
		f.submit(ctx, app.Event{})
	}
}

func (f *Forgotten) submit(ctx app.Context, _ app.Event) {
	if f.busy {
		return
	}
	if _, err := org.ParseEmail("email", f.email); err != nil {
		f.fail(ctx, err)
		return
	}
	in := route.ForgotRequest{Email: f.email}
	ask(ctx, &f.form, nothing(func() error { return store.Client().Forgot(in) }), func(app.Context, struct{}) { f.sent = true })
}

// Render is the page.
func (f *Forgotten) Render() app.UI {
	f.id = "forgotten"
	if f.sent {
		return sheet(ui.T("auth.forgotten.sentTitle"), ui.T("auth.forgotten.sent", "email", f.email),
			app.Div().Class("sheet-actions").Body(
				app.If(local(), func() app.UI {
					return app.A().Class("btn").Href("/local/outbox").Body(ui.Icon(ui.IconInbox), app.Span().Text(ui.T("auth.checkMail.outbox")))
				}),
			),
			footing(ui.Link(ui.T("auth.forgotten.back"), "/sign-in")))
	}
	return sheet(ui.T("auth.forgotten.title"), ui.T("auth.forgotten.text"),
		ui.Form(f.submit, ui.T("auth.forgotten.title"),
			ui.Faults(f.id, f.faults, signInLabel),
			ui.Field{ID: f.field("email"), Label: ui.T("auth.email"), Type: "email", Value: f.email, Autocomplete: "username", Required: true, Focus: true,
				Error: ui.FaultOn(f.faults, "email"), OnInput: f.into("email", &f.email)}.UI(),
			ui.Button{Text: ui.T("auth.forgotten.submit"), Kind: ui.Primary, Submit: true, Busy: f.busy}.UI(),
		),
		footing(ui.Link(ui.T("auth.forgotten.back"), "/sign-in")))
}

// Reset sets a new password by the link of a mail.
type Reset struct {
	app.Compo
	form
	Token string

	password string
	done     bool
}

func (r *Reset) submit(ctx app.Context, _ app.Event) {
	if r.busy {
		return
	}
	err := ui.CheckPassword("password", r.password)
	if r.Token == "" {
		err = fault.New(fault.NotFound, "reset.link")
	}
	if err != nil {
		r.fail(ctx, err)
		return
	}
	in := route.ResetRequest{Token: r.Token, Password: r.password}
	ask(ctx, &r.form, nothing(func() error { return store.Client().Reset(in) }), func(app.Context, struct{}) { r.done = true })
}

// Render is the page.
func (r *Reset) Render() app.UI {
	r.id = "reset"
	if r.done {
		return sheet(ui.T("auth.reset.doneTitle"), ui.T("auth.reset.done"),
			app.Div().Class("sheet-actions").Body(ui.Button{Text: ui.T("auth.signIn.title"), Kind: ui.Primary, Href: "/sign-in"}.UI()))
	}
	return sheet(ui.T("auth.reset.title"), ui.T("auth.reset.text"),
		ui.Form(r.submit, ui.T("auth.reset.title"),
			ui.Faults(r.id, r.faults, signInLabel),
			ui.Field{ID: r.field("password"), Label: ui.T("auth.newPassword"), Type: "password", Value: r.password, Autocomplete: "new-password", Required: true, Focus: true,
				Error: ui.FaultOn(r.faults, "password"), OnInput: r.into("password", &r.password), After: ui.PasswordMeter(r.password)}.UI(),
			ui.Button{Text: ui.T("auth.reset.submit"), Kind: ui.Primary, Submit: true, Busy: r.busy}.UI(),
		),
		footing(ui.Link(ui.T("auth.forgotten.again"), "/forgotten")))
}
