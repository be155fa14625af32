package lease

import (
	"encoding/json"
	"testing"
	"time"
)

// met is the moment of the contact, for the server; the device's clock is a day ahead and it does no harm.
var (
	met   = time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC)
	clock = met.Add(24 * time.Hour)
)

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

func TestHowLongALeaseIsOpen(t *testing.T) {
	fresh := Met(met, clock, 7*24)
	for _, c := range []struct {
		story  string
		lease  Lease
		now    time.Duration // of the device's clock, after the contact
		open   bool
		left   time.Duration
		reason Reason
	}{
		{"at once", fresh, 0, true, 7 * day, ""},
		{"after three days", fresh, 3 * day, true, 4 * day, ""},
		{"to the last millisecond", fresh, 7*day - time.Millisecond, true, time.Millisecond, ""},
		{"after seven days", fresh, 7 * day, false, 0, Over},
		{"years later", fresh, 9000 * day, false, 0, Over},
		{"without any contact", Lease{}, 0, false, 0, Never},
		{"a clock that is corrected by a little", fresh, -4 * time.Minute, true, 7 * day, ""},
		{"a clock that was set back", fresh, -6 * time.Minute, false, 0, SetBack},
		{"set back to where it was open, after it has been seen beyond", fresh.Saw(clock.Add(8*day), 0), day, false, 0, SetBack},
		{"a little back wins nothing", fresh.Saw(clock.Add(7*day), 0), 7*day - 3*time.Minute, false, 0, Over},
		{"seen before, and later than that", fresh.Saw(clock.Add(2*day), 0), 3 * day, true, 4 * day, ""},
		{"looking at an earlier clock changes nothing", fresh.Saw(clock.Add(2*day), 0).Saw(clock, 0), 2 * day, true, 5 * day, ""},
		{"a clock that stands still, and an app that runs", fresh.Saw(clock, 6*day), 0, true, day, ""},
		{"and runs on", fresh.Saw(clock, 6*day).Saw(clock, day), 0, false, 0, Over},
		{"time doesn't run backwards", fresh.Saw(clock, 6*day).Saw(clock, -6*day), 0, true, day, ""},
		{"the server refuses, and tells how late it is", fresh.Heard(met.Add(5 * day)), 0, true, 2 * day, ""},
		{"and tells it again", fresh.Heard(met.Add(7 * day)), hour, false, 0, Over},
		{"an old answer that comes late changes nothing", fresh.Heard(met.Add(5 * day)).Heard(met), 0, true, 2 * day, ""},
		{"the next contact begins anew", Met(met.Add(40*day), clock.Add(41*day), 7*24), 41 * day, true, 7 * day, ""},
		{"also after a clock that was far ahead and was put right", Met(met.Add(hour), clock.Add(-500*day), 7*24), -500 * day, true, 7 * day, ""},
		{"nothing said is thirty days", Met(met, clock, 0), 0, true, 30 * day, ""},
		{"never less than an hour", Met(met, clock, -5), 0, true, hour, ""},
		{"never more than ninety days", Met(met, clock, 100_000), 0, true, 90 * day, ""},
		{"whatever was stored", Lease{Contact: met, Told: met, Device: clock, Highest: clock, Policy: 1 << 62}, 0, true, 90 * day, ""},
	} {
		open, left, reason := c.lease.State(clock.Add(c.now))
		if open != c.open || left != c.left || reason != c.reason {
			t.Errorf("%s: open %v, %v left, %q; want %v, %v, %q", c.story, open, left, reason, c.open, c.left, c.reason)
		}
	}
}

func TestWhatIsStoredIsAListOfNumbers(t *testing.T) {
	l := Met(met, clock, 24).Saw(clock.Add(hour+123456), 90*time.Second).Heard(met.Add(time.Minute))
	data, err := json.Marshal(l)
	const want = "[1,1773478800000,1773478860000,1773565200000,1773568800000,90000,86400000]"
	if err != nil || string(data) != want {
		t.Errorf("%s, %v; want %s", data, err, want)
	}
	var back Lease
	if err := json.Unmarshal(data, &back); err != nil || back != l {
		t.Errorf("%+v, %v; want %+v", back, err, l)
	}
	var none Lease
	if data, err := json.Marshal(none); err != nil || json.Unmarshal(data, &none) != nil || none != (Lease{}) {
		t.Errorf("the zero lease came back as %+v from %s, %v", none, data, err)
	}
	for _, bad := range []string{
		``, `null`, `{}`, `[]`, `"x"`, `[1]`, `[2,1,1,1,1,1,1]`, `[1,1,1,1,1,1]`, `[1,1,1,1,1,1,1,1]`, `[1,1,1,1,-1,1,1]`, `[1,1,1,1,1,1,9223372036854775807]`, `[1,1.5,1,1,1,1,1]`,
	} {
		again := l
		if json.Unmarshal([]byte(bad), &again) == nil {
			t.Errorf("%s was read as %+v", bad, again)
		}
	}
	open, _, _ := func() (l Lease) { _ = json.Unmarshal([]byte(`[1,1,1]`), &l); return l }().State(met)
	if open {
		t.Error("what can't be read is open")
	}
}
