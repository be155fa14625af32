package org

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNextBirthday(t *testing.T) {
	for _, c := range []struct {
		birthday, today string
		days, age       int
	}{
		{"1980-05-17", "2026-05-17", 0, 46},
		{"1980-05-17", "2026-05-16", 1, 46},
		{"1980-05-17", "2026-05-18", 364, 47},
		{"1980-01-02", "2026-12-30", 3, 47},
		{"1984-02-29", "2024-02-28", 1, 40},
		{"1984-02-29", "2024-02-29", 0, 40},
		{"1984-02-29", "2026-02-28", 1, 42},
		{"1984-02-29", "2026-03-01", 0, 42},
		{"1984-02-29", "2026-03-02", 364, 43},
		{"2026-05-17", "2026-05-17", 0, 0},
	} {
		today, _ := time.Parse(time.DateOnly, c.today)
		if days, age, ok := NextBirthday(c.birthday, today); !ok || days != c.days || age != c.age {
			t.Errorf("born on %s, seen on %s: in %d days %d (%v), want %d, %d", c.birthday, c.today, days, age, ok, c.days, c.age)
		}
	}
	for _, wrong := range []string{"", "1980", "1980-02-30", "2026-05-18"} {
		if _, _, ok := NextBirthday(wrong, time.Date(2026, 5, 17, 23, 59, 0, 0, time.UTC)); ok {
			t.Errorf("%q is no birthday", wrong)
		}
	}
}

// Whatever the day, the birthday is within a year of it, on the right day, and the age grows by one from year to year.
func TestEveryYearHasABirthday(t *testing.T) {
	day := func(t *rapid.T, from, to int) time.Time {
		first := time.Date(from, 1, 1, 0, 0, 0, 0, time.UTC)
		return first.AddDate(0, 0, rapid.IntRange(0, (to-from)*365).Draw(t, "day"))
	}
	rapid.Check(t, func(t *rapid.T) {
		born, today := day(t, 1900, 2000), day(t, 2001, 2060)
		days, age, ok := NextBirthday(born.Format(time.DateOnly), today)
		next := today.AddDate(0, 0, days)
		leap := born.Month() == time.February && born.Day() == 29 && next.Month() == time.March && next.Day() == 1
		if !ok || days < 0 || days > 366 || !leap && (next.Month() != born.Month() || next.Day() != born.Day()) || age != next.Year()-born.Year() {
			t.Fatalf("born on %v, seen on %v: in %d days, %d", born, today, days, age)
		}
		if again, older, _ := NextBirthday(born.Format(time.DateOnly), next.AddDate(0, 0, 1)); older != age+1 || again < 363 {
			t.Fatalf("the day after, %d becomes %d in %d days", age, older, again)
		}
	})
}
