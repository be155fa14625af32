package accounts_test

import (
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/route"
)

func TestWhatASignUpNeeds(t *testing.T) {
	w := accountstest.Open(t)
	for _, c := range []struct {
		story  string
		change func(*route.SignUpRequest)
		want   string
	}{
		{"all in order", func(*route.SignUpRequest) {}, ""},
		{"an organisation", func(r *route.SignUpRequest) { r.Organisation = " " }, "organisation text.missing"},
		{"names", func(r *route.SignUpRequest) { r.GivenName, r.Surname = "", "" }, "givenName text.missing, surname text.missing"},
		{"a name on one line: the rest is space", func(r *route.SignUpRequest) { r.GivenName = "Ida\r\nBcc: all@example.org" }, ""},
		{"a name without hidden characters", func(r *route.SignUpRequest) { r.GivenName = "Ida\x00" }, "givenName text.control"},
		{"an address", func(r *route.SignUpRequest) { r.Email = "ida" }, "email email.at"},
		{"an address on one line", func(r *route.SignUpRequest) { r.Email = "ida\r\n@acme.example" }, "email email.local"},
		{"an address that mails can reach", func(r *route.SignUpRequest) { r.Email = "jörg@acme.example" }, "email email.local"},
		{"a domain may have umlauts", func(r *route.SignUpRequest) { r.Email = "ida@bücher.example" }, ""},
		{"a language we speak", func(r *route.SignUpRequest) { r.Language = "fr" }, "language language.unknown"},
		{"a long password", func(r *route.SignUpRequest) { r.Password = "kurz" }, "password password.tooShort"},
		{"not too long", func(r *route.SignUpRequest) { r.Password = strings.Repeat("ablaufberg ", 20) }, "password password.tooLong"},
		{"not a common one", func(r *route.SignUpRequest) { r.Password = "password123" }, "password password.common"},
		{"not the own name", func(r *route.SignUpRequest) { r.Password = "IdaInhaber1" }, "password password.personal"},
		{"all faults at once", func(r *route.SignUpRequest) { *r = route.SignUpRequest{} },
			"organisation text.missing, givenName text.missing, surname text.missing, email email.missing, language language.unknown, password password.tooShort"},
	} {
		wish := accountstest.Wish(ida)
		c.change(&wish)
		before := len(w.Items(t, ""))
		_, err := w.Accounts.SignUp(t.Context(), accountstest.Home, wish)
		if code(err) != c.want {
			t.Errorf("%s: refused as %q, want %q", c.story, code(err), c.want)
		}
		if after := len(w.Items(t, "")); c.want != "" && after != before {
			t.Errorf("%s: refused, but %d items were stored", c.story, after-before)
		}
	}
}

func TestASignUpWaitsSevenDays(t *testing.T) {
	w := accountstest.Open(t)
	browser := w.SignUp(t, ida)
	w.Pass(accounts.SignUpLife - time.Second)
	if err := w.Accounts.Resend(t.Context(), accountstest.Home, browser); err != nil {
		t.Fatalf("resend on the last day: %v", err)
	}
	link := w.LinkTo(t, ida)
	w.Pass(time.Second)
	if _, err := w.Accounts.SignUpState(t.Context(), browser); code(err) != "signUp.gone" {
		t.Errorf("after seven days: %v", err)
	}
	if err := w.Accounts.Resend(t.Context(), accountstest.Home, browser); code(err) != "signUp.gone" {
		t.Errorf("resend after seven days: %v", err)
	}
	if _, err := w.Confirm(t.Context(), browser, link, ""); code(err) != "confirm.link" {
		t.Errorf("confirming after seven days: %v", err)
	}
}

func TestOnlyTheBrowserThatSignedUpSeesIt(t *testing.T) {
	w := accountstest.Open(t)
	browser := w.SignUp(t, ida)
	link := w.LinkTo(t, ida)
	for story, cookie := range map[string]string{
		"nothing": "", "a made-up token": strings.Repeat("A", 43), "the mail's token": link, "half of it": browser[:20], "a key": "P#" + browser,
	} {
		if _, err := w.Accounts.SignUpState(t.Context(), cookie); code(err) != "signUp.gone" {
			t.Errorf("%s opened the sign-up: %v", story, err)
		}
	}
}

func TestEachMailHasALinkOfItsOwn(t *testing.T) {
	w := accountstest.Open(t)
	browser := w.SignUp(t, ida)
	first := w.LinkTo(t, ida)
	if err := w.Accounts.Resend(t.Context(), accountstest.Home, browser); err != nil {
		t.Fatal(err)
	}
	second := w.LinkTo(t, ida)
	if first == second {
		t.Error("two mails carry the same token")
	}
	if _, err := w.Confirm(t.Context(), browser, first, ""); err != nil {
		t.Errorf("the first mail's link, after the second was sent: %v", err)
	}
	if _, err := w.Confirm(t.Context(), browser, second, ""); err != nil {
		t.Errorf("the second mail's link, soon after: %v", err)
	}
	if err := w.Accounts.Resend(t.Context(), accountstest.Home, browser); err != nil {
		t.Fatal(err)
	}
	wantMails(t, mailsAbout(w.Deliver(t), "Konto"), ida+": Sie haben bereits ein Konto")
}

// mailsAbout picks mails by a word of their subject.
func mailsAbout(mails []accountstest.Mail, word string) (out []accountstest.Mail) {
	for _, m := range mails {
		if strings.Contains(m.Subject, word) {
			out = append(out, m)
		}
	}
	return out
}
