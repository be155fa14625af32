package table

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/org"
)

// Account is a person who can sign in. No deed of a tenant ever writes one.
type Account struct {
	ID        org.AccountID
	Email     org.Email
	GivenName string
	Surname   string
	Language  org.Language
	Password  string // PHC string
	// Epoch moves with each new password. What was made under another one (sessions, tokens) is worth nothing.
	Epoch uint64
	Made  time.Time
	// Unproved is of an account that was made with a temporary password: nobody has shown yet that its address is theirs.
	Unproved bool
	// Temporary is until when the password, which somebody else has chosen, opens the account; zero for one's own password.
	Temporary time.Time
	// Wanted is the address that its owner wants to sign in by, and has not confirmed yet; nil for none.
	Wanted *WantedAddress
	Former org.Email // that the account signed in by before; "" if there was none
	// HintsOff is of somebody to whom the app is to explain nothing unasked.
	HintsOff bool
}

// WantedAddress is one that an account is to sign in by, and since when.
type WantedAddress struct {
	Email org.Email
	Asked time.Time // whole milliseconds: the link in a mail belongs to it
}

type accountItem struct {
	key
	Email     org.Email    `dynamo:"email"`
	GivenName string       `dynamo:"givenName"`
	Surname   string       `dynamo:"surname"`
	Language  org.Language `dynamo:"language"`
	Password  string       `dynamo:"password"`
	Epoch     uint64       `dynamo:"epoch"`
	Made      int64        `dynamo:"made"` // milliseconds since 1970
	Member    org.MemberID `dynamo:"member,omitempty"`
	Unproved  bool         `dynamo:"unproved,omitempty"`
	Temporary int64        `dynamo:"temporary,omitempty"` // milliseconds since 1970
	Wanted    org.Email    `dynamo:"wanted,omitempty"`
	Asked     int64        `dynamo:"asked,omitempty"` // milliseconds since 1970
	Former    org.Email    `dynamo:"former,omitempty"`
	HintsOff  bool         `dynamo:"hintsOff,omitempty"`
}

func (i accountItem) account(account org.AccountID) Account {
	a := Account{account, i.Email, i.GivenName, i.Surname, i.Language, i.Password, i.Epoch, time.UnixMilli(i.Made).UTC(), i.Unproved, moment(i.Temporary), nil, i.Former, i.HintsOff}
	if i.Wanted != "" {
		a.Wanted = &WantedAddress{i.Wanted, moment(i.Asked)}
	}
	return a
}

// Membership is the account's side of being a member: which member it is in a tenant. Whether it may open the tenant is the
// tenant's to say, see Access.
type Membership struct {
	Tenant org.TenantID
	Member org.MemberID
}

type membershipItem struct {
	key
	Member org.MemberID `dynamo:"member"`
}

type addressItem struct {
	key
	Account org.AccountID `dynamo:"account"`
}

// AccountBy finds the account that signs in by an address. Cost: 1 RCU.
func (t *Table) AccountBy(ctx context.Context, a AddressKey) (account org.AccountID, found bool, err error) {
	var item addressItem
	found, err = t.get(ctx, addressKey(a), &item)
	return item.Account, found, err
}

// Account reads an account. Cost: 1 RCU.
func (t *Table) Account(ctx context.Context, account org.AccountID) (a Account, found bool, err error) {
	var item accountItem
	if found, err = t.get(ctx, profileKey(account), &item); err != nil || !found {
		return Account{}, false, err
	}
	return item.account(account), true, nil
}

// Memberships reads an account with where it is a member, by the tenants' ids. Cost: 1 RCU per 4 KB, about 40 memberships.
func (t *Table) Memberships(ctx context.Context, account org.AccountID) (a Account, in []Membership, found bool, err error) {
	var items []accountItem
	err = t.items.Get("PK", accountPartition(account)).Consistent(true).All(ctx, &items)
	if err != nil && !errors.Is(err, dynamo.ErrNotFound) {
		return Account{}, nil, false, err
	}
	for _, item := range items {
		if tenant, ok := strings.CutPrefix(item.SK, membershipPrefix); ok {
			in = append(in, Membership{org.TenantID(tenant), item.Member})
		} else if item.key == profileKey(account) {
			a, found = item.account(account), true
		}
	}
	return a, in, found, nil
}

// Membership reads which member an account is in one tenant, as the account's side has it. Cost: 1 RCU.
func (t *Table) Membership(ctx context.Context, account org.AccountID, tenant org.TenantID) (in Membership, found bool, err error) {
	var item membershipItem
	found, err = t.get(ctx, membershipKey(account, tenant), &item)
	return Membership{tenant, item.Member}, found, err
}

// MakeAccount stores a new account under an address that no other has.
func (t *Table) MakeAccount(a Account, address AddressKey) []Write {
	return []Write{
		t.putNew(accountItem{
			key: profileKey(a.ID), Email: a.Email, GivenName: a.GivenName, Surname: a.Surname, Language: a.Language, Password: a.Password,
			Epoch: a.Epoch, Made: a.Made.UnixMilli(), Unproved: a.Unproved, Temporary: millis(a.Temporary),
		}),
		t.putNew(addressItem{addressKey(address), a.ID}),
	}
}

// MakeMembership stores the account's side of being a member.
func (t *Table) MakeMembership(tenant tenancy.Tenant, member org.MemberID, account org.AccountID) Write {
	return t.putNew(membershipItem{membershipKey(account, tenant.ID()), member})
}

// MoveMembership makes the account another member of a tenant than it was: the one it was is not there any more.
func (t *Table) MoveMembership(tenant tenancy.Tenant, from, to org.MemberID, account org.AccountID) Write {
	return t.put(membershipItem{membershipKey(account, tenant.ID()), to}, "'member' = ?", from)
}

// DropMembership removes the account's side of being a member.
func (t *Table) DropMembership(tenant tenancy.Tenant, member org.MemberID, account org.AccountID) Write {
	return t.remove(membershipKey(account, tenant.ID()), "'member' = ?", member)
}

// DropAccount removes an account that stands at this epoch, its address, and what is left of memberships that are over. Its sessions and tokens open
// nothing from then on; its security log ends by itself.
func (t *Table) DropAccount(a Account, address AddressKey, over []Membership) []Write {
	writes := []Write{t.remove(profileKey(a.ID), "'epoch' = ?", a.Epoch), t.remove(addressKey(address), "'account' = ?", a.ID)}
	for _, m := range over {
		writes = append(writes, t.remove(membershipKey(a.ID, m.Tenant), ""))
	}
	return writes
}

// HoldAccount writes nothing, but all else is written only while the account stands at this epoch.
func (t *Table) HoldAccount(account org.AccountID, epoch uint64) Write {
	return t.check(profileKey(account), "'epoch' = ?", epoch)
}

// SetPassword gives the account a new password, which is the person's own, and moves its epoch from the one it was read at. No address is wanted
// any more: whoever asked for that may have been the reason for a new password.
func (t *Table) SetPassword(account org.AccountID, epoch uint64, phc string) Write {
	return t.update(profileKey(account), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("password", phc).Set("epoch", epoch+1).Remove("temporary", "wanted", "asked").If("'epoch' = ?", epoch)
	})
}

// ProvePassword is SetPassword by somebody who has shown that the account's address is theirs.
func (t *Table) ProvePassword(account org.AccountID, epoch uint64, phc string) Write {
	return t.update(profileKey(account), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("password", phc).Set("epoch", epoch+1).Remove("temporary", "unproved", "wanted", "asked").If("'epoch' = ?", epoch)
	})
}

// WantAddress notes which address the account is to sign in by, once its owner has confirmed it.
func (t *Table) WantAddress(account org.AccountID, epoch uint64, w WantedAddress) Write {
	return t.update(profileKey(account), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("wanted", w.Email).Set("asked", w.Asked.UnixMilli()).If("'epoch' = ?", epoch)
	})
}

// DropAddress forgets which address was wanted, if one was.
func (t *Table) DropAddress(account org.AccountID, epoch uint64) Write {
	return t.update(profileKey(account), func(u *dynamo.Update) *dynamo.Update {
		return u.Remove("wanted", "asked").If("'epoch' = ?", epoch)
	})
}

// MoveAddress lets the account sign in by the address that it wants, which no other has, and not by the one it had. Its epoch moves.
func (t *Table) MoveAddress(a Account, from, to AddressKey) []Write {
	return []Write{
		t.update(profileKey(a.ID), func(u *dynamo.Update) *dynamo.Update {
			return u.Set("email", a.Wanted.Email).Set("former", a.Email).Set("epoch", a.Epoch+1).Remove("wanted", "asked").
				If("'epoch' = ? AND 'asked' = ?", a.Epoch, a.Wanted.Asked.UnixMilli())
		}),
		t.putNew(addressItem{addressKey(to), a.ID}),
		t.remove(addressKey(from), "'account' = ?", a.ID),
	}
}

// Rehash stores another hash of the same password.
func (t *Table) Rehash(account org.AccountID, from, to string) Write {
	return t.update(profileKey(account), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("password", to).If("'password' = ?", from)
	})
}

// SetProfile stores the names, the language and whether there are hints of an account that is there.
func (t *Table) SetProfile(a Account) Write {
	return t.update(profileKey(a.ID), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("givenName", a.GivenName).Set("surname", a.Surname).Set("language", a.Language).Set("hintsOff", a.HintsOff).If("attribute_exists(PK)")
	})
}
