package table

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/shared/org"
)

// ReceiverID names a browser that is pushed to: the SHA-256 of its address, in unpadded base64url. It tells nobody the address.
type ReceiverID string

// ReceiverOf names the browser at an address.
func ReceiverOf(address string) ReceiverID {
	sum := sha256.Sum256([]byte(address))
	return ReceiverID(base64.RawURLEncoding.EncodeToString(sum[:]))
}

// Receiver is a browser that is pushed to, as long as the session lasts in which it asked for it. One browser has one address,
// whoever signs in there: who asked last is told.
type Receiver struct {
	Address  string // given by the browser; whoever knows it may knock there
	P256dh   string
	Auth     string
	Account  org.AccountID
	Session  token.Hash
	On       org.Device
	Made     time.Time
	Expires  time.Time
	Failures int       // since it was last reached
	Waits    time.Time // it is not tried before
}

// ID is its name.
func (r Receiver) ID() ReceiverID { return ReceiverOf(r.Address) }

type receiverItem struct {
	key
	Address  string        `dynamo:"address"`
	P256dh   string        `dynamo:"p256dh"`
	Auth     string        `dynamo:"auth"`
	Account  org.AccountID `dynamo:"account"`
	Session  token.Hash    `dynamo:"session"`
	On       jobDevice     `dynamo:"on"`
	Made     int64         `dynamo:"made"` // times in milliseconds since 1970
	Failures int           `dynamo:"failures,omitempty"`
	Waits    int64         `dynamo:"waits,omitempty"`
	TTL      int64         `dynamo:"ttl"`
}

func (i receiverItem) receiver() Receiver {
	return Receiver{i.Address, i.P256dh, i.Auth, i.Account, i.Session, org.Device(i.On), moment(i.Made), time.Unix(i.TTL, 0).UTC(), i.Failures, moment(i.Waits)}
}

type receiverNameItem struct {
	key
	TTL int64 `dynamo:"ttl"`
}

// PutReceiver stores where an account is pushed to, and that its session has asked for it. Whoever was pushed to there before is
// not any more.
func (t *Table) PutReceiver(r Receiver) []Write {
	return []Write{
		t.put(receiverItem{
			key: receiverKey(r.ID()), Address: r.Address, P256dh: r.P256dh, Auth: r.Auth, Account: r.Account, Session: r.Session,
			On: jobDevice(r.On), Made: millis(r.Made), TTL: ttl(r.Expires),
		}, ""),
		t.put(receiverNameItem{receiverNameKey(r.Account, r.ID()), ttl(r.Expires)}, ""),
		t.update(sessionKey(r.Session), func(u *dynamo.Update) *dynamo.Update {
			return u.Set("receiver", r.ID()).If("attribute_exists(PK)")
		}),
	}
}

// Receiver reads a browser that an account is pushed to. Cost: 1 RCU.
func (t *Table) Receiver(ctx context.Context, account org.AccountID, id ReceiverID) (r Receiver, found bool, err error) {
	var item receiverItem
	found, err = t.get(ctx, receiverKey(id), &item)
	if err != nil || !found || item.Account != account || t.expired(item.TTL) {
		return Receiver{}, false, err
	}
	return item.receiver(), true, nil
}

// Receivers lists the browsers that an account is pushed to, by their names. Cost: 1 RCU, and 1 for each.
func (t *Table) Receivers(ctx context.Context, account org.AccountID) ([]Receiver, error) {
	var names []receiverNameItem
	err := t.items.Get("PK", receiversPartition(account)).Consistent(true).All(ctx, &names)
	if err != nil && !errors.Is(err, dynamo.ErrNotFound) {
		return nil, err
	}
	var all []Receiver
	for _, n := range names {
		r, found, err := t.Receiver(ctx, account, ReceiverID(n.SK))
		if err != nil {
			return nil, err
		}
		if found {
			all = append(all, r)
		}
	}
	return all, nil
}

// ForgetReceiver has an account not be pushed to at a browser any more; with a session only if it was that one which asked for it
// last. A browser that somebody else is pushed to stays theirs.
func (t *Table) ForgetReceiver(ctx context.Context, account org.AccountID, id ReceiverID, of token.Hash) error {
	k := receiverKey(id)
	d := t.items.Delete("PK", k.PK).Range("SK", k.SK)
	if of == "" {
		d = d.If("'account' = ?", account)
	} else {
		d = d.If("'account' = ? AND 'session' = ?", account, of)
	}
	err := outcome(d.Run(ctx))
	if _, others := IsRefused(err); err != nil && !others {
		return err
	} else if others && of != "" {
		return nil
	}
	return t.Transact(ctx, t.remove(receiverNameKey(account, id), ""))
}

// ReceiverFailed notes that a browser could not be reached, and until when it is left alone. One that was forgotten stays so.
func (t *Table) ReceiverFailed(ctx context.Context, r Receiver, waits time.Time) error {
	return t.noteReceiver(ctx, r, r.Failures+1, millis(waits))
}

// ReceiverReached notes that a browser was reached after it had not been.
func (t *Table) ReceiverReached(ctx context.Context, r Receiver) error {
	return t.noteReceiver(ctx, r, 0, 0)
}

func (t *Table) noteReceiver(ctx context.Context, r Receiver, failures int, waits int64) error {
	k := receiverKey(r.ID())
	u := t.items.Update("PK", k.PK).Range("SK", k.SK).Set("failures", failures).Set("waits", waits)
	err := outcome(u.If("'account' = ?", r.Account).Run(ctx))
	if _, gone := IsRefused(err); gone {
		return nil
	}
	return err
}
