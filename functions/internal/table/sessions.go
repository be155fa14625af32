package table

import (
	"context"
	"time"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/shared/org"
)

// Session is a browser in which somebody is signed in. It is worth nothing once the account stands at another epoch.
type Session struct {
	Account  org.AccountID
	Epoch    uint64 // the account's when it was made
	SignedIn time.Time
	Expires  time.Time
	Receiver ReceiverID // what is pushed to this browser; "" if nothing is
}

type sessionItem struct {
	key
	Account  org.AccountID `dynamo:"account"`
	Epoch    uint64        `dynamo:"epoch"`
	SignedIn int64         `dynamo:"signedIn"` // milliseconds since 1970
	Receiver ReceiverID    `dynamo:"receiver,omitempty"`
	TTL      int64         `dynamo:"ttl"`
}

// PutSession stores a new session.
func (t *Table) PutSession(h token.Hash, s Session) Write {
	return t.putNew(sessionItem{sessionKey(h), s.Account, s.Epoch, s.SignedIn.UnixMilli(), s.Receiver, ttl(s.Expires)})
}

// Session reads a session that has not expired. Cost: 1 RCU.
func (t *Table) Session(ctx context.Context, h token.Hash) (s Session, found bool, err error) {
	var i sessionItem
	if found, err = t.get(ctx, sessionKey(h), &i); err != nil || !found || t.expired(i.TTL) {
		return Session{}, false, err
	}
	return Session{i.Account, i.Epoch, time.UnixMilli(i.SignedIn).UTC(), time.Unix(i.TTL, 0).UTC(), i.Receiver}, true, nil
}

// ExtendSession lets a session that is still there end later. One that has gone meanwhile stays gone, without an error.
func (t *Table) ExtendSession(ctx context.Context, h token.Hash, expires time.Time) error {
	k := sessionKey(h)
	u := t.items.Update("PK", k.PK).Range("SK", k.SK).Set("ttl", ttl(expires))
	err := outcome(u.If("attribute_exists(PK)").Run(ctx))
	if _, gone := IsRefused(err); gone {
		return nil
	}
	return err
}

// RemoveSession ends a session, be it there or not.
func (t *Table) RemoveSession(h token.Hash) Write { return t.remove(sessionKey(h), "") }
