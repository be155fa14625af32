package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// cron holds the allowed values of each field.
type cron struct {
	minutes, hours, months, years []int
	days                          func(day time.Time) bool
}

const (
	firstYear = 1970
	lastYear  = 2199
)

var (
	monthNames   = []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}
	weekdayNames = []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}
)

func parseCron(s string) (*cron, error) {
	parts := strings.Fields(s)
	if len(parts) != 6 {
		return nil, fmt.Errorf("cron needs 6 fields (minutes hours day-of-month month day-of-week year), it has %d", len(parts))
	}
	c := &cron{}
	var err error
	for _, f := range []struct {
		to          *[]int
		name, text  string
		least, most int
		names       []string
	}{
		{&c.minutes, "minutes", parts[0], 0, 59, nil},
		{&c.hours, "hours", parts[1], 0, 23, nil},
		{&c.months, "month", parts[3], 1, 12, monthNames},
		{&c.years, "year", parts[5], firstYear, lastYear, nil},
	} {
		if *f.to, err = values(f.text, f.least, f.most, f.names); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	if (parts[2] == "?") == (parts[4] == "?") {
		return nil, fmt.Errorf("exactly one of day-of-month (%s) and day-of-week (%s) must be ?", parts[2], parts[4])
	}
	if parts[4] == "?" {
		c.days, err = daysOfMonth(parts[2])
	} else {
		c.days, err = daysOfWeek(parts[4])
	}
	return c, err
}

// values reads a list of *, single values, ranges and steps into ascending numbers.
func values(text string, least, most int, names []string) ([]int, error) {
	set := map[int]bool{}
	for item := range strings.SplitSeq(text, ",") {
		span, step, stepped := strings.Cut(item, "/")
		by := 1
		if stepped {
			n, err := strconv.Atoi(step)
			if err != nil || n < 1 || n > most {
				return nil, fmt.Errorf("step %q must be a whole number from 1 to %d", step, most)
			}
			by = n
		}
		first, last := least, most
		if span != "*" {
			from, to, ranged := strings.Cut(span, "-")
			var err error
			if first, err = value(from, least, most, names); err != nil {
				return nil, err
			}
			switch {
			case ranged:
				if last, err = value(to, least, most, names); err != nil {
					return nil, err
				}
			case !stepped:
				last = first
			}
			if last < first {
				return nil, fmt.Errorf("range %q runs backwards", span)
			}
		}
		for v := first; v <= last; v += by {
			set[v] = true
		}
	}
	sorted := make([]int, 0, len(set))
	for v := range set {
		sorted = append(sorted, v)
	}
	slices.Sort(sorted)
	return sorted, nil
}

func value(text string, least, most int, names []string) (int, error) {
	if i := slices.Index(names, strings.ToUpper(text)); i >= 0 {
		return i + least, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, fmt.Errorf("%q must be from %d to %d", text, least, most)
	}
	return n, nil
}

// daysOfMonth understands lists of numbers, L (the last day), and nW (the working day nearest to day n of this month).
func daysOfMonth(text string) (func(time.Time) bool, error) {
	if text == "L" {
		return func(d time.Time) bool { return d.Day() == monthLength(d) }, nil
	}
	if before, ok := strings.CutSuffix(text, "W"); ok {
		n, err := value(before, 1, 31, nil)
		if err != nil {
			return nil, fmt.Errorf("day-of-month: %w", err)
		}
		return func(d time.Time) bool { return n <= monthLength(d) && d.Day() == nearestWorkday(d, n) }, nil
	}
	days, err := values(text, 1, 31, nil)
	if err != nil {
		return nil, fmt.Errorf("day-of-month: %w", err)
	}
	return func(d time.Time) bool { return slices.Contains(days, d.Day()) }, nil
}

// daysOfWeek understands lists of numbers and names, nL (the last such day of the month) and n#k (the k-th).
func daysOfWeek(text string) (func(time.Time) bool, error) {
	if text == "L" {
		text = "7"
	}
	if before, ok := strings.CutSuffix(text, "L"); ok {
		n, err := value(before, 1, 7, weekdayNames)
		if err != nil {
			return nil, fmt.Errorf("day-of-week: %w", err)
		}
		return func(d time.Time) bool { return weekday(d) == n && d.Day()+7 > monthLength(d) }, nil
	}
	if before, after, ok := strings.Cut(text, "#"); ok {
		n, err := value(before, 1, 7, weekdayNames)
		if err != nil {
			return nil, fmt.Errorf("day-of-week: %w", err)
		}
		k, err := value(after, 1, 5, nil)
		if err != nil {
			return nil, fmt.Errorf("day-of-week: %w", err)
		}
		return func(d time.Time) bool { return weekday(d) == n && (d.Day()-1)/7+1 == k }, nil
	}
	days, err := values(text, 1, 7, weekdayNames)
	if err != nil {
		return nil, fmt.Errorf("day-of-week: %w", err)
	}
	return func(d time.Time) bool { return slices.Contains(days, weekday(d)) }, nil
}

func weekday(d time.Time) int { return int(d.Weekday()) + 1 }

func monthLength(d time.Time) int {
	return time.Date(d.Year(), d.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func nearestWorkday(d time.Time, day int) int {
	switch time.Date(d.Year(), d.Month(), day, 0, 0, 0, 0, time.UTC).Weekday() {
	case time.Saturday:
		if day == 1 {
			return 3 // never back into the month before
		}
		return day - 1
	case time.Sunday:
		if day == monthLength(d) {
			return day - 2
		}
		return day + 1
	}
	return day
}

// next walks over days, not minutes, so that a yearly schedule is found in a few hundred steps.
func (c *cron) next(after time.Time) time.Time {
	zone := after.Location()
	year, month, day := after.Date()
	for {
		// Dates are walked in UTC, where every day has noon; the zone only enters with the wall clock below.
		d := time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
		year, month, day = d.Date()
		if year > c.years[len(c.years)-1] {
			return time.Time{}
		}
		switch {
		case !slices.Contains(c.years, year):
			year, month, day = year+1, time.January, 1
			continue
		case !slices.Contains(c.months, int(month)):
			month, day = month+1, 1
			continue
		}
		if c.days(d) {
			if t, ok := c.within(year, month, day, zone, after); ok {
				return t
			}
		}
		day++
	}
}

// within finds the first time of a day that is later than after.
func (c *cron) within(year int, month time.Month, day int, zone *time.Location, after time.Time) (time.Time, bool) {
	for _, hour := range c.hours {
		for _, minute := range c.minutes {
			t := time.Date(year, month, day, hour, minute, 0, 0, zone)
			skipped := t.Hour() != hour || t.Minute() != minute
			if !skipped && t.After(after) {
				return t, true
			}
		}
	}
	return time.Time{}, false
}
