package table

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/guregu/dynamo/v2"

	"stellwerk/shared/org"
)

// Event is what happened to an account.
type Event string

// The events of the security log.
const (
	SignedIn        Event = "signedIn"
	SignInFailed    Event = "signInFailed"
	SignedOut       Event = "signedOut"
	EverywhereOut   Event = "signedOutEverywhere"
	PasswordReset   Event = "passwordReset"
	PasswordChanged Event = "passwordChanged"
	AddressProved   Event = "addressConfirmed"
	JoinedTenant    Event = "joined"
	LeftTenant      Event = "left"
	AddressWanted   Event = "addressWanted"
	AddressMoved    Event = "addressChanged"
	MadeByTenant    Event = "madeWithTemporaryPassword"
)

// LogLifetime is how long events are kept.
const LogLifetime = 90 * 24 * time.Hour

// Logged is one event of an account's security log. It never holds a secret.
type Logged struct {
	At   time.Time
	What Event
	From string // the network it came from: an IPv4 address or the first 64 bits of an IPv6 address
}

type logItem struct {
	key
	At   int64  `dynamo:"at"` // milliseconds since 1970
	What Event  `dynamo:"what"`
	From string `dynamo:"from,omitempty"`
	TTL  int64  `dynamo:"ttl"`
}

// Log adds an event to an account's security log, kept for LogLifetime.
func (t *Table) Log(account org.AccountID, e Logged) Write { return t.log(account, e, LogLifetime) }

// LogNobody writes what Log would write, for an account that can't be: nothing tells from the outside whether there is one.
// It is kept for an hour.
func (t *Table) LogNobody(decoy org.AccountID, e Logged) Write { return t.log(decoy, e, time.Hour) }

func (t *Table) log(account org.AccountID, e Logged, keep time.Duration) Write {
	var chance [10]byte
	rand.Read(chance[:]) // never fails: it ends the program instead
	k := key{logPartition(account), org.NewID[string](e.At.UnixMilli(), chance)}
	return t.putNew(logItem{k, e.At.UnixMilli(), e.What, e.From, ttl(e.At.Add(keep))})
}

// SecurityLog reads the latest events of an account, latest first. Cost: 1 RCU per 4 KB, about 30 events.
func (t *Table) SecurityLog(ctx context.Context, account org.AccountID, limit int) ([]Logged, error) {
	var items []logItem
	q := t.items.Get("PK", logPartition(account)).Consistent(true).Order(dynamo.Descending).Limit(limit)
	if err := q.All(ctx, &items); err != nil && !errors.Is(err, dynamo.ErrNotFound) {
		return nil, err
	}
	out := make([]Logged, 0, len(items))
	for _, i := range items {
		if !t.expired(i.TTL) {
			out = append(out, Logged{time.UnixMilli(i.At).UTC(), i.What, i.From})
		}
	}
	return out, nil
}
