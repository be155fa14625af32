package accounts_test

import (
	"context"
	"testing"
	"time"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/route"
)

// work is what a request costs: all that a stranger could measure.
type work struct {
	answer   string
	hashes   int64
	requests int
	reads    float64
	writes   float64
}

func measure(w *accountstest.World, t *testing.T, do func(context.Context) error) work {
	t.Helper()
	hashes := w.Hasher.Made()
	ctx, cost := table.Metered(t.Context())
	err := do(ctx)
	reads, writes, requests := cost.Figures()
	return work{code(err), w.Hasher.Made() - hashes, requests, reads, writes}
}

func TestNothingTellsWhetherAnAddressHasAnAccount(t *testing.T) {
	const known, unknown = "known@acme.example", "never@acme.example"
	// Each address is asked about from a network of its own, so that neither is limited by what is asked about the other.
	from := map[string]string{known: accountstest.Home, unknown: accountstest.Elsewhere}
	w := accountstest.Open(t)
	w.Member(t, known)
	waiting := map[string]string{}
	for _, email := range []string{known, unknown} {
		waiting[email] = w.SignUp(t, email)
	}
	w.Deliver(t)
	signIn := func(ctx context.Context, email, password string) error {
		_, err := w.Accounts.SignIn(ctx, from[email], route.SignInRequest{Email: email, Password: password})
		return err
	}

	for _, c := range []struct {
		story string
		do    func(ctx context.Context, email string) error
		want  string
	}{
		{"signing up", func(ctx context.Context, email string) error {
			_, err := w.Accounts.SignUp(ctx, from[email], accountstest.Wish(email))
			return err
		}, ""},
		{"a wrong password", func(ctx context.Context, email string) error {
			return signIn(ctx, email, accountstest.Other)
		}, "signIn.failed"},
		{"no password", func(ctx context.Context, email string) error {
			return signIn(ctx, email, "")
		}, "signIn.failed"},
		{"an endless password", func(ctx context.Context, email string) error {
			return signIn(ctx, email, string(make([]byte, 1<<20)))
		}, "signIn.failed"},
		{"a forgotten password", func(ctx context.Context, email string) error {
			return w.Accounts.Forgot(ctx, from[email], route.ForgotRequest{Email: email})
		}, ""},
		{"the state of a sign-up", func(ctx context.Context, email string) error {
			_, err := w.Accounts.SignUpState(ctx, waiting[email])
			return err
		}, ""},
		{"asking for the mail again", func(ctx context.Context, email string) error {
			return w.Accounts.Resend(ctx, from[email], waiting[email])
		}, ""},
	} {
		t.Run(c.story, func(t *testing.T) {
			w.Pass(3 * time.Hour)   // the limits are full again
			for round := range 12 { // until well past the limits
				a := measure(w, t, func(ctx context.Context) error { return c.do(ctx, known) })
				b := measure(w, t, func(ctx context.Context) error { return c.do(ctx, unknown) })
				if a != b {
					t.Fatalf("round %d: with an account %+v, without %+v", round, a, b)
				}
				if round == 0 && a.answer != c.want {
					t.Errorf("answer %q, want %q", a.answer, c.want)
				}
			}
		})
	}
}

func TestTheBrowserThatSignedUpIsToldNothingOfWhatBecame(t *testing.T) {
	w := accountstest.Open(t)
	stranger := w.SignUp(t, ida)
	strangersLink := w.LinkTo(t, ida)
	before, err := w.Accounts.SignUpState(t.Context(), stranger)
	if err != nil {
		t.Fatal(err)
	}
	// The owner of the address takes up the stranger's sign-up in another browser.
	if _, err := w.Confirm(t.Context(), "", strangersLink, accountstest.Other); err != nil {
		t.Fatal(err)
	}
	after, err := w.Accounts.SignUpState(t.Context(), stranger)
	if err != nil || after != before {
		t.Errorf("before confirming %+v, after %+v, %v: the stranger learns that the address has an account", before, after, err)
	}
}

func TestAForgottenPasswordOfNobodySendsNothing(t *testing.T) {
	w := accountstest.Open(t)
	w.SignUp(t, ida) // not confirmed: no account yet
	w.Deliver(t)
	for _, email := range []string{ida, "never@acme.example"} {
		if err := w.Accounts.Forgot(t.Context(), accountstest.Home, route.ForgotRequest{Email: email}); err != nil {
			t.Fatal(err)
		}
	}
	wantMails(t, w.Deliver(t))
	if left := w.Items(t, "E#"); len(left) != 0 {
		t.Errorf("effects that lead nowhere are left: %v", left)
	}
}
