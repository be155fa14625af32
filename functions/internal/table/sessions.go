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
	// Waiting is how many commands the browser was last said to hold back for each tenant; tenants for which there are none are missing.
	Waiting map[org.TenantID]int
}

type sessionItem struct {
	key
	Account  org.AccountID `dynamo:"account"`
	Epoch    uint64        `dynamo:"epoch"`
	SignedIn int64         `dynamo:"signedIn"` // milliseconds since 1970
	Receiver ReceiverID    `dynamo:"receiver,omitempty"`
	TTL      int64         `dynamo:"ttl"`
	// Waiting is absent in sessions of before there was such a thing.
	Waiting map[org.TenantID]int `dynamo:"waiting,allowempty"`
}

func (i sessionItem) session() Session {
	return Session{i.Account, i.Epoch, time.UnixMilli(i.SignedIn).UTC(), time.Unix(i.TTL, 0).UTC(), i.Receiver, i.Waiting}
}

// PutSession stores a new session.
func (t *Table) PutSession(h token.Hash, s Session) Write {
	waiting := s.Waiting
	if waiting == nil {
		waiting = map[org.TenantID]int{}
	}
	return t.putNew(sessionItem{sessionKey(h), s.Account, s.Epoch, s.SignedIn.UnixMilli(), s.Receiver, ttl(s.Expires), waiting})
}

// Session reads a session that has not expired. Cost: 1 RCU.
func (t *Table) Session(ctx context.Context, h token.Hash) (s Session, found bool, err error) {
	var i sessionItem
	if found, err = t.get(ctx, sessionKey(h), &i); err != nil || !found || t.expired(i.TTL) {
		return Session{}, false, err
	}
	return i.session(), true, nil
}

// LastSession reads a session as long as it is stored, also one that has expired. It opens nothing. Cost: 1 RCU.
func (t *Table) LastSession(ctx context.Context, h token.Hash) (s Session, found bool, err error) {
	var i sessionItem
	if found, err = t.get(ctx, sessionKey(h), &i); err != nil || !found {
		return Session{}, false, err
	}
	return i.session(), true, nil
}

// SetWaiting notes how many commands wait in a session's browser for a tenant; what is noted for other tenants stays. found is false
// if the session has gone. Cost: 1 WCU.
func (t *Table) SetWaiting(ctx context.Context, h token.Hash, tenant org.TenantID, n int) (found bool, err error) {
	k, path := sessionKey(h), "'waiting'.'"+id(tenant)+"'"
	u := t.items.Update("PK", k.PK).Range("SK", k.SK)
	if n == 0 {
		u = u.Remove(path)
	} else {
		u = u.Set(path, n)
	}
	err = outcome(u.If("attribute_exists('waiting')").Run(ctx))
	if _, refused := IsRefused(err); !refused {
		return err == nil, err
	}
	first := map[org.TenantID]int{}
	if n != 0 {
		first[tenant] = n
	}
	u = t.items.Update("PK", k.PK).Range("SK", k.SK).SetNullable("waiting", first)
	err = outcome(u.If("attribute_exists(PK) AND attribute_not_exists('waiting')").Run(ctx))
	if _, gone := IsRefused(err); gone {
		return false, nil
	}
	return err == nil, err
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
