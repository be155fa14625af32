package auth

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

func TestSigningUpTellsAllThatIsWrongAtOnce(t *testing.T) {
	for _, c := range []struct {
		story string
		s     SignUp
		want  string
	}{
		{"nothing", SignUp{}, "organisation givenName surname email password"},
		{"all", SignUp{organisation: "Acme", given: "Olive", surname: "Ott", email: "olive@acme.de", password: "Wolke Anker Birne 47"}, ""},
		{"an address without @", SignUp{organisation: "Acme", given: "Olive", surname: "Ott", email: "olive", password: "Wolke Anker Birne 47"}, "email"},
		{"a password everybody knows", SignUp{organisation: "Acme", given: "Olive", surname: "Ott", email: "olive@acme.de", password: "passwort1"}, "password"},
		{"a password made of one's name", SignUp{organisation: "Acme", given: "Olive", surname: "Ottensen", email: "olive@acme.de", password: "ottensen12"}, "password"},
	} {
		var got []string
		for _, f := range fault.All(c.s.check()) {
			got = append(got, f.Field)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: wrong are %q, want %q", c.story, s, c.want)
		}
	}
}

func TestTheMeterSaysHowStrongAPasswordIs(t *testing.T) {
	ui.SetLang(org.English)
	for pw, want := range map[string]string{"": "At least 8 characters", "passwort1": "Very weak", "Wolke Anker Birne 47": "Strong"} {
		if html := app.HTMLString(ui.PasswordMeter(pw)); !strings.Contains(html, want) {
			t.Errorf("%q: %s does not say %q", pw, html, want)
		}
	}
}

func TestWhatIsBeingMendedIsNotCalledWrong(t *testing.T) {
	f := form{Faults: fault.List{fault.On("email", "email.at"), fault.On("password", "text.missing")}}
	var typed string
	f.Into("email", &typed)(app.Context{}, "o@acme.de")
	if typed != "o@acme.de" || len(f.Faults) != 1 || f.Faults[0].Field != "password" {
		t.Errorf("typed %q, faults %v", typed, f.Faults)
	}
}

// TestNoAnswerTellsWhetherThereIsAnAccount: what stands on the page is the same for every address.
func TestNoAnswerTellsWhetherThereIsAnAccount(t *testing.T) {
	ui.SetLang(org.English)
	f := &Forgotten{sent: true, email: "x@acme.de"}
	if html := app.HTMLString(f.Render()); !strings.Contains(html, "If there is an account") {
		t.Errorf("%s", html)
	}
}

func TestValuesStayWhenSomethingIsWrong(t *testing.T) {
	s := &SignIn{email: "olive@acme.de", password: "secret word"}
	s.Faults = fault.List{fault.New(fault.Invalid, "signIn.failed")}
	html := app.HTMLString(s.Render())
	if !strings.Contains(html, `value="olive@acme.de"`) || !strings.Contains(html, `value="secret word"`) || !strings.Contains(html, "wrong") {
		t.Errorf("%s", html)
	}
}

// An invitation that was accepted already could be tried again, and one that could not be asked for was called not valid.
func TestALinkIsTriedAgainOnlyWhereThatHelps(t *testing.T) {
	ui.SetLang(org.English)
	for _, c := range []struct {
		why   *fault.Fault
		title string
		again bool
	}{
		{fault.New(fault.Conflict, "invitation.accepted"), "This invitation is not valid", false},
		{fault.New(fault.NeedsConnection, "connection.none"), "That did not work", true},
		{fault.New(fault.TooMany, "connection.tooMany", "seconds", "3"), "That did not work", true},
	} {
		i := &Invitation{}
		i.Faults = fault.List{c.why}
		html := app.HTMLString(i.Render())
		if !strings.Contains(html, c.title) || strings.Contains(html, "Try again") != c.again {
			t.Errorf("%s: %s", c.why.Code, html)
		}
	}
}
