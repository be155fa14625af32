package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// ColumnMenu is the button «Spalten» and its menu: which columns are there, and how high the rows are. It stays open while boxes are
// ticked.
type ColumnMenu struct {
	ID       string // of the menu
	Columns  []Column
	Look     Look
	OnChange func(ctx app.Context, l Look)
}

// UI is the element.
func (m ColumnMenu) UI() app.UI {
	choice := func(make func(text string, on bool, h app.EventHandler, scope ...string) app.UI, text string, on bool, to Look) app.UI {
		return make(text, on, func(ctx app.Context, _ app.Event) { m.OnChange(ctx, to) }, m.ID, string(to))
	}
	columns := make([]app.UI, 0, len(m.Columns)+1)
	for _, c := range m.Columns {
		if !c.Always {
			columns = append(columns, choice(MenuCheck, c.Title, m.Look.Has(c), m.Look.Turned(c)))
		}
	}
	columns = append(columns, app.P().Class("menu-note").Attr("role", "presentation").Text(T("table.room")))
	return app.Div().Class("menu-holder column-menu").Body(
		Button{Text: T("table.columns"), Icon: IconColumns, Kind: Quiet, Popover: m.ID, Scope: m.ID}.UI().(app.HTMLButton).Aria("haspopup", "menu"),
		MenuList(m.ID, T("table.columns"),
			MenuGroup(T("table.columns"), columns...),
			MenuGroup(T("table.density"),
				choice(MenuRadio, T("table.comfortable"), !m.Look.Dense(), m.Look.With(false)),
				choice(MenuRadio, T("table.dense"), m.Look.Dense(), m.Look.With(true)),
			),
		),
	)
}
