package schedule

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func at(t *testing.T, s, zone string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestNext(t *testing.T) {
	for _, c := range []struct{ story, expression, zone, after, want string }{
		{"every minute", "rate(1 minute)", "UTC", "2026-01-01 10:00", "2026-01-01 10:01"},
		{"every two days", "rate(2 days)", "UTC", "2026-01-31 10:00", "2026-02-02 10:00"},
		{"daily", "cron(0 3 * * ? *)", "UTC", "2026-01-01 03:00", "2026-01-02 03:00"},
		{"later the same day", "cron(0/15 8-10 * * ? *)", "UTC", "2026-01-01 09:46", "2026-01-01 10:00"},
		{"working days by name", "cron(0 18 ? * MON-FRI *)", "UTC", "2026-01-02 18:00", "2026-01-05 18:00"},
		{"Sunday is 1", "cron(0 0 ? * 1 *)", "UTC", "2026-01-01 00:00", "2026-01-04 00:00"},
		{"last day of the month", "cron(0 8 L * ? *)", "UTC", "2026-02-01 00:00", "2026-02-28 08:00"},
		{"last day in a leap year", "cron(0 8 L 2 ? *)", "UTC", "2027-03-01 00:00", "2028-02-29 08:00"},
		{"last Friday", "cron(0 8 ? * 6L *)", "UTC", "2026-01-01 00:00", "2026-01-30 08:00"},
		{"second Tuesday", "cron(0 8 ? * TUE#2 *)", "UTC", "2026-01-01 00:00", "2026-01-13 08:00"},
		{"fifth Monday, where there is one", "cron(0 8 ? * 2#5 *)", "UTC", "2026-01-01 00:00", "2026-03-30 08:00"},
		{"working day nearest to a Saturday", "cron(0 8 3W * ? *)", "UTC", "2026-01-01 00:00", "2026-01-02 08:00"},
		{"nearest never leaves the month", "cron(0 8 1W * ? *)", "UTC", "2026-08-01 00:00", "2026-08-03 08:00"},
		{"some months and years", "cron(0 8 1 JAN,JUL ? 2027-2028)", "UTC", "2026-01-01 09:00", "2027-01-01 08:00"},
		{"the 31st skips short months", "cron(0 0 31 * ? *)", "UTC", "2026-03-31 00:00", "2026-05-31 00:00"},
		{"by a wall clock", "cron(0 9 * * ? *)", "Europe/Berlin", "2026-03-28 10:00", "2026-03-29 09:00"},
		{"a time that summer time skips is left out", "cron(30 2 * * ? *)", "Europe/Berlin", "2026-03-28 03:00", "2026-03-30 02:30"},
		{"steps from a start", "cron(10/20 0 * * ? *)", "UTC", "2026-01-01 00:11", "2026-01-01 00:30"},
	} {
		t.Run(c.story, func(t *testing.T) {
			e, err := Parse(c.expression)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := e.Next(at(t, c.after, c.zone)), at(t, c.want, c.zone); !got.Equal(want) {
				t.Errorf("%s after %s is %s, want %s", c.expression, c.after, got, want)
			}
		})
	}
}

func TestATimeThatComesTwiceRunsOnce(t *testing.T) {
	e, err := Parse("cron(30 2 * * ? *)")
	if err != nil {
		t.Fatal(err)
	}
	first := e.Next(at(t, "2026-10-24 12:00", "Europe/Berlin"))
	if second := e.Next(first); second.Sub(first) < 20*time.Hour {
		t.Errorf("02:30 on the night that sets clocks back runs at %s and again at %s", first, second)
	}
}

func TestNoFurtherRun(t *testing.T) {
	for _, text := range []string{"cron(0 0 1 1 ? 2020)", "cron(0 0 31 2 ? *)"} {
		e, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if next := e.Next(at(t, "2026-01-01 00:00", "UTC")); !next.IsZero() {
			t.Errorf("%s runs at %s, want never", text, next)
		}
	}
}

func TestRefusedExpressions(t *testing.T) {
	for _, text := range []string{
		"", "rate", "rate(1 minute", "rate(1 minutes)", "rate(2 minute)", "rate(0 minutes)", "rate(-1 days)", "rate(1 week)", "rate(9999999 days)",
		"* * * * * *", "cron(* * * * *)", "cron(* * * * * *)", "cron(* * ? * ? *)", "cron(60 * * * ? *)", "cron(* 24 * * ? *)",
		"cron(* * 0 * ? *)", "cron(* * 32 * ? *)", "cron(* * * 13 ? *)", "cron(* * ? * 8 *)", "cron(* * ? * 0 *)", "cron(* * * * ? 1969)",
		"cron(5-1 * * * ? *)", "cron(*/0 * * * ? *)", "cron(a * * * ? *)", "cron(* * ? * MON#6 *)", "cron(* * 40W * ? *)", "cron(, * * * ? *)",
	} {
		if e, err := Parse(text); err == nil {
			t.Errorf("%q was read as %v", text, e)
		}
	}
}

// TestNextIsAlwaysLater: a runner that got the same time again would run without end.
func TestNextIsAlwaysLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"rate(1 minute)", "rate(7 hours)", "cron(* * * * ? *)", "cron(0 2 * * ? *)", "cron(30 2 ? * SUN *)",
			"cron(0 0 L * ? *)", "cron(15 14 15W * ? *)", "cron(0 0 29 2 ? *)"}).Draw(t, "expression")
		zone, err := time.LoadLocation(rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		e, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		after := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "after"), 0).In(zone)
		if next := e.Next(after); !next.After(after) {
			t.Fatalf("%s after %s is %s", text, after, next)
		}
	})
}
