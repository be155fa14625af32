package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// navigation is how one gets from here to there.
func navigation() []Specimen {
	steps := func(name string, at int) State {
		return State{name, func() app.UI {
			return ui.Steps(say("Schritte des Imports", "Steps of the import"), at, say("Datei wählen", "Choose a file"), say("Prüfen", "Check"), say("Übernehmen", "Take over"))
		}}
	}
	return []Specimen{
		{
			ID: "tabs", Title: "Tabs",
			Care: []string{
				"Arrows, Home and End move and switch at once; Tab leads into what is shown.",
				"Underlined, not only coloured; scrolls sideways where there is no room.",
			},
			States: []State{{"Switches what is shown", func() app.UI { return &switching{on: "facts"} }}},
		},
		{
			ID: "filter-tabs", Title: "Tabs that count",
			Care: []string{"They are buttons that say whether they are on: they filter the list below and switch to nothing else.", "The number belongs to the name."},
			States: []State{{"One is on", func() app.UI {
				return ui.Tabs(say("Status", "Status"),
					ui.Tab(say("Alle", "All"), 1248, true, nothing, "a"), ui.Tab(say("Aktiv", "Active"), 1190, false, nothing, "b"),
					ui.Tab(say("Ausstehend", "Pending"), 12, false, nothing, "c"), ui.Tab(say("Ohne Zahl", "Without a number"), -1, false, nothing, "d"))
			}}},
		},
		{
			ID: "crumbs", Title: "Path",
			Care: []string{"The page itself is the last and says so to screen readers.", "On the phone only the way back to the one above, 44 px high."},
			States: []State{
				{"Three levels", func() app.UI {
					return ui.Crumbs(ui.Crumb{Text: say("Gruppen", "Groups"), Href: "#crumbs"}, ui.Crumb{Text: say("Technik", "Engineering"), Href: "#crumbs"}, ui.Crumb{Text: say("Netz", "Grid")})
				}},
				{"Long names", func() app.UI {
					return ui.Crumbs(ui.Crumb{Text: say("Organisation", "Organisation"), Href: "#crumbs"},
						ui.Crumb{Text: say("Bereitschaft des Wasserwerks Nord und der Außenstellen", "On-call service of the northern waterworks and its branches"), Href: "#crumbs"},
						ui.Crumb{Text: say("Wochenenden und Feiertage", "Weekends and holidays")})
				}},
			},
		},
		{
			ID: "steps", Title: "Steps",
			Care: []string{"The present one says so; those that are done have a check mark and the word.", "On the phone only the present one is named."},
			States: []State{
				steps("At the first", 0), steps("In the middle", 1), steps("All done", 3),
			},
		},
		{
			ID: "skip", Title: "Skip link",
			Care:   []string{"The first thing the keyboard reaches; seen only while it has the focus."},
			States: []State{{"Press Tab to see it", func() app.UI { return app.Div().Class("specimen-skip").Body(ui.SkipLink("main")) }}},
		},
	}
}

// switching remembers which tab is shown.
type switching struct {
	app.Compo
	on string
}

func (s *switching) Render() app.UI {
	text := map[string]string{
		"facts":   say("Was über sie bekannt ist.", "What is known about her."),
		"groups":  say("Wozu sie gehört.", "What she belongs to."),
		"history": say("Was sich wann geändert hat.", "What changed when."),
	}[s.on]
	return ui.TabView{
		ID: "switching", Label: "Anna Albrecht", On: s.on, OnChange: func(_ app.Context, id string) { s.on = id }, Body: app.P().Text(text),
		Tabs: []ui.TabItem{{ID: "facts", Text: say("Angaben", "Details"), Count: -1}, {ID: "groups", Text: say("Gruppen", "Groups"), Count: 4}, {ID: "history", Text: say("Verlauf", "History"), Count: 1248}},
	}.UI()
}
