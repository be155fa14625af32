package accounts

import (
	"context"

	"stellwerk/functions/internal/table"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// ChangeProfile changes what is the account's own; what organisations say of their members is theirs. Empty fields stay.
// Faults: those of the fields, all at once, and session.missing.
func (a *Accounts) ChangeProfile(ctx context.Context, s Session, in route.ProfileRequest) error {
	account := s.account
	var faults fault.List
	var err error
	if in.GivenName != "" {
		account.GivenName, err = org.ParseName("givenName", in.GivenName)
		_ = faults.Add(err)
	}
	if in.Surname != "" {
		account.Surname, err = org.ParseName("surname", in.Surname)
		_ = faults.Add(err)
	}
	if in.Language != "" {
		account.Language, err = org.ParseLanguage("language", in.Language)
		_ = faults.Add(err)
	}
	if in.Hints != nil {
		account.HintsOff = !*in.Hints
	}
	if err := faults.Err(); err != nil {
		return err
	}
	err = a.table.Transact(ctx, a.table.SetProfile(account))
	if _, gone := table.IsRefused(err); gone {
		return missing()
	}
	return err
}
