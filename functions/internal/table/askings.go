package table

import (
	"context"
	"time"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/shared/org"
)

// Asking is somebody who wants to join an organisation by a link, and has not shown yet that the address is theirs.
type Asking struct {
	Hash      token.Hash // its name; no token leads to it
	Tenant    org.TenantID
	Link      org.LinkID
	Member    org.MemberID // to be
	Email     org.Email
	GivenName string
	Surname   string
	Language  org.Language
	Expires   time.Time
}

type askingItem struct {
	key
	Tenant    org.TenantID `dynamo:"tenant"`
	Link      org.LinkID   `dynamo:"link"`
	Member    org.MemberID `dynamo:"member"`
	Email     org.Email    `dynamo:"email"`
	GivenName string       `dynamo:"givenName"`
	Surname   string       `dynamo:"surname"`
	Language  org.Language `dynamo:"language"`
	TTL       int64        `dynamo:"ttl"`
	known
}

// PutAsking stores a new asking, whose address has this key.
func (t *Table) PutAsking(a Asking, address AddressKey) Write {
	return t.putNew(askingItem{askingKey(a.Hash), a.Tenant, a.Link, a.Member, a.Email, a.GivenName, a.Surname, a.Language, ttl(a.Expires), knownTo(address, a.Tenant)})
}

// Asking reads an asking that has not expired. Cost: 1 RCU.
func (t *Table) Asking(ctx context.Context, h token.Hash) (a Asking, found bool, err error) {
	var i askingItem
	if found, err = t.get(ctx, askingKey(h), &i); err != nil || !found || t.expired(i.TTL) {
		return Asking{}, false, err
	}
	return Asking{h, i.Tenant, i.Link, i.Member, i.Email, i.GivenName, i.Surname, i.Language, time.Unix(i.TTL, 0).UTC()}, true, nil
}
