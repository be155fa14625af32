package effects

import (
	"context"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/mail"
	"stellwerk/functions/internal/table"
	"stellwerk/shared/org"
)

// wanting reads an account that still wants another address.
func (c *Carrier) wanting(ctx context.Context, e table.Effect) (account table.Account, still bool, err error) {
	account, found, err := c.table.Account(ctx, org.AccountID(e.For))
	still = found && account.Wanted != nil && c.now().Before(account.Wanted.Asked.Add(accounts.ConfirmLife))
	return account, still, err
}

// wanted writes to the address that an account wants to sign in by: a link if it is free, a word if it has an account.
func (c *Carrier) wanted(ctx context.Context, e table.Effect) (m mail.Message, wanted bool, err error) {
	account, still, err := c.wanting(ctx, e)
	if err != nil || !still {
		return m, false, err
	}
	to := account.Wanted.Email
	address, err := c.table.AddressKey(ctx, to.Key())
	if err != nil {
		return m, false, err
	}
	if _, taken, err := c.accountBy(ctx, address); err != nil {
		return m, false, err
	} else if taken {
		m = c.letters.AddressTaken(account.Language)
		m.To = to
		return m, true, nil
	}
	t, err := c.newToken(ctx, table.MailToken{
		Purpose: table.MoveTo, For: string(account.ID), Epoch: uint64(account.Wanted.Asked.UnixMilli()), Expires: account.Wanted.Asked.Add(accounts.ConfirmLife),
	})
	m = c.letters.AddressWanted(account.Language, t)
	m.To = to
	return m, true, err
}

// warned tells at the address that an account has that another is wanted.
func (c *Carrier) warned(ctx context.Context, e table.Effect) (m mail.Message, wanted bool, err error) {
	account, still, err := c.wanting(ctx, e)
	if err != nil || !still {
		return m, false, err
	}
	m = c.letters.AddressWarned(account.Language, string(account.Wanted.Email))
	m.To = account.Email
	return m, true, nil
}

// moved tells at the address that an account had that it has another.
func (c *Carrier) moved(ctx context.Context, e table.Effect) (m mail.Message, wanted bool, err error) {
	account, found, err := c.table.Account(ctx, org.AccountID(e.For))
	if err != nil || !found || account.Former == "" {
		return m, false, err
	}
	m = c.letters.AddressMoved(account.Language, string(account.Email))
	m.To = account.Former
	return m, true, nil
}
