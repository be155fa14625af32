package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

var zoneFormats = map[string]app.Value{}

// DayIn is the day of a moment in a time zone, 2006-01-02, as the browser knows it; "" for a zone that it does not know.
func DayIn(zone string, at time.Time) (day string) {
	if !app.IsClient {
		return at.UTC().Format(time.DateOnly)
	}
	f, ok := zoneFormats[zone]
	if !ok {
		defer func() { // the browser throws at a zone that it does not know
			if recover() != nil {
				day = ""
			}
		}()
		f = app.Window().Get("Intl").Get("DateTimeFormat").New("sv", map[string]any{"timeZone": zone, "dateStyle": "short"})
		zoneFormats[zone] = f
	}
	return f.Call("format", float64(at.UnixMilli())).String()
}

var zoneOptions []Option

// Zones are the time zones that the browser knows, and one that is in use already.
func Zones(used string) []Option {
	if zoneOptions == nil && app.IsClient {
		if all := app.Window().Get("Intl").Get("supportedValuesOf"); all.Truthy() {
			names := app.Window().Get("Intl").Call("supportedValuesOf", "timeZone")
			for i := range names.Length() {
				name := names.Index(i).String()
				zoneOptions = append(zoneOptions, Option{Value: name, Text: name})
			}
		}
	}
	for _, o := range zoneOptions {
		if o.Value == used {
			return zoneOptions
		}
	}
	zoneOptions = append(zoneOptions, Option{Value: used, Text: used})
	return zoneOptions
}
