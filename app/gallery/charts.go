package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// charts are numbers that are looked at.
func charts() []Specimen {
	care := []string{
		"A sentence sums it up; the numbers stand in a table that everybody can open.",
		"Colour is never alone: names and numbers, patterns, dashes and marks.",
		"Letters keep their size at every width.",
	}
	return []Specimen{
		{ID: "bars", Title: "Bars", Care: care, States: barStates()},
		{ID: "curves", Title: "Curves", Care: care, States: curveStates()},
		{ID: "donut", Title: "Parts of a whole", Care: care, States: donutStates()},
		stats(),
	}
}

func members() string { return say("Mitglieder", "Members") }

func months(n int) []string {
	all := []string{"Jan", "Feb", say("Mär", "Mar"), "Apr", say("Mai", "May"), "Jun", "Jul", "Aug", "Sep", say("Okt", "Oct"), "Nov", say("Dez", "Dec")}
	out := make([]string, n)
	for i := range out {
		out[i] = all[i%12]
	}
	return out
}

func values(labels []string, n func(i int) int) []ui.Value {
	out := make([]ui.Value, len(labels))
	for i, l := range labels {
		out[i] = ui.Value{Label: l, N: n(i)}
	}
	return out
}

func departments() []ui.Value {
	return []ui.Value{
		{Label: say("Technik", "Engineering"), N: 412}, {Label: say("Vertrieb", "Sales"), N: 186}, {Label: say("Verwaltung und Personal", "Administration and staff"), N: 97},
		{Label: say("Wasserwerk", "Waterworks"), N: 41}, {Label: say("Geschäftsführung", "Management"), N: 3},
	}
}

func barStates() []State {
	bars := func(name, id string, v func() []ui.Value) State {
		return State{name, func() app.UI {
			return ui.Bars(ui.Chart{ID: id, Title: say("Mitglieder je Bereich", "Members by department"), Unit: members(), Values: v()})
		}}
	}
	return []State{
		bars("A few values", "bars-few", departments),
		bars("Many values", "bars-many", func() []ui.Value { return values(months(24), func(i int) int { return 300 + i*i*2 + i%3*40 }) }),
		bars("Very large values", "bars-large", func() []ui.Value {
			return values(months(12), func(i int) int { return 1_000_000_000 + i*123_456_789 })
		}),
		bars("One value", "bars-one", func() []ui.Value { return departments()[:1] }),
		bars("All zero", "bars-zero", func() []ui.Value { return values(months(3), func(int) int { return 0 }) }),
		bars("Empty", "bars-empty", func() []ui.Value { return nil }),
	}
}

func curveStates() []State {
	curve := func(name, id string, n int, series ...func(i int) int) State {
		return State{name, func() app.UI {
			names := []string{members(), say("Gäste", "Guests"), say("Ausstehend", "Pending"), say("Deaktiviert", "Deactivated")}
			c := ui.Curves{ID: id, Title: say("Mitglieder im Lauf der Zeit", "Members over time"), Labels: months(n)}
			for k, f := range series {
				s := ui.Series{Name: names[k]}
				for i := range n {
					s.Values = append(s.Values, f(i))
				}
				c.Series = append(c.Series, s)
			}
			return c.UI()
		}}
	}
	grows := func(i int) int { return 900 + i*32 - i%4*25 }
	return []State{
		curve("One curve", "curve-one", 12, grows),
		curve("Four curves", "curve-four", 12, grows, func(i int) int { return 80 + i*21 }, func(i int) int { return 420 - i*12 }, func(i int) int { return 600 + i%5*40 }),
		curve("Many values", "curve-many", 120, func(i int) int { return 500 + i*i/9 + i%7*60 }),
		curve("One value", "curve-single", 1, grows),
		curve("All zero", "curve-zero", 6, func(int) int { return 0 }),
		curve("Empty", "curve-empty", 0),
	}
}

func donutStates() []State {
	donut := func(name, id string, v func() []ui.Value) State {
		return State{name, func() app.UI {
			return ui.Donut(ui.Chart{ID: id, Title: say("Lizenzen", "Licences"), Unit: say("Anzahl", "Number"), Values: v()})
		}}
	}
	return []State{
		donut("Some parts", "donut-some", departments),
		donut("More parts than patterns", "donut-many", func() []ui.Value { return values(months(12), func(i int) int { return 120 - i*9 }) }),
		donut("One part", "donut-one", func() []ui.Value { return departments()[:1] }),
		donut("Very large values", "donut-large", func() []ui.Value {
			return values(months(3), func(i int) int { return 1_234_567_890 / (i + 1) })
		}),
		donut("All zero", "donut-zero", func() []ui.Value { return values(months(2), func(int) int { return 0 }) }),
		donut("Empty", "donut-empty", func() []ui.Value { return nil }),
	}
}

func stats() Specimen {
	return Specimen{
		ID: "stat", Title: "Number that matters",
		Care: []string{
			"The trend says since when, and has an arrow; its colour only helps.",
			"The small curve has no scale and is hidden from screen readers: the trend says it.",
			"As a button it says whether it filters now.",
		},
		States: []State{
			{"Plain, with a trend and a curve", func() app.UI {
				return tiles(
					ui.Stat{Label: members(), Icon: ui.IconUsers, Value: ui.Number(1248), Trend: say("12 mehr seit letzter Woche", "12 more since last week"), Way: 1, Good: ui.OK, Spark: []int{1190, 1201, 1198, 1220, 1236, 1248}}.UI(),
					ui.Stat{Label: say("Ausstehend", "Pending"), Icon: ui.IconClock, Value: ui.Number(12), Trend: say("3 mehr seit letzter Woche", "3 more since last week"), Way: 1, Good: ui.Bad, Spark: []int{4, 6, 5, 9, 9, 12}}.UI(),
					ui.Stat{Label: say("Gäste", "Guests"), Value: ui.Number(23), Trend: say("unverändert", "unchanged"), Spark: []int{23, 23, 23}}.UI(),
					ui.Stat{Label: say("Gespeichert", "Stored"), Value: ui.Compact(12_480_000)}.UI(),
					ui.Stat{Label: say("Abgelehnt", "Refused"), Value: "0"}.UI(),
				)
			}},
			{"As filters", func() app.UI { return &filtering{} }},
		},
	}
}

func tiles(all ...app.UI) app.UI { return app.Div().Class("specimen-tiles").Body(all...) }

// filtering remembers which number filters.
type filtering struct {
	app.Compo
	on int
}

func (f *filtering) Render() app.UI {
	var all []app.UI
	for i, label := range []string{say("Neu", "New"), say("Geändert", "Changed"), say("Unverändert", "Unchanged")} {
		all = append(all, ui.Stat{Label: label, Value: ui.Number(500 / (i + 1)), On: f.on == i, OnClick: func(app.Context, app.Event) { f.on = i }}.UI())
	}
	return tiles(all...)
}
