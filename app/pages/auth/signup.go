package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// SignUp lets somebody found an organisation.
type SignUp struct {
	app.Compo
	form
	organisation, given, surname, email, password string
}

// OnInit names the form.
func (s *SignUp) OnInit() { s.id = "signup" }

// OnMount takes over what was typed already.
func (s *SignUp) OnMount(ctx app.Context) {
	if s.adopt(ctx, map[string]*string{
		"organisation": &s.organisation, "givenName": &s.given, "surname": &s.surname, "email": &s.email, "password": &s.password,
	}) {
		s.submit(ctx, app.Event{})
	}
}

// check finds what the server would refuse, without asking it.
func (s *SignUp) check() error {
	var faults fault.List
	_, err := org.ParseTenantName("organisation", s.organisation)
	_ = faults.Add(err)
	_, err = org.ParseName("givenName", s.given)
	_ = faults.Add(err)
	_, err = org.ParseName("surname", s.surname)
	_ = faults.Add(err)
	_, err = org.ParseEmail("email", s.email)
	_ = faults.Add(err)
	_ = faults.Add(ui.CheckPassword("password", s.password, s.personal()...))
	return faults.Err()
}

func (s *SignUp) personal() []string { return []string{s.organisation, s.given, s.surname, s.email} }

func (s *SignUp) submit(ctx app.Context, _ app.Event) {
	if s.busy {
		return
	}
	if err := s.check(); err != nil {
		s.fail(ctx, err)
		return
	}
	in := route.SignUpRequest{
		Organisation: s.organisation, GivenName: s.given, Surname: s.surname, Email: s.email, Password: s.password, Language: string(ui.Lang()),
	}
	ask(ctx, &s.form, nothing(func() error { return store.Client().SignUp(in) }), func(ctx app.Context, _ struct{}) {
		ctx.Navigate("/check-mail")
	})
}

func signUpLabel(field string) string {
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

// Render is the page.
func (s *SignUp) Render() app.UI {
	s.id = "signup"
	field := func(name string, f ui.Field) app.UI {
		f.ID, f.Label, f.Error, f.Required = s.field(name), signUpLabel(name), ui.FaultOn(s.faults, name), true
		return f.UI()
	}
	return sheet(ui.T("auth.signUp.title"), ui.T("auth.signUp.text"),
		ui.Form(s.submit, ui.T("auth.signUp.title"),
			ui.Faults(s.id, s.faults, signUpLabel),
			field("organisation", ui.Field{Value: s.organisation, Autocomplete: "organization", OnInput: s.into("organisation", &s.organisation), Focus: true}),
			app.Div().Class("pair").Body(
				field("givenName", ui.Field{Value: s.given, Autocomplete: "given-name", OnInput: s.into("givenName", &s.given)}),
				field("surname", ui.Field{Value: s.surname, Autocomplete: "family-name", OnInput: s.into("surname", &s.surname)}),
			),
			field("email", ui.Field{Type: "email", Value: s.email, Autocomplete: "email", Hint: ui.T("auth.emailHint"), OnInput: s.into("email", &s.email)}),
			field("password", ui.Field{Type: "password", Value: s.password, Autocomplete: "new-password", OnInput: s.into("password", &s.password),
				After: ui.PasswordMeter(s.password, s.personal()...)}),
			ui.Button{Text: ui.T("auth.signUp.submit"), Kind: ui.Primary, Submit: true, Busy: s.busy}.UI(),
		),
		footing(app.Text(ui.T("auth.signUp.known")+" "), ui.Link(ui.T("auth.signIn.title"), "/sign-in")),
	)
}
