package gallery

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

type somebody struct {
	name, mail, title, place string
	role                     org.Role
	status                   org.Status
	tags                     []string
}

var somePeople = []somebody{
	{"Anna Albrecht", "anna.albrecht@stadtwerke.example", "Netzmeisterin", "Zentrale", org.User, org.Active, []string{"Ersthelfer"}},
	{"Çiğdem Çelik", "c.celik@stadtwerke.example", "Referentin Personal", "Zentrale", org.Admin, org.Active, nil},
	{"Dietmar Öhlschläger", "dietmar.oehlschlaeger-von-der-heydt@stadtwerke.example", "Fachkraft für Wasserversorgungstechnik", "Wasserwerk Nord", org.User, org.Pending, []string{"Schichtdienst", "Betriebsrat", "Sommerfest"}},
	{"Eva-Maria von der Heydt", "e.vdheydt@extern.example", "Planerin", "", org.Guest, org.Active, []string{"bis 31.03."}},
	{"Friedrich Gruber", "f.gruber@stadtwerke.example", "Kraftwerker", "Heizkraftwerk", org.User, org.Deactivated, nil},
}

// lists is what shows many, and what stands above it.
func lists() []Specimen {
	table := func(name, id string, change func(t *ui.Table)) State {
		return State{name, func() app.UI {
			t := peopleTable(id)
			change(&t)
			return t.UI()
		}}
	}
	return []Specimen{
		{
			ID: "table", Title: "Data table",
			Care: []string{
				"Only the rows that can be seen are in the document; the grid says how many there are.",
				"Arrows, Home, End, Page up and down move; Space selects, Shift goes on from there, Ctrl+A selects all, Enter opens.",
				"The header that sorts says in which direction; what is cut shows in full on pointing.",
				"Below 640 px rows are cards; a long press or the mode for it begins a selection.",
			},
			States: []State{
				table("Rows", "table-rows", func(*ui.Table) {}),
				table("Selected", "table-selected", func(t *ui.Table) {
					t.Chosen, t.Selected = 2, func(i int) bool { return i == 1 || i == 2 }
				}),
				table("Sorted downwards", "table-sorted", func(t *ui.Table) { t.Sort, t.Down = "title", true }),
				table("Dense, with another column", "table-dense", func(t *ui.Table) { t.Look = "+email dense" }),
				table("Read only", "table-read", func(t *ui.Table) { t.Selected, t.Menu = nil, nil }),
				table("Cards", "table-cards", func(t *ui.Table) { t.Cards = true }),
				table("Cards, selecting", "table-selecting", func(t *ui.Table) {
					t.Cards, t.Selecting, t.Selected = true, true, func(i int) bool { return i == 0 }
				}),
				table("Nothing found", "table-none", func(t *ui.Table) {
					t.Count, t.Instead = 0, ui.Empty(ui.IconSearch, ui.T("members.noMatch.title"), ui.T("members.noMatch.search", "search", "zzz"))
				}),
				table("Loading", "table-loading", func(t *ui.Table) {
					t.Count, t.Instead = 0, app.Div().Body(app.P().Class("members-coming").Text(ui.N("members.comingOf", 1248)), ui.Skeleton(3))
				}),
				table("Failed", "table-failed", func(t *ui.Table) {
					t.Count = 0
					t.Instead = ui.Empty(ui.IconAlert, ui.T("members.failed.title"), ui.T("members.failed.text"),
						ui.Button{Text: ui.T("members.again"), Icon: ui.IconRefresh, OnClick: nothing}.UI())
				}),
				{"Choice of columns", func() app.UI {
					return ui.ColumnMenu{ID: "columns-specimen", Columns: peopleColumns(), Look: "+email", OnChange: func(app.Context, ui.Look) {}}.UI()
				}},
			},
		},
		{
			ID: "filterbar", Title: "Filter bar",
			Care: []string{
				"Counts are buttons that say whether they are on.",
				"Each filter that is on has a cross with a name; one button shows all again.",
				"A view is a name for the present address; the sheet lies in reach of the thumb on the phone.",
				"How many fit is announced.",
			},
			States: []State{
				{"Nothing filtered", func() app.UI { return peopleBar("bar-plain", "", false) }},
				{"Filtered", func() app.UI { return peopleBar("bar-on", "status=active", true) }},
				{"A view is on", func() app.UI { return peopleBar("bar-view", "tag=Azubi", true) }},
			},
		},
	}
}

func peopleColumns() []ui.Column {
	return []ui.Column{
		{ID: "name", Title: ui.T("field.name"), Width: ui.Widest, Sort: true, Always: true},
		{ID: "email", Title: ui.T("field.email"), Width: ui.Wider, Off: true},
		{ID: "title", Title: ui.T("field.title"), Width: ui.Wide, Sort: true},
		{ID: "status", Title: ui.T("members.column.status"), Width: ui.Narrow, Sort: true, First: true},
		{ID: "tags", Title: ui.T("field.tags"), Width: ui.Middle},
	}
}

func peopleTable(id string) ui.Table {
	return ui.Table{
		ID: id, Label: say("Beispiele, ", "Examples, ") + id, Columns: peopleColumns(), Count: len(somePeople), Sort: "name",
		Key:  strconv.Itoa,
		Cell: peopleCell,
		Card: func(i int) ui.RowCard {
			p := somePeople[i]
			return ui.RowCard{Face: peopleFace(i), Name: p.name, Href: "#table", Second: p.title + " · " + p.place, State: []app.UI{ui.Status(p.status)}}
		},
		OnAct: func(app.Context, int, string, app.Event) {}, OnSort: func(app.Context, string) {}, OnAll: func(app.Context, bool) {},
		Selected: func(int) bool { return false },
		Menu:     func(i int) string { return ui.T("members.menu", "name", somePeople[i].name) },
	}
}

func peopleFace(i int) app.UI {
	p := somePeople[i]
	return ui.Face{Seed: p.mail, Name: p.name, Role: p.role, Status: p.status, Said: true}.UI()
}

func peopleCell(i int, column string, in ui.Shown) []app.UI {
	p := somePeople[i]
	below := func(text string) app.UI { return app.If(!in.Dense, func() app.UI { return ui.LineBelow(text) }) }
	switch column {
	case "name":
		return []app.UI{peopleFace(i), app.Span().Class("members-who").Body(
			app.A().Class("t-name t-line").Href("#table").TabIndex(-1).Text(p.name), below(p.mail))}
	case "email":
		return []app.UI{ui.Line(p.mail)}
	case "title":
		return []app.UI{ui.Line(p.title), below(p.place)}
	case "status":
		return []app.UI{ui.Status(p.status)}
	}
	if len(p.tags) == 0 {
		return nil
	}
	chips := []app.UI{app.Span().Class("tag t-line").Text(p.tags[0])}
	if len(p.tags) > 1 {
		chips = append(chips, app.Span().Class("tag tag-more").Text("+"+ui.Number(len(p.tags)-1)))
	}
	return chips
}

func peopleBar(id, query string, on bool) app.UI {
	bar := ui.FilterBar{
		ID: id, Search: ui.T("members.search"), OnType: func(app.Context, string) {}, Label: ui.T("members.filter.status"),
		Tabs: func() ui.FilterTabs {
			return ui.FilterTabs{
				Counts: []app.UI{
					ui.Tab(ui.T("members.filter.all"), 1248, query == "", nothing, "all"),
					ui.Tab(ui.StatusText(org.Active), 1190, query == "status=active", nothing, "active"),
					ui.Tab(ui.StatusText(org.Pending), 12, false, nothing, "pending"),
				},
				Views: &ui.ViewTabs{
					ID: id + "-views", Saved: ui.EncodeViews([]ui.View{{Name: "Azubis", Query: "tag=Azubi"}, {Name: say("Eintritt in diesem Jahr", "Joined this year"), Query: "sort=start"}}),
					Query: query, OnOpen: func(app.Context, string) {}, OnChange: func(app.Context, string, string) {},
				},
			}
		},
		Sheet: func() ui.FilterSheet {
			return ui.FilterSheet{
				More:  []app.UI{ui.Select{ID: id + "-kind", Label: ui.T("members.filter.kind"), Value: "all", Options: []ui.Option{{Value: "all", Text: ui.T("members.filter.everyone")}}}.UI()},
				Close: ui.N("members.filter.close", 1248),
			}
		},
	}
	if on {
		bar.On = []app.UI{ui.Chip(ui.T("members.chip.tag", "tag", "Azubi"), nothing, "tag")}
		bar.OnAll, bar.Found = nothing, ui.N("members.found", 86)
	}
	return bar.UI()
}
