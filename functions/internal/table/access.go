package table

import (
	"context"
	"time"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/org"
)

// Access says which account may open a tenant as a member. Sign-ins that were made at or before ClosedAt don't.
type Access struct {
	Account  org.AccountID
	ClosedAt time.Time // zero if access was never ended
}

// Opens says whether an account that signed in at this time gets in.
func (a Access) Opens(account org.AccountID, signedIn time.Time) bool {
	return a.Account != "" && a.Account == account && signedIn.After(a.ClosedAt)
}

type accessItem struct {
	key
	Account  org.AccountID `dynamo:"account,omitempty"`
	ClosedAt int64         `dynamo:"closedAt,omitempty"` // milliseconds since 1970
}

func (i accessItem) access() Access {
	a := Access{Account: i.Account}
	if i.ClosedAt != 0 {
		a.ClosedAt = time.UnixMilli(i.ClosedAt).UTC()
	}
	return a
}

// Access reads who may open the tenant as a member; the zero value if nobody.
func (t *Table) Access(ctx context.Context, tenant tenancy.Tenant, member org.MemberID) (Access, error) {
	var item accessItem
	if _, err := t.get(ctx, accessKey(tenant, member), &item); err != nil {
		return Access{}, err
	}
	return item.access(), nil
}

// GrantAccess links an account to a member that none is linked to yet.
func (t *Table) GrantAccess(tenant tenancy.Tenant, member org.MemberID, account org.AccountID) Write {
	return t.update(accessKey(tenant, member), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("account", account).If("attribute_not_exists('account')")
	})
}

// DropAccess takes an account's link to a member away; that sign-ins were ended stays noted.
func (t *Table) DropAccess(tenant tenancy.Tenant, member org.MemberID, account org.AccountID) Write {
	return t.update(accessKey(tenant, member), func(u *dynamo.Update) *dynamo.Update {
		return u.Remove("account").If("'account' = ?", account)
	})
}

// endAccess ends the sign-ins made until at. The account stays linked.
func (t *Table) endAccess(tenant tenancy.Tenant, member org.MemberID, at time.Time) Write {
	return t.update(accessKey(tenant, member), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("closedAt", at.UnixMilli())
	})
}
