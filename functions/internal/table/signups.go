package table

import (
	"context"
	"time"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/shared/org"
)

// SignUp is an organisation and an account that somebody has asked for. It becomes both when the address is confirmed. The ids
// are made when it is: confirming it twice makes the same things.
type SignUp struct {
	Hash         token.Hash // of the browser's token
	Email        org.Email
	GivenName    string
	Surname      string
	Organisation string
	Language     org.Language
	Password     string // PHC string
	Account      org.AccountID
	Tenant       org.TenantID
	Member       org.MemberID
	Command      org.CommandID
	Confirmed    time.Time // when it became what was asked for; names and password are gone from it then
	Expires      time.Time
}

type signUpItem struct {
	key
	Email        org.Email     `dynamo:"email"`
	GivenName    string        `dynamo:"givenName,omitempty"`
	Surname      string        `dynamo:"surname,omitempty"`
	Organisation string        `dynamo:"organisation"`
	Language     org.Language  `dynamo:"language"`
	Password     string        `dynamo:"password,omitempty"`
	Account      org.AccountID `dynamo:"account"`
	Tenant       org.TenantID  `dynamo:"tenant"`
	Member       org.MemberID  `dynamo:"member"`
	Command      org.CommandID `dynamo:"command"`
	Confirmed    int64         `dynamo:"confirmed,omitempty"` // milliseconds since 1970
	TTL          int64         `dynamo:"ttl"`
	known
}

// PutSignUp stores a new sign-up, not confirmed yet, whose address has this key.
func (t *Table) PutSignUp(s SignUp, address AddressKey) Write {
	return t.putNew(signUpItem{
		signUpKey(s.Hash), s.Email, s.GivenName, s.Surname, s.Organisation, s.Language, s.Password,
		s.Account, s.Tenant, s.Member, s.Command, 0, ttl(s.Expires), knownTo(address, s.Tenant),
	})
}

// SignUp reads a sign-up that has not expired. Cost: 1 RCU.
func (t *Table) SignUp(ctx context.Context, h token.Hash) (s SignUp, found bool, err error) {
	var i signUpItem
	if found, err = t.get(ctx, signUpKey(h), &i); err != nil || !found || t.expired(i.TTL) {
		return SignUp{}, false, err
	}
	s = SignUp{
		h, i.Email, i.GivenName, i.Surname, i.Organisation, i.Language, i.Password,
		i.Account, i.Tenant, i.Member, i.Command, time.Time{}, time.Unix(i.TTL, 0).UTC(),
	}
	if i.Confirmed != 0 {
		s.Confirmed = time.UnixMilli(i.Confirmed).UTC()
	}
	return s, true, nil
}

// ConfirmSignUp notes that a sign-up has become what was asked for, once, and forgets its names and password.
func (t *Table) ConfirmSignUp(h token.Hash, at time.Time) Write {
	return t.update(signUpKey(h), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("confirmed", at.UnixMilli()).Remove("givenName", "surname", "password").
			If("attribute_exists(PK) AND attribute_not_exists('confirmed')")
	})
}
