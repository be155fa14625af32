package accounts

import (
	"context"
	"time"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/password"
	"stellwerk/shared/route"
)

// SignIn starts a session by address and password. For an address without an account it reads, computes and writes as much as
// for a wrong password. Faults: those of the address, signIn.failed, signIn.temporaryOver (only with the right
// password), signIn.tooMany with seconds, server.busy.
func (a *Accounts) SignIn(ctx context.Context, from string, in route.SignInRequest) (token.Token, error) {
	email, err := org.ParseEmail("email", in.Email)
	if err != nil {
		return "", err
	}
	address, err := a.table.AddressKey(ctx, email.Key())
	if err != nil {
		return "", err
	}
	return a.signIn(ctx, from, address, in.Password)
}

func (a *Accounts) signIn(ctx context.Context, from string, address table.AddressKey, pw string) (token.Token, error) {
	if err := a.take(ctx, "signIn.tooMany", signInLimits(address, from)...); err != nil {
		return "", err
	}
	account, known, err := a.find(ctx, address)
	if err != nil {
		return "", err
	}
	if len(pw) > 4*password.MaxLength {
		pw = "" // no account has it, and it is refused below with everything else
	}
	right, stale, err := a.hasher.Verify(ctx, account.Password, pw)
	if err != nil {
		return "", err
	}
	now := a.now()
	switch {
	case !known:
		err = a.table.Transact(ctx, a.table.LogNobody(account.ID, table.Logged{At: now, What: table.SignInFailed, From: network(from)}))
	case !right:
		err = a.table.Transact(ctx, a.log(account.ID, now, table.SignInFailed, from))
	default:
		return a.signedIn(ctx, account, pw, stale, now, from, address)
	}
	if err != nil {
		return "", err
	}
	return "", failed()
}

// find returns the account of an address, or one that nobody can sign in to.
func (a *Accounts) find(ctx context.Context, address table.AddressKey) (account table.Account, known bool, err error) {
	id, known, err := a.table.AccountBy(ctx, address)
	if err != nil {
		return table.Account{}, false, err
	}
	if !known {
		id = decoy(address)
	}
	account, there, err := a.table.Account(ctx, id)
	if err != nil {
		return table.Account{}, false, err
	}
	if !known || !there {
		return table.Account{ID: decoy(address), Password: a.hasher.Decoy()}, false, nil
	}
	return account, true, nil
}

// signedIn starts the session, unless the password has been changed since it was read.
func (a *Accounts) signedIn(ctx context.Context, account table.Account, pw string, stale bool, now time.Time, from string, address table.AddressKey) (token.Token, error) {
	if !account.Temporary.IsZero() && !now.Before(account.Temporary) {
		if err := a.table.Transact(ctx, a.log(account.ID, now, table.SignInFailed, from)); err != nil {
			return "", err
		}
		return "", fault.New(fault.Invalid, "signIn.temporaryOver")
	}
	hold := a.table.HoldAccount(account.ID, account.Epoch)
	if stale {
		phc, err := a.hasher.Hash(ctx, pw)
		if err != nil {
			return "", err
		}
		hold = a.table.Rehash(account.ID, account.Password, phc)
	}
	t, session := a.newSession(account.ID, account.Epoch, now, nil)
	writes := append(a.forgetTries(address, from), hold, session, a.log(account.ID, now, table.SignedIn, from))
	err := a.table.Transact(ctx, writes...)
	if _, changed := table.IsRefused(err); changed {
		return "", failed()
	}
	return t, err
}

func failed() error { return fault.New(fault.Invalid, "signIn.failed") }

// SignOut ends a session, and nothing is pushed to its browser any more. One that is over already is fine.
func (a *Accounts) SignOut(ctx context.Context, from, session string) error {
	t, ok := token.Parse(session)
	if !ok {
		return nil
	}
	s, found, err := a.table.Session(ctx, t.Hash())
	if err != nil || !found {
		return err
	}
	if s.Receiver != "" {
		if err := a.table.ForgetReceiver(ctx, s.Account, s.Receiver, t.Hash()); err != nil {
			return err
		}
	}
	return a.table.Transact(ctx, a.table.RemoveSession(t.Hash()), a.log(s.Account, a.now(), table.SignedOut, from))
}
