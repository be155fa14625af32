package effects

import (
	"cmp"
	"context"
	"errors"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/mail"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// confirm writes to the address of a sign-up: a link if it is free, a word if it has an account.
func (c *Carrier) confirm(ctx context.Context, e table.Effect) (m mail.Message, wanted bool, err error) {
	hash, ok := token.ParseHash(e.For)
	if !ok {
		return m, false, errUnknown
	}
	s, found, err := c.table.SignUp(ctx, hash)
	if err != nil || !found {
		return m, false, err
	}
	address, err := c.table.AddressKey(ctx, s.Email.Key())
	if err != nil {
		return m, false, err
	}
	account, taken, err := c.accountBy(ctx, address)
	if err != nil {
		return m, false, err
	}
	if taken {
		m = c.letters.Known(account.Language)
		m.To = account.Email
		return m, true, nil
	}
	t, err := c.newToken(ctx, table.MailToken{
		Purpose: table.ConfirmSignUp, For: string(s.Hash), Expires: c.now().Add(accounts.ConfirmLife),
	})
	m = c.letters.Confirm(s.Language, t)
	m.To = s.Email
	return m, true, err
}

// reset writes to the account of an address, if there is one.
func (c *Carrier) reset(ctx context.Context, e table.Effect) (m mail.Message, wanted bool, err error) {
	account, found, err := c.accountBy(ctx, table.AddressKey(e.For))
	if err != nil || !found {
		return m, false, err
	}
	t, err := c.newToken(ctx, table.MailToken{
		Purpose: table.ResetPassword, For: string(account.ID), Epoch: account.Epoch, Expires: c.now().Add(accounts.ResetLife),
	})
	m = c.letters.Reset(account.Language, t)
	m.To = account.Email
	return m, true, err
}

// changed tells an account's owner that the password is another one.
func (c *Carrier) changed(ctx context.Context, e table.Effect) (m mail.Message, wanted bool, err error) {
	account, found, err := c.table.Account(ctx, org.AccountID(e.For))
	if err != nil || !found {
		return m, false, err
	}
	m = c.letters.Changed(account.Language)
	m.To = account.Email
	return m, true, nil
}

// welcome greets the founder of an organisation, at the account's address: that is the one that was confirmed.
func (c *Carrier) welcome(ctx context.Context, tenant tenancy.Tenant, e table.Effect) (m mail.Message, wanted bool, err error) {
	now, err := c.table.Standing(ctx, tenant, org.MemberID(e.For))
	if err != nil || !now.There || now.Member.Deactivated || now.Access.Account == "" {
		return m, false, err
	}
	account, found, err := c.table.Account(ctx, now.Access.Account)
	if err != nil || !found {
		return m, false, err
	}
	m = c.letters.Welcome(account.Language, now.Member.Name(), now.Tenant.Name)
	m.To = account.Email
	return m, true, nil
}

func (c *Carrier) accountBy(ctx context.Context, address table.AddressKey) (a table.Account, found bool, err error) {
	id, found, err := c.table.AccountBy(ctx, address)
	if err != nil || !found {
		return a, false, err
	}
	return c.table.Account(ctx, id)
}

// newToken makes a token for a mail and stores its hash. A mail that fails is written again with another token.
func (c *Carrier) newToken(ctx context.Context, m table.MailToken) (token.Token, error) {
	t := token.New()
	return t, c.table.Transact(ctx, c.table.PutToken(t.Hash(), m))
}

// errPace is of an organisation that sends more invitations than it may; they are sent later.
var errPace = errors.New("effects: too many invitations of one organisation")

// invite asks a member to join, if that is still wanted. The token belongs to the invitation as it is now, so that only the latest mail
// opens it.
func (c *Carrier) invite(ctx context.Context, tenant tenancy.Tenant, e table.Effect) (m mail.Message, wanted bool, err error) {
	now, err := c.table.Standing(ctx, tenant, org.MemberID(e.For))
	t, member := now.Tenant, now.Member
	if err != nil || !now.There || member.Deactivated || member.Confirmed || member.Invited(c.now()) != org.InvitedOpen || !member.Email.Reachable() {
		return m, false, err
	}
	i := member.Invitation
	byRef := ledger.Ref{Kind: ledger.KindMember, ID: string(i.By)}
	sight, err := c.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{byRef}}})
	if err != nil {
		return m, false, err
	}
	by, _ := sight.Records[byRef].Value.(org.Member)
	if wait, err := c.table.Take(ctx, accounts.InviteTenant, string(tenant.ID()), 1); err != nil || wait > 0 {
		return m, false, cmp.Or(err, errPace)
	}
	link, err := c.newToken(ctx, table.MailToken{
		Purpose: table.Join, For: accounts.JoinFor(tenant, org.MemberID(e.For)), Epoch: uint64(i.Sent.UnixMilli()), Expires: i.Until(),
	})
	if err != nil {
		return m, false, err
	}
	m = c.letters.Invite(language(member, t), link, mail.Invitation{
		Name: member.Name(), Organisation: t.Name, By: cmp.Or(by.Name(), t.Name), Text: i.Text, Until: i.Until(), Linked: now.Access.Account != "",
	})
	m.To = member.Email
	return m, true, nil
}

// language is what a member is written to in: their own, else the organisation's.
func language(m org.Member, t org.Tenant) org.Language {
	return cmp.Or(org.Language(m.Language), t.Language)
}
