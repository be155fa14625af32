package dynamo

import "time"

// Option changes how an engine works.
type Option func(*settings)

type settings struct {
	now     func() time.Time
	durable bool
	faults  Faults
	sweep   time.Duration
	region  string
	account string
}

func defaults() settings {
	return settings{now: time.Now, durable: true, sweep: 10 * time.Second, region: "eu-central-1", account: "000000000000"}
}

// WithClock makes the engine read the time from now: for expiry, trimming, request tokens and dates in answers.
func WithClock(now func() time.Time) Option { return func(s *settings) { s.now = now } }

// WithoutSync answers before the disk has the data. A crash of the machine may lose everything: for tests only.
func WithoutSync() Option { return func(s *settings) { s.durable = false } }

// WithFaults makes requests fail as f decides.
func WithFaults(f Faults) Option { return func(s *settings) { s.faults = f } }

// WithSweep sets how often expired items, old stream records and old request tokens are removed: every 10 seconds unless
// told otherwise; 0 leaves it to Sweep.
func WithSweep(every time.Duration) Option { return func(s *settings) { s.sweep = every } }

// WithRegion sets the region and account in ARNs: "eu-central-1" and "000000000000" unless told otherwise.
func WithRegion(region, account string) Option {
	return func(s *settings) { s.region, s.account = region, account }
}
