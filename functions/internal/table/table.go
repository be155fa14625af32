// Package table is the only one that knows DynamoDB. Each exported method answers one question that the product asks; those
// that touch a tenant's data take the Tenant first. keys.go lists the ways in and what they cost.
package table

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"
	"github.com/guregu/dynamo/v2"
	"github.com/guregu/dynamo/v2/dynamodbiface"
)

// Table is the installation's one table. Its methods may be called by many goroutines.
type Table struct {
	items dynamo.Table
	db    *dynamo.DB
	now   func() time.Time

	keysMutex sync.Mutex
	secret    []byte
	keys      map[string][]byte // derived from secret, by purpose
}

// Option changes how a table works.
type Option func(*Table)

// WithClock makes the table take the time from now, for what has expired. time.Now unless told otherwise.
func WithClock(now func() time.Time) Option { return func(t *Table) { t.now = now } }

// WithClient makes the table ask through another client than the SDK's, for tests.
func WithClient(c dynamodbiface.DynamoDBAPI) Option {
	return func(t *Table) {
		t.db = dynamo.NewFromIface(c)
		t.items = t.db.Table(t.items.Name())
	}
}

// How often and how long a request is tried again when DynamoDB throttles, conflicts or does not answer. A transaction is sent
// again under the same token, so it is carried out once even if only its answer was lost.
const (
	attempts   = 8
	maxBackoff = 500 * time.Millisecond
)

// Open makes a Table of a configuration and a table's name. It asks nothing yet.
func Open(cfg aws.Config, name string, opts ...Option) *Table {
	cfg = cfg.Copy()
	cfg.Retryer = func() aws.Retryer {
		return retry.NewStandard(dynamo.RetryTxConflicts, func(o *retry.StandardOptions) {
			o.Retryables = append(o.Retryables, retry.RetryableErrorCode{Codes: map[string]struct{}{"TransactionConflictException": {}}})
			o.MaxAttempts, o.MaxBackoff = attempts, maxBackoff
			o.Backoff = jitter{}
			// The number of tries is bounded for each request; a common quota would turn one busy tenant's refusals on all.
			o.RateLimiter = ratelimit.None
		})
	}
	db := dynamo.New(cfg, func(o *dynamodb.Options) {
		o.RetryMaxAttempts = attempts
		o.APIOptions = append(o.APIOptions, addMeter)
	})
	t := &Table{items: db.Table(name), db: db, now: time.Now, keys: map[string][]byte{}}
	for _, opt := range opts {
		opt(t)
	}
	return t
}

// Refused means that a condition of a write did not hold: nothing of its transaction was written. Index says which write it
// was, the first if several; Indexes are all.
type Refused struct {
	Index   int
	Indexes []int
	err     error
}

// Error is for logs.
func (r *Refused) Error() string { return fmt.Sprintf("write %d: condition failed", r.Index) }

// Unwrap leads to DynamoDB's answer.
func (r *Refused) Unwrap() error { return r.err }

// Of says whether the condition of the write at this index failed.
func (r *Refused) Of(index int) bool {
	for _, i := range r.Indexes {
		if i == index {
			return true
		}
	}
	return false
}

// IsRefused says whether err is a Refused, and returns it.
func IsRefused(err error) (*Refused, bool) {
	var r *Refused
	ok := errors.As(err, &r)
	return r, ok
}

// ErrBusy means that other transactions held the items for as long as it was tried. Nothing was written.
var ErrBusy = errors.New("table: busy")

// ErrNever means that the request breaks one of DynamoDB's rules: sending it again is of no use. Nothing was written.
var ErrNever = errors.New("table: refused for good")

// Write is one action of a transaction: at most 100 of them, each on another item.
type Write struct {
	add func(context.Context, *dynamo.WriteTx)
}

// put writes a whole item; with a condition only if it holds for the item that is there.
func (t *Table) put(item any, condition string, args ...any) Write {
	p := t.items.Put(item)
	if condition != "" {
		p = p.If(condition, args...)
	}
	return Write{add: func(_ context.Context, tx *dynamo.WriteTx) { tx.Put(p) }}
}

// putNew writes a whole item that must not be there yet.
func (t *Table) putNew(item any) Write { return t.put(item, "attribute_not_exists(PK)") }

// update changes single attributes of an item. how sets what changes and on what condition.
func (t *Table) update(k key, how func(*dynamo.Update) *dynamo.Update) Write {
	u := how(t.items.Update("PK", k.PK).Range("SK", k.SK))
	return Write{add: func(_ context.Context, tx *dynamo.WriteTx) { tx.Update(u) }}
}

// remove deletes an item; with a condition only if it holds.
func (t *Table) remove(k key, condition string, args ...any) Write {
	d := t.items.Delete("PK", k.PK).Range("SK", k.SK)
	if condition != "" {
		d = d.If(condition, args...)
	}
	return Write{add: func(_ context.Context, tx *dynamo.WriteTx) { tx.Delete(d) }}
}

// check writes nothing, but the condition must hold for all else to be written.
func (t *Table) check(k key, condition string, args ...any) Write {
	c := t.items.Check("PK", k.PK).Range("SK", k.SK).If(condition, args...)
	return Write{add: func(_ context.Context, tx *dynamo.WriteTx) { tx.Check(c) }}
}

// Transact writes all or nothing. Errors: *Refused with the indexes of the writes whose conditions failed, ErrBusy, ErrNever,
// and those of reaching the table, after which it is not known whether it was written.
func (t *Table) Transact(ctx context.Context, writes ...Write) error {
	tx := t.db.WriteTx()
	for _, w := range writes {
		w.add(ctx, tx)
	}
	return outcome(tx.Run(ctx))
}

// outcome tells refusals from failures.
func outcome(err error) error {
	var single *types.ConditionalCheckFailedException
	if errors.As(err, &single) {
		return &Refused{Indexes: []int{0}, err: err}
	}
	var conflict *types.TransactionConflictException
	if errors.As(err, &conflict) {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	var cancelled *types.TransactionCanceledException
	if !errors.As(err, &cancelled) {
		return lasting(err)
	}
	r := &Refused{err: err}
	busy := false
	for i, reason := range cancelled.CancellationReasons {
		switch aws.ToString(reason.Code) {
		case "ConditionalCheckFailed":
			r.Indexes = append(r.Indexes, i)
		case "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded":
			busy = true
		case "ValidationError", "ItemCollectionSizeLimitExceeded":
			return fmt.Errorf("%w: %w", ErrNever, err)
		}
	}
	switch {
	case len(r.Indexes) > 0:
		r.Index = r.Indexes[0]
		return r
	case busy:
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

// lasting marks the refusals that no further try does away with.
func lasting(err error) error {
	var api smithy.APIError
	if errors.As(err, &api) {
		switch api.ErrorCode() {
		case "ValidationException", "ResourceNotFoundException", "AccessDeniedException", "SerializationException":
			return fmt.Errorf("%w: %w", ErrNever, err)
		}
	}
	return err
}

// get reads one item, consistently, into a pointer to a struct. found is false if there is none; whether it has expired is
// for the caller to say, see expired.
func (t *Table) get(ctx context.Context, k key, out any) (found bool, err error) {
	q := t.items.Get("PK", k.PK).Range("SK", dynamo.Equal, k.SK).Consistent(true)
	err = q.One(ctx, out)
	if errors.Is(err, dynamo.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// expired says whether an item with this ttl, in seconds since 1970, is to be taken for gone: DynamoDB deletes it within
// days. 0 never expires.
func (t *Table) expired(ttl int64) bool { return ttl != 0 && ttl <= t.now().Unix() }

// ttl is a time as items carry it.
func ttl(at time.Time) int64 { return at.Unix() }
