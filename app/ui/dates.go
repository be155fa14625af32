package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// formats caches Intl's formatters: making one costs far more than using it.
var formats = map[string]app.Value{}

func forgetFormats() { formats = map[string]app.Value{} }

// Date is a day in the person's language and time zone: 31.03.2026, 31 Mar 2026.
func Date(t time.Time) string { return intl(t, "date", "2006-01-02") }

// DateTime is a day and a time to the minute.
func DateTime(t time.Time) string { return intl(t, "dateTime", "2006-01-02 15:04") }

// Clock is a time of day to the minute.
func Clock(t time.Time) string { return intl(t, "clock", "15:04") }

// Since is a time of day to the minute, with the day unless it is today.
func Since(t time.Time) string {
	now := time.Now()
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return Clock(t)
	}
	return DateTime(t)
}

// Day spells a day that has no time zone, 2026-03-31; what is no day stays as it is.
func Day(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return intl(t, "day", time.DateOnly)
}

// DayWords writes such a day out, with its day of the week: Dienstag, 31. März 2026.
func DayWords(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return intl(t, "dayWords", inWords)
}

// LongDay writes out the day of a moment, by the person's clock.
func LongDay(t time.Time) string { return intl(t, "long", inWords) }

const inWords = "Monday, 2 January 2006"

// intl formats in the browser through Intl, elsewhere (tests, constant pages) by layout.
func intl(t time.Time, kind, layout string) string {
	if t.IsZero() {
		return ""
	}
	if !app.IsClient {
		return t.UTC().Format(layout)
	}
	f, ok := formats[kind]
	if !ok {
		locale := "de-DE"
		if language != "de" {
			locale = "en-GB"
		}
		f = app.Window().Get("Intl").Get("DateTimeFormat").New(locale, intlOptions(kind))
		formats[kind] = f
	}
	return f.Call("format", float64(t.UnixMilli())).String()
}

func intlOptions(kind string) map[string]any {
	o := map[string]any{}
	if kind != "clock" {
		o["year"], o["month"], o["day"] = "numeric", "2-digit", "2-digit"
		if language != "de" { // 10/12 is a day in October to some who read English, and one in December to others
			o["month"], o["day"] = "short", "numeric"
		}
	}
	if kind == "clock" || kind == "dateTime" {
		o["hour"], o["minute"] = "2-digit", "2-digit"
	}
	if kind == "dayWords" || kind == "long" {
		o["weekday"], o["month"], o["day"] = "long", "long", "numeric"
	}
	if kind == "day" || kind == "dayWords" {
		o["timeZone"] = "UTC"
	}
	return o
}
