package accounts_test

import (
	"context"
	"testing"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/testworld/accountstest"
	"stellwerk/shared/route"
)

// What each step costs, as DynamoDB counts: read and write units and requests. A change here is to be read twice.
func TestCost(t *testing.T) {
	w := accountstest.Open(t)
	if _, err := w.Table.Key(t.Context(), "address"); err != nil { // once in a process
		t.Fatal(err)
	}
	var browser, link, session string
	for _, c := range []struct {
		story         string
		do            func(ctx context.Context) error
		reads, writes float64
		requests      int
	}{
		{"sign up", func(ctx context.Context) error {
			s, err := w.Accounts.SignUp(ctx, accountstest.Home, accountstest.Wish(ida))
			browser = w.Secret(s)
			return err
		}, 0, 10, 3},
		{"confirm", func(ctx context.Context) (err error) {
			link = w.LinkTo(t, ida)
			session, err = w.Confirm(ctx, browser, link, "")
			return err
		}, 8, 39, 8},
		{"sign in", func(ctx context.Context) (err error) {
			session, err = w.SignIn(ctx, ida, accountstest.Password)
			return err
		}, 2, 13, 6},
		{"a wrong password", func(ctx context.Context) error {
			_, err := w.SignIn(ctx, ida, accountstest.Other)
			return ignore(err, "signIn.failed")
		}, 2, 5, 7},
		{"look up a session", func(ctx context.Context) error {
			_, err := w.Accounts.Session(ctx, session)
			return err
		}, 2, 0, 2},
		{"describe a session with one membership", func(ctx context.Context) error {
			_, err := w.Accounts.Describe(ctx, w.Session(t, session))
			return err
		}, 4, 0, 2},
		{"say how it stands to its organisation", func(ctx context.Context) error {
			s := w.Session(t, session)
			in, err := w.Accounts.Describe(t.Context(), s)
			if err != nil {
				return err
			}
			_, err = w.Accounts.Access(ctx, s, route.AccessRequest{Tenant: string(in.Memberships[0].Tenant), Nonce: "0123456789abcdef"})
			return err
		}, 4, 0, 2},
		{"forget the password", func(ctx context.Context) error {
			return w.Accounts.Forgot(ctx, accountstest.Home, route.ForgotRequest{Email: ida})
		}, 0, 6, 4},
		{"set a new one", func(ctx context.Context) error {
			link = w.LinkTo(t, ida)
			return w.Accounts.Reset(ctx, accountstest.Home, route.ResetRequest{Token: link, Password: accountstest.Other})
		}, 2, 17, 5},
	} {
		ctx, cost := table.Metered(t.Context())
		if err := c.do(ctx); err != nil {
			t.Fatalf("%s: %v", c.story, err)
		}
		reads, writes, requests := cost.Figures()
		if reads != c.reads || writes != c.writes || requests != c.requests {
			t.Errorf("%s: %v reads, %v writes, %d requests; it was %v, %v, %d", c.story, reads, writes, requests, c.reads, c.writes, c.requests)
		}
	}
}

func ignore(err error, want string) error {
	if code(err) == want {
		return nil
	}
	return err
}
