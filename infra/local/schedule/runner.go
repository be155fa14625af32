package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Job is something that runs by the clock.
type Job struct {
	Name string // unique; its last run is remembered under it
	When Expression
	Zone *time.Location // of cron's wall clock; nil is UTC
	// Run does the work that was due at the given time. After an error it is tried again, twice, as Lambda does.
	Run func(ctx context.Context, due time.Time) error
}

// Clock is where the runner takes its time from.
type Clock interface {
	Now() time.Time
	After(time.Duration) <-chan time.Time
}

type wallClock struct{}

func (wallClock) Now() time.Time                         { return time.Now() }
func (wallClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Runner runs jobs until it is told to stop. A job never overlaps itself; jobs don't wait for each other.
type Runner struct {
	Jobs  []Job
	Runs  Runs         // where last runs are kept
	Clock Clock        // nil is the machine's
	Log   *slog.Logger // nil is slog.Default()
}

// Runs remembers when jobs last ran. Implementations are safe for concurrent use.
type Runs interface {
	// Last tells when the job of this name last ran; ok is false if it never did.
	Last(name string) (at time.Time, ok bool, err error)
	// Ran stores it durably.
	Ran(name string, at time.Time) error
}

// longestNap bounds one wait: a machine that was asleep looks at the clock soon after it wakes.
const longestNap = 30 * time.Second

// Run returns when ctx is done and running jobs have ended, or when Runs fails. A job that never ran begins with its first
// due time from now; one whose due time passed while nothing ran is run once at once.
func (r *Runner) Run(ctx context.Context) error {
	clock, log := r.Clock, r.Log
	if clock == nil {
		clock = wallClock{}
	}
	if log == nil {
		log = slog.Default()
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	seen := map[string]bool{}
	for _, job := range r.Jobs {
		if seen[job.Name] {
			return fmt.Errorf("two scheduled jobs are named %q: their last runs would be mixed up", job.Name)
		}
		seen[job.Name] = true
	}
	var wait sync.WaitGroup
	failures := make([]error, len(r.Jobs))
	for i, job := range r.Jobs {
		if job.Zone == nil {
			job.Zone = time.UTC
		}
		wait.Go(func() {
			w := worker{Job: job, runs: r.Runs, clock: clock, log: log}
			if failures[i] = w.loop(ctx); failures[i] != nil {
				stop() // without memory of last runs nothing may go on as if all were well
			}
		})
	}
	wait.Wait()
	return errors.Join(failures...)
}

type worker struct {
	Job
	runs  Runs
	clock Clock
	log   *slog.Logger
}

func (w worker) loop(ctx context.Context) error {
	last, ok, err := w.runs.Last(w.Name)
	if err != nil {
		return fmt.Errorf("read the last run of %s: %w", w.Name, err)
	}
	if !ok {
		last = w.clock.Now()
		if err := w.runs.Ran(w.Name, last); err != nil {
			return fmt.Errorf("store the first start of %s: %w", w.Name, err)
		}
	}
	for {
		due := w.When.Next(last.In(w.Zone))
		if due.IsZero() {
			w.log.Info("schedule has no further run", "job", w.Name, "schedule", w.When.String())
			return nil
		}
		if !w.until(ctx, due) {
			return nil
		}
		w.try(ctx, due)
		if ctx.Err() != nil {
			return nil // cut short: it counts as not done and is run again after the next start
		}
		last = w.When.done(due, w.clock.Now())
		if err := w.runs.Ran(w.Name, last); err != nil {
			return fmt.Errorf("store the last run of %s: %w", w.Name, err)
		}
	}
}

// until waits for a time; false means ctx ended first.
func (w worker) until(ctx context.Context, due time.Time) bool {
	for {
		left := due.Sub(w.clock.Now())
		if left <= 0 {
			return ctx.Err() == nil
		}
		select {
		case <-ctx.Done():
			return false
		case <-w.clock.After(min(left, longestNap)):
		}
	}
}

// retryAfter are the waits before Lambda's two retries of an asynchronous call.
var retryAfter = []time.Duration{time.Minute, 2 * time.Minute}

func (w worker) try(ctx context.Context, due time.Time) {
	for n := 0; ; n++ {
		err := w.Run(ctx, due)
		if err == nil || ctx.Err() != nil {
			return
		}
		next := w.When.Next(due.In(w.Zone))
		if n == len(retryAfter) || !next.IsZero() && w.clock.Now().Add(retryAfter[n]).After(next) {
			w.log.Error("scheduled job failed, the next run comes as planned", "job", w.Name, "due", due, "tries", n+1, "err", err)
			return
		}
		w.log.Warn("scheduled job failed, it is tried again", "job", w.Name, "due", due, "in", retryAfter[n], "err", err)
		if !w.until(ctx, w.clock.Now().Add(retryAfter[n])) {
			return
		}
	}
}
