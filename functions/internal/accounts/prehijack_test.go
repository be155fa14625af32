package accounts_test

import (
	"testing"

	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/route"
)

// Somebody signs up with an address that is not theirs, before its owner does, and keeps all that they can get hold of.
// Whatever way the owner then confirms the address, nothing of it opens the account.
func TestNothingMadeBeforeConfirmingOpensTheAccount(t *testing.T) {
	const enemyPassword = accountstest.Other
	for _, c := range []struct {
		story   string
		confirm func(t *testing.T, w *accountstest.World, enemyLink string)
	}{
		{"the owner signs up and confirms that", func(t *testing.T, w *accountstest.World, _ string) {
			browser := w.SignUp(t, ida)
			if _, err := w.Confirm(t.Context(), browser, w.LinkTo(t, ida), ""); err != nil {
				t.Fatal(err)
			}
		}},
		{"the owner signs up, but takes the enemy's mail", func(t *testing.T, w *accountstest.World, enemyLink string) {
			browser := w.SignUp(t, ida)
			w.Deliver(t)
			if _, err := w.Confirm(t.Context(), browser, enemyLink, ""); code(err) != "password confirm.passwordNeeded" {
				t.Fatalf("the enemy's sign-up in the owner's browser: %v", err)
			}
			if _, err := w.Confirm(t.Context(), browser, enemyLink, accountstest.Password); err != nil {
				t.Fatal(err)
			}
		}},
		{"the owner only has the enemy's mail", func(t *testing.T, w *accountstest.World, enemyLink string) {
			if _, err := w.Confirm(t.Context(), "", enemyLink, accountstest.Password); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.story, func(t *testing.T) {
			w := accountstest.Open(t)
			wish := accountstest.Wish(ida)
			wish.Password = enemyPassword
			first, err := w.Accounts.SignUp(t.Context(), accountstest.Elsewhere, wish)
			if err != nil {
				t.Fatal(err)
			}
			enemyBrowser := w.Secret(first)
			enemyLink := w.LinkTo(t, ida) // lies in the owner's mailbox; the enemy never sees it
			enemySession, _ := w.SignIn(t.Context(), ida, enemyPassword)
			if err := w.Accounts.Forgot(t.Context(), accountstest.Elsewhere, route.ForgotRequest{Email: ida}); err != nil {
				t.Fatal(err)
			}
			wantMails(t, w.Deliver(t)) // no token for a new password exists before the account does

			c.confirm(t, w, enemyLink)

			if _, err := w.SignIn(t.Context(), ida, enemyPassword); code(err) != "signIn.failed" {
				t.Errorf("the enemy's password signs in: %v", err)
			}
			for what, cookie := range map[string]string{"session": enemySession, "sign-up": enemyBrowser, "mail's link": enemyLink} {
				if _, err := w.Accounts.Session(t.Context(), cookie); code(err) != "session.missing" {
					t.Errorf("the enemy's %s is a session: %v", what, err)
				}
			}
			if _, err := w.Confirm(t.Context(), enemyBrowser, enemyBrowser, enemyPassword); code(err) != "confirm.link" {
				t.Errorf("the enemy's cookie confirms: %v", err)
			}
			if err := w.Accounts.Reset(t.Context(), accountstest.Elsewhere, route.ResetRequest{Token: enemyBrowser, Password: enemyPassword}); code(err) != "reset.link" {
				t.Errorf("the enemy's cookie sets a password: %v", err)
			}
			if _, err := w.SignIn(t.Context(), ida, accountstest.Password); err != nil {
				t.Errorf("the owner's own password: %v", err)
			}
			// A mail that the enemy asks for now goes to the owner and confirms nothing.
			if err := w.Accounts.Resend(t.Context(), accountstest.Elsewhere, enemyBrowser); err != nil {
				t.Fatal(err)
			}
			for _, m := range w.Deliver(t) {
				if m.Token != "" {
					t.Errorf("asking for the enemy's mail again made a link: %s", m.Subject)
				}
			}
		})
	}
}

func TestTheEnemysLinkIsDeadOnceTheAddressIsConfirmed(t *testing.T) {
	w := accountstest.Open(t)
	enemyBrowser := w.SignUp(t, ida)
	enemyLink := w.LinkTo(t, ida)
	browser := w.SignUp(t, ida)
	if _, err := w.Confirm(t.Context(), browser, w.LinkTo(t, ida), ""); err != nil {
		t.Fatal(err)
	}
	for _, cookie := range []string{enemyBrowser, browser, ""} {
		for _, password := range []string{"", accountstest.Password, accountstest.Other} {
			if _, err := w.Confirm(t.Context(), cookie, enemyLink, password); code(err) != "confirm.known" {
				t.Errorf("cookie %v, password %v: %v, want confirm.known", cookie != "", password != "", err)
			}
		}
	}
	if got, want := people(t, w), (population{1, 1, 1}); got != want {
		t.Errorf("there are %+v, want %+v", got, want)
	}
}
