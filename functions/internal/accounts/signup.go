package accounts

import (
	"context"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/password"
	"stellwerk/shared/route"
)

// SignUp remembers what somebody has asked for and has a mail sent to the address. It never looks whether there is an
// account: all it does is the same in both cases. The token is for the browser's cookie; it lasts SignUpLife.
// Faults: those of the fields, all at once, signUp.tooMany and mail.tooMany with seconds, server.busy.
func (a *Accounts) SignUp(ctx context.Context, from string, in route.SignUpRequest) (token.Token, error) {
	s, err := parseSignUp(in)
	if err != nil {
		return "", err
	}
	if err := a.take(ctx, "signUp.tooMany", taking{signUpNetwork, network(from)}); err != nil {
		return "", err
	}
	if err := a.takeMail(ctx, s.Email); err != nil {
		return "", err
	}
	if s.Password, err = a.hasher.Hash(ctx, in.Password); err != nil {
		return "", err
	}
	address, err := a.table.AddressKey(ctx, s.Email.Key())
	if err != nil {
		return "", err
	}
	now := a.now()
	browser := token.New()
	s.Hash, s.Expires = browser.Hash(), now.Add(SignUpLife)
	s.Account, s.Tenant, s.Member = newID[org.AccountID](now), newID[org.TenantID](now), newID[org.MemberID](now)
	s.Command = newID[org.CommandID](now)
	err = a.table.Transact(ctx, a.table.PutSignUp(s, address), a.effect(now, ConfirmEffect, string(s.Hash)))
	return browser, err
}

// parseSignUp collects all that is wrong with the fields.
func parseSignUp(in route.SignUpRequest) (s table.SignUp, err error) {
	var faults fault.List
	take := func(e error) { _ = faults.Add(e) }
	s.Organisation, err = org.ParseTenantName("organisation", in.Organisation)
	take(err)
	s.GivenName, err = org.ParseName("givenName", in.GivenName)
	take(err)
	s.Surname, err = org.ParseName("surname", in.Surname)
	take(err)
	s.Email, err = parseReachable("email", in.Email)
	take(err)
	s.Language, err = org.ParseLanguage("language", in.Language)
	take(err)
	take(judge("password", in.Password, in.GivenName, in.Surname, in.Email, in.Organisation))
	return s, faults.Err()
}

// parseReachable accepts an address that mails can be sent to.
func parseReachable(field, s string) (org.Email, error) {
	e, err := org.ParseEmail(field, s)
	if err == nil && !e.Reachable() {
		err = fault.On(field, "email.local")
	}
	return e, err
}

// judge refuses a password that may not be used. The fault's code is the problem's name.
func judge(field, pw string, personal ...string) error {
	_, problems := password.Check(pw, personal...)
	if p := password.Refused(problems); p != "" {
		return fault.On(field, string(p))
	}
	return nil
}

// takeMail counts a mail that somebody who has not signed in causes.
func (a *Accounts) takeMail(ctx context.Context, to org.Email) error {
	address, err := a.table.AddressKey(ctx, to.Key())
	if err != nil {
		return err
	}
	return a.take(ctx, "mail.tooMany", taking{mailAddress, string(address)})
}

// SignUpState tells the browser that signed up what it waits for. It says the same whatever has become of the sign-up, as it
// may have been made with somebody else's address. Fault: signUp.gone.
func (a *Accounts) SignUpState(ctx context.Context, browser string) (route.SignUpStateReply, error) {
	s, err := a.signUp(ctx, browser)
	return route.SignUpStateReply{Email: string(s.Email), Organisation: s.Organisation}, err
}

// Resend has the mail of a sign-up sent again. Faults: signUp.gone, signUp.tooMany and mail.tooMany with seconds.
func (a *Accounts) Resend(ctx context.Context, from, browser string) error {
	s, err := a.signUp(ctx, browser)
	if err != nil {
		return err
	}
	if err := a.take(ctx, "signUp.tooMany", taking{signUpNetwork, network(from)}); err != nil {
		return err
	}
	if err := a.takeMail(ctx, s.Email); err != nil {
		return err
	}
	return a.table.Transact(ctx, a.effect(a.now(), ConfirmEffect, string(s.Hash)))
}

func (a *Accounts) signUp(ctx context.Context, browser string) (table.SignUp, error) {
	gone := fault.New(fault.NotFound, "signUp.gone")
	t, ok := token.Parse(browser)
	if !ok {
		return table.SignUp{}, gone
	}
	s, found, err := a.table.SignUp(ctx, t.Hash())
	if err == nil && !found {
		err = gone
	}
	return s, err
}
