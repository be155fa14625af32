package accounts

import (
	"cmp"
	"context"

	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/org"
)

// Arrived lets a member in who had an account where the tenant comes from: a new account is made for their address, which they had confirmed
// there. It has no password, so nobody gets in by it who does not have the mailbox: «forgotten password» gives it one. Where the address has
// an account already nothing is done, as joining a tenant is for its owner to say: then let is false. Twice is as once.
func (a *Accounts) Arrived(ctx context.Context, tenant tenancy.Tenant, member org.MemberID) (let bool, err error) {
	now, err := a.table.Standing(ctx, tenant, member)
	if err != nil || !now.There || now.Access.Account != "" {
		return err == nil && now.Access.Account != "", err
	}
	m := now.Member
	if !m.Confirmed || !m.Email.Reachable() {
		return false, nil
	}
	address, err := a.table.AddressKey(ctx, m.Email.Key())
	if err != nil {
		return false, err
	}
	at := a.now()
	account := table.Account{
		ID: newID[org.AccountID](at), Email: m.Email, GivenName: m.GivenName, Surname: m.Surname,
		Language: cmp.Or(org.Language(m.Language), now.Tenant.Language), Password: a.hasher.Decoy(), Epoch: firstEpoch, Made: at,
	}
	err = a.table.Transact(ctx, append(a.table.MakeAccount(account, address),
		a.table.MakeMembership(tenant, member, account.ID), a.table.GrantAccess(tenant, member, account.ID))...)
	if _, taken := table.IsRefused(err); taken {
		return false, nil
	}
	return err == nil, err
}
