package accounts_test

import (
	"strings"
	"testing"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/org"
)

const ida = "ida@acme.example"

func TestFromSignUpToSignedIn(t *testing.T) {
	w := accountstest.Open(t)
	browser := w.SignUp(t, ida)

	state, err := w.Accounts.SignUpState(t.Context(), browser)
	if err != nil || state.Email != ida || state.Organisation != "Acme" {
		t.Fatalf("the browser that signed up is told %+v, %v", state, err)
	}
	if _, err := w.SignIn(t.Context(), ida, accountstest.Password); code(err) != "signIn.failed" {
		t.Fatalf("signing in before confirming: %v", err)
	}
	mails := w.Deliver(t)
	wantMails(t, mails, ida+": Bitte bestätigen Sie Ihre E-Mail-Adresse")
	if strings.Contains(mails[0].Text+mails[0].HTML, "Acme") || strings.Contains(mails[0].Text, "Ida") {
		t.Error("the mail repeats what was typed at sign-up: strangers could have it sent to anybody")
	}

	session, err := w.Confirm(t.Context(), browser, mails[0].Token, "")
	if err != nil {
		t.Fatal(err)
	}
	reply, err := w.Accounts.Describe(t.Context(), w.Session(t, session))
	if err != nil {
		t.Fatal(err)
	}
	if reply.Email != ida || reply.GivenName != "Ida" || reply.Surname != "Inhaber" || reply.Language != "de" || len(reply.Memberships) != 1 {
		t.Fatalf("signed in as %+v", reply)
	}
	m := reply.Memberships[0]
	if m.Name != "Acme" || m.Role != org.Owner {
		t.Errorf("member of %+v", m)
	}
	house := testworld.House{World: w.World, Tenant: tenancy.Of(m.Tenant)}
	entries := house.Ledger(t)
	if len(entries) != 1 || entries[0].Deed != "tenants.found" || entries[0].Actor.Name != "Ida Inhaber" {
		t.Errorf("the ledger holds %+v", entries)
	}
	wantMails(t, w.Deliver(t), ida+": Acme ist eingerichtet")

	if _, err := w.SignIn(t.Context(), " IDA@ACME.example ", accountstest.Password); err != nil {
		t.Errorf("signing in with the address in another spelling: %v", err)
	}
}

func wantMails(t *testing.T, got []accountstest.Mail, want ...string) {
	t.Helper()
	var lines []string
	for _, m := range got {
		lines = append(lines, m.To+": "+m.Subject)
	}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Fatalf("mails sent:\n%s\nwant:\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}
