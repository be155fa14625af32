package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

func (c Column) class() string {
	class := "c-" + c.ID + " w" + strconv.Itoa(int(c.Width))
	if c.End {
		class += " t-end"
	}
	return class
}

func (d *drawn) head() []app.UI {
	if d.cards {
		return nil
	}
	cells := make([]app.UI, 0, len(d.shown.columns)+2)
	if d.Selected != nil {
		cells = append(cells, app.Div().Class("t-tick").Attr("role", "columnheader").Body(Check{
			ID: d.ID + "-all", Aria: N("table.select", d.Count), On: d.Chosen > 0 && d.Chosen == d.Count, Some: d.Chosen > 0 && d.Chosen < d.Count,
			OnChange: d.OnAll,
		}.UI()))
	}
	for _, c := range d.shown.columns {
		cells = append(cells, d.title(c))
	}
	if d.Menu != nil {
		cells = append(cells, app.Div().Class("t-menu").Attr("role", "columnheader").Body(app.Span().Class("visually-hidden").Text(T("table.menu"))))
	}
	return cells
}

func (d *drawn) title(c Column) app.UI {
	h := app.Div().Class(c.class()).Attr("role", "columnheader")
	if !c.Sort {
		return h.Text(c.Title)
	}
	direction, icon := "none", IconSelector
	if d.Sort == c.ID {
		direction, icon = "ascending", IconArrowUp
		if d.Down {
			direction, icon = "descending", IconArrowDown
		}
	}
	b := app.Button().Type("button").Class("t-sorter").Body(app.Span().Text(c.Title), Icon(icon))
	if direction != "none" {
		b = b.Class("on")
	}
	return h.Aria("sort", direction).Body(b.OnClick(On(func(ctx app.Context, _ app.Event) { d.OnSort(ctx, c.ID) }, d.ID, c.ID)))
}
