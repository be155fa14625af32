package org

import "time"

// NextBirthday says in how many days somebody has their birthday, 0 for today, and how old they become. Who was born on 29 February celebrates
// on 1 March where there is none: only then the year of their life is over (§ 188 BGB). ok is false for a birthday that is no day as
// 2006-01-02, or lies in the future.
func NextBirthday(birthday string, today time.Time) (days, age int, ok bool) {
	born, err := time.Parse(time.DateOnly, birthday)
	if err != nil {
		return 0, 0, false
	}
	today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC)
	if born.After(today) {
		return 0, 0, false
	}
	for year := today.Year(); ; year++ {
		next := time.Date(year, born.Month(), born.Day(), 0, 0, 0, 0, time.UTC)
		if !next.Before(today) {
			return int(next.Sub(today) / (24 * time.Hour)), year - born.Year(), true
		}
	}
}
