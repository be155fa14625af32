package table

import (
	"context"
	"math/rand/v2"
	"time"
)

// jitter waits a random part of a span that doubles with each try: many writers who met once don't meet again.
type jitter struct{}

const firstBackoff = 10 * time.Millisecond

// BackoffDelay is asked by the SDK before each further try.
func (jitter) BackoffDelay(attempt int, _ error) (time.Duration, error) {
	return backoff(attempt), nil
}

// backoff is how long to wait after a try, counted from 0: full jitter, up to half a second.
func backoff(try int) time.Duration {
	span := maxBackoff
	if try < 6 {
		span = min(span, firstBackoff<<try)
	}
	return time.Duration(rand.Int64N(int64(span)) + 1)
}

// Pause waits after a try, counted from 0, a random while that grows up to half a second. It returns early with the
// context's error.
func Pause(ctx context.Context, try int) error {
	timer := time.NewTimer(backoff(try))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
