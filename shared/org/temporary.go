package org

import "time"

// Day is a day as 2006-01-02, or "" for none.
type Day string

// temporaryDays is how many days a temporary password opens the account that was made with it, beside the day on which it was given.
const temporaryDays = 14

// TemporaryUntil is the last day on which a password that is given now opens its account, as 2006-01-02 in UTC.
func TemporaryUntil(given time.Time) Day {
	return Day(given.UTC().AddDate(0, 0, temporaryDays).Format(time.DateOnly))
}

// TemporaryEnd is when that day is over.
func TemporaryEnd(given time.Time) time.Time {
	return given.UTC().Truncate(24*time.Hour).AddDate(0, 0, temporaryDays+1)
}
