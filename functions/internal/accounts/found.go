package accounts

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// founding is what founds an organisation.
type founding struct {
	account  table.Account
	member   org.MemberID
	command  org.CommandID
	name     string
	language org.Language
	also     []table.Write
}

// found founds an organisation and links its first member to the account, in one transaction with what is to be written also.
// again: it had been founded by the same command before, and nothing was written now. Errors: table.ErrAlso, those of the deed.
func (a *Accounts) found(ctx context.Context, tenant tenancy.Tenant, f founding) (again bool, err error) {
	args, err := json.Marshal(tenants.FoundArgs{
		Name: f.name, Language: string(f.language), Member: f.member,
		GivenName: f.account.GivenName, Surname: f.account.Surname, Email: string(f.account.Email),
	})
	if err != nil {
		return false, err
	}
	also := append(f.also, a.table.MakeMembership(tenant, f.member, f.account.ID), a.table.GrantAccess(tenant, f.member, f.account.ID))
	who := executor.Who{Account: f.account.ID, Member: f.member}
	cmd := ledger.Command{ID: f.command, Deed: tenants.Found.Name, Args: args}
	res, err := a.run.Do(ctx, tenant, who, cmd, executor.Reserved(), executor.Also(also...))
	return res.Again, err
}

// foundAgain is how long the same name is taken for the same wish: a double click, or an answer that never came.
const foundAgain = 10 * time.Minute

// Found founds a further organisation of a signed-in account. The same name again within foundAgain is the same organisation.
// Faults: those of the fields, account.unproved, tenants.tooMany with seconds, session.missing.
func (a *Accounts) Found(ctx context.Context, s Session, in route.FoundRequest) error {
	name, err := org.ParseTenantName("organisation", in.Organisation)
	if err != nil {
		return err
	}
	language, err := org.ParseLanguage("language", in.Language)
	if err != nil {
		return err
	}
	if s.account.Unproved {
		return unproved()
	}
	if err := a.take(ctx, "tenants.tooMany", taking{foundAccount, string(s.Account)}); err != nil {
		return err
	}
	account := s.account
	wish := wish{account.ID, name, a.now().Truncate(foundAgain)}
	_, err = a.found(ctx, tenancy.Of(wished[org.TenantID](wish, "tenant")), founding{
		account: account, member: wished[org.MemberID](wish, "member"), command: wished[org.CommandID](wish, "command"),
		name: name, language: language, also: []table.Write{a.table.HoldAccount(account.ID, account.Epoch)},
	})
	if errors.Is(err, table.ErrAlso) {
		return missing()
	}
	return err
}

// wish is what somebody wants, and about when.
type wish struct {
	account org.AccountID
	name    string
	at      time.Time
}

// wished makes an id that is always the same for the same wish.
func wished[T org.ID](w wish, what string) T {
	sum := sha256.Sum256([]byte(what + "\x00" + string(w.account) + "\x00" + w.at.Format(time.RFC3339) + "\x00" + w.name))
	return org.NewID[T](w.at.UnixMilli(), [10]byte(sum[:10]))
}
