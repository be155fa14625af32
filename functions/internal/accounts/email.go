package accounts

import (
	"context"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// AskEmail notes by which address the account is to sign in, and has mails sent: to that address with a link, and to the one it has with what to do if that
// was somebody else. Nothing else changes before the link is followed. It never looks whether anybody has the address: that is found out when the
// mail is written. Faults: those of the address, email.same, account.unproved, password.wrong on password, emailChange.tooMany,
// mail.tooMany and password.tooMany with seconds, session.missing.
func (a *Accounts) AskEmail(ctx context.Context, from string, s Session, in route.EmailRequest) error {
	email, err := parseReachable("email", in.Email)
	switch {
	case err != nil:
		return err
	case email.Key() == s.account.Email.Key():
		return fault.On("email", "email.same")
	case s.account.Unproved:
		return unproved()
	}
	if err := a.knows(ctx, from, s, "password", in.Password); err != nil {
		return err
	}
	if err := a.take(ctx, "emailChange.tooMany", taking{moveAccount, string(s.Account)}); err != nil {
		return err
	}
	if err := a.takeMail(ctx, email); err != nil {
		return err
	}
	now := a.now()
	return missingIfLate(a.table.Transact(ctx,
		a.table.WantAddress(s.Account, s.account.Epoch, table.WantedAddress{Email: email, Asked: now}),
		a.table.Forget(passwordOld, string(s.Account)),
		a.log(s.Account, now, table.AddressWanted, from),
		a.effect(now, WantedEffect, string(s.Account)),
		a.effect(now, WarnedEffect, string(s.Account)),
	))
}

// DropEmail lets the account stay with the address it has: links in mails that went out lead nowhere. Fault: session.missing.
func (a *Accounts) DropEmail(ctx context.Context, s Session) error {
	return missingIfLate(a.table.Transact(ctx, a.table.DropAddress(s.Account, s.account.Epoch)))
}

func missingIfLate(err error) error {
	if _, late := table.IsRefused(err); late {
		return missing()
	}
	return err
}

// OpenEmail tells by which address the account would sign in. It uses nothing up. Faults: emailChange.link (unknown, withdrawn, expired, of another
// account, or a later mail has another link), link.tooMany with seconds.
func (a *Accounts) OpenEmail(ctx context.Context, from string, s Session, in route.EmailTokenRequest) (route.EmailReply, error) {
	_, err := a.openEmail(ctx, from, s, in.Token)
	if err != nil {
		return route.EmailReply{}, err
	}
	return route.EmailReply{Email: string(s.account.Wanted.Email)}, nil
}

func (a *Accounts) openEmail(ctx context.Context, from string, s Session, typed string) (token.Hash, error) {
	if err := a.take(ctx, "link.tooMany", taking{linkNetwork, network(from)}); err != nil {
		return "", err
	}
	t, ok := token.Parse(typed)
	if !ok {
		return "", deadEmail()
	}
	m, found, err := a.table.MailToken(ctx, t.Hash(), table.MoveTo)
	if err != nil {
		return "", err
	}
	w := s.account.Wanted
	if !found || !m.Used.IsZero() || m.For != string(s.Account) || w == nil || uint64(w.Asked.UnixMilli()) != m.Epoch {
		return "", deadEmail()
	}
	return t.Hash(), nil
}

func deadEmail() error { return fault.New(fault.NotFound, "emailChange.link") }

// ConfirmEmail lets the account sign in by the address that the mail went to, and by the one before no more. Only the account itself can do it, signed in: a
// stranger who gets the mail, as the address was mistyped, can do nothing with it. Every other session ends; this one goes on under the new token
// that is returned. Faults: those of OpenEmail; emailChange.link also if somebody else has the address by now.
func (a *Accounts) ConfirmEmail(ctx context.Context, from string, s Session, in route.EmailTokenRequest) (token.Token, error) {
	link, err := a.openEmail(ctx, from, s, in.Token)
	if err != nil {
		return "", err
	}
	before, err := a.table.AddressKey(ctx, s.account.Email.Key())
	if err != nil {
		return "", err
	}
	after, err := a.table.AddressKey(ctx, s.account.Wanted.Email.Key())
	if err != nil {
		return "", err
	}
	now := a.now()
	t, session := a.newSession(s.Account, s.account.Epoch+1, s.SignedIn, s.waiting)
	err = a.table.Transact(ctx, append(a.table.MoveAddress(s.account, before, after),
		a.table.UseToken(link, now),
		a.table.RemoveSession(s.hash),
		session,
		a.log(s.Account, now, table.AddressMoved, from),
		a.log(s.Account, now, table.EverywhereOut, from),
		a.effect(now, MovedEffect, string(s.Account)),
	)...)
	if _, late := table.IsRefused(err); late {
		return "", deadEmail()
	}
	return t, err
}
