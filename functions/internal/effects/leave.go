package effects

import (
	"context"
	"strings"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/mail"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/org"
)

// leave writes to the account of a member who wants to delete their own profile, if they still are one.
func (c *Carrier) leave(ctx context.Context, e table.Effect) (m mail.Message, wanted bool, err error) {
	tenant, member, _ := strings.Cut(e.For, "/")
	if !org.ValidID(tenant) || !org.ValidID(member) {
		return m, false, errUnknown
	}
	now, err := c.table.Standing(ctx, tenancy.Of(org.TenantID(tenant)), org.MemberID(member))
	if err != nil || !now.There || now.Member.Deactivated || now.Access.Account == "" {
		return m, false, err
	}
	account, found, err := c.table.Account(ctx, now.Access.Account)
	if err != nil || !found {
		return m, false, err
	}
	t, err := c.newToken(ctx, table.MailToken{Purpose: table.LeaveTenant, For: e.For, Epoch: account.Epoch, Expires: c.now().Add(accounts.ResetLife)})
	m = c.letters.Leave(account.Language, t, now.Tenant.Name)
	m.To = account.Email
	return m, true, err
}
