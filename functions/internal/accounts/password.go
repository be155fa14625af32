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

// Forgot has a mail sent that leads to a new password, if the address has an account. It never looks whether it has: that is
// found out when the mail is written. Faults: those of the address, forgot.tooMany and mail.tooMany with seconds.
func (a *Accounts) Forgot(ctx context.Context, from string, in route.ForgotRequest) error {
	email, err := org.ParseEmail("email", in.Email)
	if err != nil {
		return err
	}
	if err := a.take(ctx, "forgot.tooMany", taking{forgotNetwork, network(from)}); err != nil {
		return err
	}
	if err := a.takeMail(ctx, email); err != nil {
		return err
	}
	address, err := a.table.AddressKey(ctx, email.Key())
	if err != nil {
		return err
	}
	return a.table.Transact(ctx, a.effect(a.now(), ResetEffect, string(address)))
}

// Reset sets a new password by a mail's token, which is used up. Every session ends, every other token with it, and whoever
// had tried too often before may try at once. Faults: reset.link (unknown, used, expired, or the password has been changed
// since), those of the password, link.tooMany with seconds, server.busy. Of an account whose address nobody had confirmed yet, it is confirmed by this.
func (a *Accounts) Reset(ctx context.Context, from string, in route.ResetRequest) error {
	if err := a.take(ctx, "link.tooMany", taking{linkNetwork, network(from)}); err != nil {
		return err
	}
	dead := fault.New(fault.NotFound, "reset.link")
	t, ok := token.Parse(in.Token)
	if !ok {
		return dead
	}
	m, found, err := a.table.MailToken(ctx, t.Hash(), table.ResetPassword)
	if err != nil {
		return err
	}
	if !found || !m.Used.IsZero() {
		return dead
	}
	account, found, err := a.table.Account(ctx, org.AccountID(m.For))
	if err != nil {
		return err
	}
	if !found || account.Epoch != m.Epoch {
		return dead
	}
	phc, err := a.newPassword(ctx, "password", in.Password, account)
	if err != nil {
		return err
	}
	if account.Unproved {
		return a.prove(ctx, from, account, t.Hash(), phc)
	}
	address, err := a.table.AddressKey(ctx, account.Email.Key())
	if err != nil {
		return err
	}
	now := a.now()
	err = a.table.Transact(ctx, append(a.forgetTries(address, from),
		a.table.UseToken(t.Hash(), now),
		a.table.SetPassword(account.ID, account.Epoch, phc),
		a.log(account.ID, now, table.PasswordReset, from),
		a.log(account.ID, now, table.EverywhereOut, from),
		a.effect(now, ChangedEffect, string(account.ID)),
	)...)
	if _, late := table.IsRefused(err); late {
		return dead
	}
	return err
}

// ChangePassword sets a new password by the old one. Every other session ends; this one goes on under the new token that is
// returned. A temporary password need not be said again, as it has just been. Faults: password.wrong on old, password.same on new, those of the new password on new, password.tooMany with seconds, session.missing,
// server.busy.
func (a *Accounts) ChangePassword(ctx context.Context, from string, s Session, in route.ChangePasswordRequest) (token.Token, error) {
	if s.Temporary() {
		if err := a.take(ctx, "password.tooMany", taking{passwordOld, string(s.Account)}); err != nil {
			return "", err
		}
		return a.ownPassword(ctx, from, s, in.New)
	}
	if err := a.knows(ctx, from, s, "old", in.Old); err != nil {
		return "", err
	}
	account, now := s.account, a.now()
	phc, err := a.newPassword(ctx, "new", in.New, account)
	if err != nil {
		return "", err
	}
	t, session := a.newSession(account.ID, account.Epoch+1, now, s.waiting)
	err = a.table.Transact(ctx,
		a.table.SetPassword(account.ID, account.Epoch, phc),
		a.table.RemoveSession(s.hash),
		session,
		a.table.Forget(passwordOld, string(s.Account)),
		a.log(account.ID, now, table.PasswordChanged, from),
		a.log(account.ID, now, table.EverywhereOut, from),
		a.effect(now, ChangedEffect, string(account.ID)),
	)
	if _, late := table.IsRefused(err); late {
		return "", missing()
	}
	return t, err
}

// knows asks whoever is signed in for the account's password. Faults: password.wrong on the field, password.tooMany with seconds.
func (a *Accounts) knows(ctx context.Context, from string, s Session, field, pw string) error {
	if err := a.take(ctx, "password.tooMany", taking{passwordOld, string(s.Account)}); err != nil {
		return err
	}
	if len(pw) > 4*password.MaxLength {
		pw = ""
	}
	right, _, err := a.hasher.Verify(ctx, s.account.Password, pw)
	if err != nil || right {
		return err
	}
	if err := a.table.Transact(ctx, a.log(s.Account, a.now(), table.SignInFailed, from)); err != nil {
		return err
	}
	return fault.On(field, "password.wrong")
}

// newPassword judges a password for an account and hashes it.
func (a *Accounts) newPassword(ctx context.Context, field, pw string, account table.Account) (string, error) {
	if err := judge(field, pw, account.GivenName, account.Surname, string(account.Email)); err != nil {
		return "", err
	}
	return a.hasher.Hash(ctx, pw)
}
