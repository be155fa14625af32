package table

import (
	"math/rand/v2"
	"time"
)

// jitter waits a random part of a span that doubles with each try: many writers who met once don't meet again.
type jitter struct{}

const firstBackoff = 10 * time.Millisecond

// BackoffDelay is asked by the SDK before each further try.
func (jitter) BackoffDelay(attempt int, _ error) (time.Duration, error) {
	return Backoff(attempt), nil
}

// Backoff is how long to wait before the try after this one, counted from 0: full jitter up to half a second.
func Backoff(attempt int) time.Duration {
	span := maxBackoff
	if attempt < 6 {
		span = min(span, firstBackoff<<attempt)
	}
	return time.Duration(rand.Int64N(int64(span)) + 1)
}
