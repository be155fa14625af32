package trail

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
)

// Days are the lines of a trail under the days on which they were made, latest first. Each day's heading stays in view while its lines are.
func (t *Trail) Days() []app.UI {
	items := t.Items()
	today := dayOf(time.Now())
	yesterday := dayOf(time.Now().AddDate(0, 0, -1))
	var out []app.UI
	for from := 0; from < len(items); {
		first := items[from].Entries[0]
		day, to := t.dayOf(first), from
		var lines []app.UI
		for ; to < len(items) && t.dayOf(items[to].Entries[0]) == day; to++ {
			lines = append(lines, t.row(items[to], Row{}))
		}
		word := ""
		switch day {
		case today:
			word = ui.T("audit.filter.today")
		case yesterday:
			word = ui.T("audit.yesterday")
		}
		out = append(out, app.Section().Class("trail-day").Body(
			app.H2().Class("trail-date").Body(app.Span().Text(word), app.Time().DateTime(first.At.UTC().Format(time.RFC3339)).Text(ui.LongDay(first.At))),
			app.Div().Class("trail card-list").Attr("role", "list").Body(lines...),
		))
		from = to
	}
	return out
}

// dayOf is the day of a moment by the person's clock.
func dayOf(at time.Time) string { return ui.Date(at) }

func (t *Trail) dayOf(e ledger.Entry) string {
	d, known := t.days[e.Seq]
	if !known {
		d = dayOf(e.At)
		t.days[e.Seq] = d
	}
	return d
}
