package table

import (
	"context"
	"time"

	"github.com/guregu/dynamo/v2"
)

// Bucket is a limit on how often something is done: Burst times at once, and again one each Every.
type Bucket struct {
	What  string // constant of the program
	Burst int
	Every time.Duration
}

// bucketItem holds the time at which the bucket will be full again, in milliseconds: a token is free as long as that is less
// than Burst times Every ahead.
type bucketItem struct {
	key
	Full int64 `dynamo:"full"`
	TTL  int64 `dynamo:"ttl"`
}

func bucketKey(b Bucket, whom string) key { return key{"X#" + b.What + "#" + hashed(whom), "BUCKET"} }

// Take takes n tokens for somebody out of a bucket, all or none; n is at most its Burst. wait is 0 if there were as many, else how long
// until there are. Cost: 1 WCU where the bucket was full, as it mostly is, else 2.
func (t *Table) Take(ctx context.Context, b Bucket, whom string, n int) (wait time.Duration, err error) {
	now, spent := t.now().UnixMilli(), int64(n)*b.Every.Milliseconds()
	limit := now + int64(b.Burst)*b.Every.Milliseconds() - spent
	k := bucketKey(b, whom)
	spend := func() *dynamo.Update {
		return t.items.Update("PK", k.PK).Range("SK", k.SK).Set("ttl", ttl(t.now().Add(time.Duration(b.Burst)*b.Every+time.Hour)))
	}
	// People pause between what they do: mostly the bucket has filled up meanwhile, and a token costs one write.
	for range 3 {
		err = spend().Set("full", now+spent).If("attribute_not_exists('full') OR 'full' <= ?", now).Run(ctx)
		if err == nil || !dynamo.IsCondCheckFailed(err) {
			return 0, err
		}
		u := spend().Add("full", spent).If("'full' > ? AND 'full' <= ?", now, limit)
		var item bucketItem
		wrote, err := u.CurrentValue(ctx, &item)
		if wrote || err != nil && !dynamo.IsCondCheckFailed(err) {
			return 0, err
		}
		if item.Full > limit {
			return time.Duration(item.Full-limit) * time.Millisecond, nil
		}
	}
	return b.Every, nil // others take faster than this one can look
}

// Forget fills somebody's bucket again: what was taken from it turned out to be in order.
func (t *Table) Forget(b Bucket, whom string) Write { return t.remove(bucketKey(b, whom), "") }
