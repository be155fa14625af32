// Package zones tells the days of time zones. The program carries the table of zones itself, as Lambda's machines have none.
package zones

import (
	"sync"
	"time"
	_ "time/tzdata"

	"stellwerk/shared/org"
)

var known sync.Map // name to *time.Location; as many as there are zones

func find(zone string) (*time.Location, bool) {
	if l, ok := known.Load(zone); ok {
		return l.(*time.Location), true
	}
	if name, err := org.ParseZone("", zone); err != nil || name != zone || zone == "" {
		return nil, false
	}
	l, err := time.LoadLocation(zone)
	if err != nil {
		return nil, false
	}
	known.Store(zone, l)
	return l, true
}

// Day is the day of a moment in a zone, 2006-01-02; "" for a zone that is not known.
func Day(zone string, at time.Time) string {
	l, ok := find(zone)
	if !ok {
		return ""
	}
	return at.In(l).Format(time.DateOnly)
}

// End is the moment at which a day, 2006-01-02, ends in a zone: the first of the next one. ok is false for what is no day or no zone.
func End(zone, day string) (end time.Time, ok bool) {
	l, known := find(zone)
	d, err := time.Parse(time.DateOnly, day)
	if err != nil || !known {
		return time.Time{}, false
	}
	end = time.Date(d.Year(), d.Month(), d.Day()+1, 0, 0, 0, 0, l)
	for end.Format(time.DateOnly) <= day { // where clocks go forward at midnight, there is no 0:00
		end = end.Add(time.Hour)
	}
	return end.UTC(), true
}
