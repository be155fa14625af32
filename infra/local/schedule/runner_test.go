package schedule

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func mustParse(t *testing.T, text string) Expression {
	t.Helper()
	e, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// during runs the jobs for a while of made-up time and stops them.
func during(t *testing.T, d time.Duration, runs Runs, jobs ...Job) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- (&Runner{Jobs: jobs, Runs: runs, Log: quiet}).Run(ctx) }()
	<-time.After(d) // by the clock of the bubble: it passes at once
	synctest.Wait()
	stop()
	if err := <-ended; err != nil {
		t.Errorf("the runner failed: %v", err)
	}
}

func TestARateKeepsItsBeat(t *testing.T) {
	runs := openRuns(t, filepath.Join(t.TempDir(), "runs.json"))
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var got []time.Duration
		during(t, 5*time.Minute+30*time.Second, runs, Job{Name: "clock", When: mustParse(t, "rate(1 minute)"),
			Run: func(_ context.Context, due time.Time) error { got = append(got, due.Sub(began)); return nil }})
		want := []time.Duration{time.Minute, 2 * time.Minute, 3 * time.Minute, 4 * time.Minute, 5 * time.Minute}
		if !slices.Equal(got, want) {
			t.Errorf("it ran after %v, want %v", got, want)
		}
	})
}

func openRuns(t *testing.T, path string) *RunsFile {
	t.Helper()
	runs, err := OpenRuns(path)
	if err != nil {
		t.Fatal(err)
	}
	return runs
}

func TestAMissedRunHappensOnceAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs.json")
	synctest.Test(t, func(t *testing.T) {
		count := 0
		daily := Job{Name: "nightly", When: mustParse(t, "cron(0 3 * * ? *)"),
			Run: func(context.Context, time.Time) error { count++; return nil }}
		during(t, time.Hour, openRuns(t, path), daily)
		if count != 0 {
			t.Fatalf("it ran %d times before its first due time", count)
		}
		<-time.After(5 * 24 * time.Hour) // five nights with the machine off
		during(t, time.Minute, openRuns(t, path), daily)
		if count != 1 {
			t.Fatalf("it ran %d times after five missed nights, want once", count)
		}
		during(t, time.Minute, openRuns(t, path), daily)
		if count != 1 {
			t.Errorf("another start ran it again: %d", count)
		}
	})
}

func TestARunThatWasCutShortHappensAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs.json")
	synctest.Test(t, func(t *testing.T) {
		started, finished := 0, 0
		slow := Job{Name: "slow", When: mustParse(t, "rate(1 hour)"), Run: func(ctx context.Context, _ time.Time) error {
			started++
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(10 * time.Minute):
				finished++
				return nil
			}
		}}
		during(t, time.Hour+time.Minute, openRuns(t, path), slow)
		if started != 1 || finished != 0 {
			t.Fatalf("started %d, finished %d; the stop should have cut it short", started, finished)
		}
		during(t, 20*time.Minute, openRuns(t, path), slow)
		if started != 2 || finished != 1 {
			t.Errorf("started %d, finished %d after the restart, want 2 and 1", started, finished)
		}
	})
}

func TestAFailedRunIsTriedTwiceMore(t *testing.T) {
	runs := openRuns(t, filepath.Join(t.TempDir(), "runs.json"))
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var tries []time.Duration
		during(t, 90*time.Minute, runs, Job{Name: "broken", When: mustParse(t, "rate(1 hour)"),
			Run: func(context.Context, time.Time) error {
				tries = append(tries, time.Since(began))
				return errors.New("no")
			}})
		want := []time.Duration{time.Hour, time.Hour + time.Minute, time.Hour + 3*time.Minute}
		if !slices.Equal(tries, want) {
			t.Errorf("it was tried after %v, want %v", tries, want)
		}
	})
}

func TestTwoJobsOfOneNameAreRefused(t *testing.T) {
	job := Job{Name: "same", When: mustParse(t, "rate(1 day)")}
	runs := openRuns(t, filepath.Join(t.TempDir(), "runs.json"))
	if err := (&Runner{Jobs: []Job{job, job}, Runs: runs, Log: quiet}).Run(t.Context()); err == nil {
		t.Error("two jobs of one name were taken; their last runs would be mixed up")
	}
}

func TestEventIsWhatTheServiceSends(t *testing.T) {
	due := time.Date(2026, 5, 1, 3, 0, 0, 0, time.UTC)
	for _, scheduler := range []bool{false, true} {
		var event struct {
			Source, Time string
			DetailType   string `json:"detail-type"`
			Resources    []string
			Detail       json.RawMessage
		}
		if err := json.Unmarshal(Event("arn:x", "eu-central-1", "000000000000", due, scheduler), &event); err != nil {
			t.Fatal(err)
		}
		source, detail := "aws.events", `{}`
		if scheduler {
			source, detail = "aws.scheduler", `"{}"`
		}
		if event.Source != source || string(event.Detail) != detail || event.Time != "2026-05-01T03:00:00Z" ||
			event.DetailType != "Scheduled Event" || !slices.Equal(event.Resources, []string{"arn:x"}) {
			t.Errorf("event is %+v", event)
		}
	}
}
