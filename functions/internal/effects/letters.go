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
	if account.Unproved {
		return c.proving(ctx, account)
	}
	t, err := c.newToken(ctx, table.MailToken{
		Purpose: table.ResetPassword, For: string(account.ID), Epoch: account.Epoch, Expires: c.now().Add(accounts.ResetLife),
	})
	m = c.letters.Reset(account.Language, t)
	m.To = account.Email
	return m, true, err
}

// prove asks the owner of an address to confirm an account that was made with a temporary password, if that is still to be done.
func (c *Carrier) prove(ctx context.Context, e table.Effect) (m mail.Message, wanted bool, err error) {
	account, found, err := c.table.Account(ctx, org.AccountID(e.For))
	if err != nil || !found || !account.Unproved {
		return m, false, err
	}
	return c.proving(ctx, account)
}

// proving leads to a password that is the person's alone, and names the organisation that made the account. Where they are no member any more, it is a new
// password like any other.
func (c *Carrier) proving(ctx context.Context, account table.Account) (m mail.Message, wanted bool, err error) {
	organisation, err := c.maker(ctx, account.ID)
	if err != nil {
		return m, false, err
	}
	life := accounts.ConfirmLife
	if organisation == "" {
		life = accounts.ResetLife
	}
	t, err := c.newToken(ctx, table.MailToken{
		Purpose: table.ResetPassword, For: string(account.ID), Epoch: account.Epoch, Expires: c.now().Add(life),
	})
	m = c.letters.Prove(account.Language, t, organisation)
	m.To = account.Email
	return m, true, err
}

// maker names the organisation that made an account; "" where the account is no member of it any more.
func (c *Carrier) maker(ctx context.Context, account org.AccountID) (string, error) {
	_, in, _, err := c.table.Memberships(ctx, account)
	if err != nil || len(in) != 1 {
		return "", err
	}
	now, err := c.table.Standing(ctx, tenancy.Of(in[0].Tenant), in[0].Member)
	if err != nil || !now.There || now.Access.Account != account {
		return "", err
	}
	return now.Tenant.Name, nil
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
	if now.Access.Account != "" {
		made, found, err := c.table.Account(ctx, now.Access.Account)
		if err != nil {
			return m, false, err
		}
		if found && made.Unproved && made.Email.Key() == member.Email.Key() {
			return c.proving(ctx, made) // to confirm the account's address is to join
		}
	}
	link, err := c.newToken(ctx, table.MailToken{
		Purpose: table.Join, For: accounts.JoinFor(tenant, org.MemberID(e.For)), Epoch: uint64(i.Sent.UnixMilli()), Expires: i.Until(),
	})
	if err != nil {
		return m, false, err
	}
	lang := language(member, t)
	m = c.letters.Signed(t.Signature(lang)).Invite(lang, link, mail.Invitation{
		Name: member.Name(), Organisation: t.Name, By: cmp.Or(by.Name(), t.Name), Text: i.Text, Until: i.Until(), Linked: now.Access.Account != "",
	})
	m.To = member.Email
	return m, true, nil
}

// asked writes to somebody who wants to join by a link: a link if they are no member yet, a word if they are. It repeats nothing of what
// was typed: the receiver may be a stranger to whoever typed it.
func (c *Carrier) asked(ctx context.Context, e table.Effect) (m mail.Message, wanted bool, err error) {
	hash, ok := token.ParseHash(e.For)
	if !ok {
		return m, false, errUnknown
	}
	asking, found, err := c.table.Asking(ctx, hash)
	if err != nil || !found {
		return m, false, err
	}
	t, joined, err := c.joined(ctx, tenancy.Of(asking.Tenant), asking.Email)
	if err != nil || t.Name == "" {
		return m, false, err
	}
	if joined {
		m = c.letters.Signed(t.Signature(asking.Language)).Within(asking.Language, t.Name)
		m.To = asking.Email
		return m, true, nil
	}
	link, err := c.newToken(ctx, table.MailToken{Purpose: table.JoinBy, For: string(hash), Expires: asking.Expires})
	m = c.letters.Asked(asking.Language, link, t.Name)
	m.To = asking.Email
	return m, true, err
}

// joined says whether somebody with an address has joined an organisation.
func (c *Carrier) joined(ctx context.Context, tenant tenancy.Tenant, address org.Email) (t org.Tenant, joined bool, err error) {
	at, known := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}, ledger.UniquesOf(org.Member{Email: address})[0]
	s, err := c.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{at}, Uniques: []ledger.Unique{known}}})
	if err != nil {
		return t, false, err
	}
	t, _ = s.Records[at].Value.(org.Tenant)
	if s.Uniques[known] == "" {
		return t, false, nil
	}
	now, err := c.table.Standing(ctx, tenant, org.MemberID(s.Uniques[known]))
	return t, now.Member.Confirmed, err
}

// language is what a member is written to in: their own, else the organisation's.
func language(m org.Member, t org.Tenant) org.Language {
	return cmp.Or(org.Language(m.Language), t.Language)
}
