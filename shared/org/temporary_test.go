package org_test

import (
	"testing"
	"time"

	"stellwerk/shared/org"
)

func TestHowLongATemporaryPasswordLasts(t *testing.T) {
	for given, want := range map[string]org.Day{
		"2026-11-26T00:00:00Z":      "2026-12-10",
		"2026-11-26T23:59:59.999Z":  "2026-12-10",
		"2026-11-27T00:30:00+01:00": "2026-12-10", // it is still the day before in UTC
		"2028-02-20T12:00:00Z":      "2028-03-05",
	} {
		at, err := time.Parse(time.RFC3339Nano, given)
		if err != nil {
			t.Fatal(err)
		}
		if got := org.TemporaryUntil(at); got != want {
			t.Errorf("given at %s it lasts until %s, want %s", given, got, want)
		}
		if got := org.TemporaryEnd(at).Add(-time.Second).Format(time.RFC3339); got != string(want)+"T23:59:59Z" {
			t.Errorf("given at %s it ends a second after %s, want the end of %s", given, got, want)
		}
	}
}
