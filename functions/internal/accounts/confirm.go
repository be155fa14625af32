package accounts

import (
	"context"
	"errors"
	"time"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// firstEpoch is that of an account whose password has never been changed.
const firstEpoch = 1

// Confirm turns a sign-up into an account and its organisation, and signs in. Whoever has the mail's token but not the
// sign-up's cookie may be somebody else than whoever chose the password; so a new one is needed then.
//
// Done twice, it makes nothing twice. The second time signs in again if it is the browser that signed up and it is soon, or if
// the password is right. All other sign-ups and tokens for the address are worth nothing from then on, as the address is taken.
//
// Faults: confirm.link (unknown, used for something else, or expired), confirm.passwordNeeded, confirm.known (the address has
// an account: sign in), those of the password, link.tooMany and signIn.tooMany with seconds, server.busy.
func (a *Accounts) Confirm(ctx context.Context, from, browser string, in route.ConfirmRequest) (token.Token, error) {
	if err := a.take(ctx, "link.tooMany", taking{linkNetwork, network(from)}); err != nil {
		return "", err
	}
	c, err := a.openLink(ctx, browser, in)
	if err != nil {
		return "", err
	}
	c.from = from
	if !c.signUp.Confirmed.IsZero() {
		return a.confirmAgain(ctx, c)
	}
	if _, taken, err := a.table.AccountBy(ctx, c.address); err != nil {
		return "", err
	} else if taken {
		return a.confirmAgain(ctx, c) // by this sign-up a moment ago, or by another
	}
	account, err := a.accountOf(ctx, c)
	if err != nil {
		return "", err
	}
	t, session := a.newSession(account.ID, account.Epoch, account.Made, nil)
	tenant := tenancy.Of(c.signUp.Tenant)
	also := append(a.table.MakeAccount(account, c.address), session,
		a.table.UseToken(c.token, account.Made),
		a.table.ConfirmSignUp(c.signUp.Hash, account.Made),
		a.log(account.ID, account.Made, table.AddressProved, from),
	)
	again, err := a.found(ctx, tenant, founding{
		account: account, member: c.signUp.Member, command: c.signUp.Command,
		name: c.signUp.Organisation, language: c.signUp.Language, also: also,
	})
	if again || errors.Is(err, table.ErrAlso) {
		// Somebody was first: this sign-up by another click, or the address by another sign-up.
		return a.confirmAgain(ctx, c)
	}
	if err != nil {
		return "", err
	}
	return t, nil
}

// confirmation is a link that was opened, and what it leads to.
type confirmation struct {
	token       token.Hash
	signUp      table.SignUp
	address     table.AddressKey
	sameBrowser bool // the one that signed up
	password    string
	from        string
}

func (a *Accounts) openLink(ctx context.Context, browser string, in route.ConfirmRequest) (c confirmation, err error) {
	dead := fault.New(fault.NotFound, "confirm.link")
	t, ok := token.Parse(in.Token)
	if !ok {
		return c, dead
	}
	m, found, err := a.table.MailToken(ctx, t.Hash(), table.ConfirmSignUp)
	if err != nil {
		return c, err
	}
	if !found {
		return c, dead
	}
	c.token, c.password = t.Hash(), in.Password
	if c.signUp, found, err = a.table.SignUp(ctx, token.Hash(m.For)); err != nil {
		return c, err
	}
	if !found {
		return c, dead
	}
	if b, ok := token.Parse(browser); ok {
		c.sameBrowser = b.Hash() == c.signUp.Hash
	}
	c.address, err = a.table.AddressKey(ctx, c.signUp.Email.Key())
	return c, err
}

// accountOf is the account that a sign-up becomes.
func (a *Accounts) accountOf(ctx context.Context, c confirmation) (table.Account, error) {
	s := c.signUp
	phc := s.Password
	switch {
	case c.password != "":
		if err := judge("password", c.password, s.GivenName, s.Surname, string(s.Email), s.Organisation); err != nil {
			return table.Account{}, err
		}
		var err error
		if phc, err = a.hasher.Hash(ctx, c.password); err != nil {
			return table.Account{}, err
		}
	case !c.sameBrowser:
		return table.Account{}, fault.On("password", "confirm.passwordNeeded")
	}
	return table.Account{
		ID: s.Account, Email: s.Email, GivenName: s.GivenName, Surname: s.Surname, Language: s.Language,
		Password: phc, Epoch: firstEpoch, Made: a.now(),
	}, nil
}

// confirmAgain signs in whoever confirms what is confirmed already, if it is clear that it is the same person.
func (a *Accounts) confirmAgain(ctx context.Context, c confirmation) (token.Token, error) {
	s, found, err := a.table.SignUp(ctx, c.signUp.Hash)
	if err != nil {
		return "", err
	}
	if !found || s.Confirmed.IsZero() {
		return "", known() // by another sign-up
	}
	account, found, err := a.table.Account(ctx, s.Account)
	if err != nil {
		return "", err
	}
	if !found {
		return "", known()
	}
	now := a.now()
	if c.sameBrowser && account.Epoch == firstEpoch && now.Sub(s.Confirmed) < doubleClick {
		return a.begin(ctx, account, now, a.log(account.ID, now, table.SignedIn, c.from))
	}
	if c.password == "" {
		return "", known()
	}
	t, err := a.signIn(ctx, c.from, c.address, c.password)
	if fault.Is(err, "signIn.failed") {
		err = known()
	}
	return t, err
}

// begin starts a session of an account that has not changed since it was read. Fault: confirm.known if it has.
func (a *Accounts) begin(ctx context.Context, account table.Account, now time.Time, more ...table.Write) (token.Token, error) {
	t, session := a.newSession(account.ID, account.Epoch, now, nil)
	err := a.table.Transact(ctx, append(more, session, a.table.HoldAccount(account.ID, account.Epoch))...)
	if _, moved := table.IsRefused(err); moved {
		return "", known()
	}
	return t, err
}

func known() error { return fault.New(fault.Conflict, "confirm.known") }
