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

// OnInit takes over what was done before the app was there.
func (s *SignUp) OnInit() {
	s.As("signup", label)
	s.Adopt(map[string]*string{
		"organisation": &s.organisation, "givenName": &s.given, "surname": &s.surname, "email": &s.email, "password": &s.password,
	})
}

// OnMount goes on with what is under way.
func (s *SignUp) OnMount(ctx app.Context) {
	if s.Busy {
		s.Busy = false
		s.send(ctx)
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
	if s.Busy {
		return
	}
	if err := s.check(); err != nil {
		s.Fail(ctx, err)
		return
	}
	s.send(ctx)
}

func (s *SignUp) send(ctx app.Context) {
	in := route.SignUpRequest{
		Organisation: s.organisation, GivenName: s.given, Surname: s.surname, Email: s.email, Password: s.password, Language: string(ui.Lang()),
	}
	ui.Send(ctx, &s.form, nothing(func() error { return store.Client().SignUp(in) }), func(ctx app.Context, _ struct{}) {
		ctx.Navigate("/check-mail")
	})
}

// Render is the page.
func (s *SignUp) Render() app.UI {
	s.As("signup", label)
	return beside(way(1), sheet(ui.T("auth.signUp.title"), ui.T("auth.signUp.text"),
		ui.Form(s.submit, ui.T("auth.signUp.title"),
			s.Summary(),
			s.Line("organisation", &s.organisation, ui.Field{Autocomplete: "organization", Focus: true}),
			app.Div().Class("pair").Body(
				s.Line("givenName", &s.given, ui.Field{Autocomplete: "given-name"}),
				s.Line("surname", &s.surname, ui.Field{Autocomplete: "family-name"}),
			),
			s.Line("email", &s.email, ui.Field{Type: "email", Autocomplete: "email", Hint: ui.T("auth.emailHint")}),
			s.Line("password", &s.password, ui.Field{Type: "password", Autocomplete: "new-password", After: ui.PasswordMeter(s.password, s.personal()...)}),
			submit(ui.T("auth.signUp.submit"), s.Busy),
		),
		footing(app.Text(ui.T("auth.signUp.known")+" "), ui.Link(ui.T("auth.signIn.title"), "/sign-in")),
	))
}
