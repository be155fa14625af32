package zones_test

import (
	"testing"
	"time"

	"stellwerk/functions/internal/zones"
)

func TestDaysBeginAndEndWhereTheOrganisationIs(t *testing.T) {
	for _, c := range []struct{ story, zone, day, end string }{
		{"in winter an hour before Greenwich", "Europe/Berlin", "2026-11-30", "2026-11-30T23:00:00Z"},
		{"in summer two", "Europe/Berlin", "2026-07-31", "2026-07-31T22:00:00Z"},
		{"on the day on which clocks go back", "Europe/Berlin", "2026-10-25", "2026-10-25T23:00:00Z"},
		{"far in the west", "Pacific/Pago_Pago", "2026-11-30", "2026-12-01T11:00:00Z"},
		{"first of all", "Pacific/Kiritimati", "2026-11-30", "2026-11-30T10:00:00Z"},
		{"by the quarter of an hour", "Asia/Kathmandu", "2026-11-30", "2026-11-30T18:15:00Z"},
		{"where a day begins at one o'clock", "America/Asuncion", "2023-09-30", "2023-10-01T04:00:00Z"},
		{"at the end of the year", "UTC", "2026-12-31", "2027-01-01T00:00:00Z"},
	} {
		t.Run(c.story, func(t *testing.T) {
			end, ok := zones.End(c.zone, c.day)
			if !ok || end.Format(time.RFC3339) != c.end {
				t.Fatalf("%s ends in %s at %v, %v; want %s", c.day, c.zone, end, ok, c.end)
			}
			if before, after := zones.Day(c.zone, end.Add(-time.Millisecond)), zones.Day(c.zone, end); before != c.day || after <= c.day {
				t.Errorf("before its end it is %s, then %s", before, after)
			}
		})
	}
}

func TestWhatIsNoZoneHasNoDays(t *testing.T) {
	for _, zone := range []string{"", "Local", "Europe/Nowhere", "../etc/passwd", "/etc/localtime", "europe/berlin "} {
		if day := zones.Day(zone, time.Now()); day != "" {
			t.Errorf("%q is a zone: %s", zone, day)
		}
		if _, ok := zones.End(zone, "2026-11-30"); ok {
			t.Errorf("a day ends in %q", zone)
		}
	}
	if _, ok := zones.End("UTC", "2026-02-30"); ok {
		t.Error("there is a 30 February")
	}
}
