package members

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

func (p *Page) rows(l list) app.UI {
	v := &ui.VirtualList{
		ID: "members", Label: ui.T("members.title"), Count: l.len(), RowHeight: 56, PhoneRowHeight: 68, Class: "members-row",
		Head:  func() []app.UI { return p.headCells(l) },
		Row:   func(i int) []app.UI { return p.cells(l, i) },
		Key:   func(i int) string { return string(l.id(i)) },
		OnAct: func(ctx app.Context, i int, act string, e app.Event) { p.act(ctx, i, act, e) },
	}
	if may() {
		v.Selected = func(i int) bool { return p.chosen.Has(l.id(i)) }
	} else {
		v.Class += " members-row-read"
	}
	return v
}

// act does what was done with a row. The list is asked for anew: it may be another one than when the row was drawn.
func (p *Page) act(ctx app.Context, i int, act string, e app.Event) {
	l := p.list()
	if i >= l.len() {
		return
	}
	id := l.id(i)
	switch {
	case act == "open":
		ui.Navigate(ctx, "/members/"+string(id))
	case !may():
	case act == "select":
		p.chosen.Toggle(id)
	case act == "range":
		p.chosen.Range(i, l.len(), l.id)
		unmark()
	case act == "menu":
		p.menuFor = id
		ctx.Defer(func(app.Context) { ui.OpenMenu(menuID, e) })
	}
}

// unmark takes back that a click with Shift marks the text between.
func unmark() {
	if s := app.Window().Call("getSelection"); s.Truthy() {
		s.Call("removeAllRanges")
	}
}

func (p *Page) headCells(l list) []app.UI {
	head := func(class string, by replica.Sort, text string) app.UI {
		on := p.filter.Sort == by
		direction := "none"
		icon := ui.IconSelector
		if on {
			direction, icon = "ascending", ui.IconArrowUp
			if p.filter.Down {
				direction, icon = "descending", ui.IconArrowDown
			}
		}
		b := app.Button().Type("button").Class("members-sorter").Body(app.Span().Text(text), ui.Icon(icon))
		if on {
			b = b.Class("on")
		}
		return app.Div().Class(class).Attr("role", "columnheader").Aria("sort", direction).
			Body(b.OnClick(ui.On(func(ctx app.Context, _ app.Event) { p.show(ctx, p.filter.Sorted(by)) }, class)))
	}
	cells := []app.UI{
		head("c-name", replica.SortName, sortText(replica.SortName)),
		head("c-where", replica.SortLocation, ui.T("members.column.where")),
		head("c-role", replica.SortRole, sortText(replica.SortRole)),
		head("c-status", replica.SortStatus, sortText(replica.SortStatus)),
		app.Div().Class("c-tags").Attr("role", "columnheader").Text(ui.T("field.tags")),
		app.Div().Class("c-menu").Attr("role", "columnheader").Body(app.Span().Class("visually-hidden").Text(ui.T("members.column.menu"))),
	}
	if !may() {
		return cells
	}
	n := p.chosen.In(l.len(), l.id)
	return append([]app.UI{app.Div().Class("c-tick").Attr("role", "columnheader").Body(ui.Check{
		ID: "members-all", Aria: ui.N("members.select.all", l.len()), On: n > 0 && n == l.len(), Some: n > 0 && n < l.len(),
		OnChange: func(_ app.Context, on bool) { p.selectAll(on) },
	}.UI())}, cells...)
}

// selectAll chooses all that the filter shows, or nobody.
func (p *Page) selectAll(on bool) {
	if !on {
		p.chosen.None()
		return
	}
	l := p.list()
	p.chosen.All(l.len(), l.id)
}

func (p *Page) cells(l list, i int) []app.UI {
	id, m := l.at(i)
	waits := store.Replica().Waiting(id)
	cells := []app.UI{
		cell("c-name").Body(
			app.Span().Class("members-face").DataSet("act", "select").Body(ui.Face{Seed: string(id), Name: m.Name(), Role: m.Role, Status: m.Status(), Said: true}.UI()),
			app.Span().Class("members-who").Body(
				app.A().Class("members-name").Href("/members/"+string(id)).TabIndex(-1).Text(m.Name()),
				app.Small().Class("members-mail").Text(string(m.Email)),
				app.Small().Class("members-where").Text(where(m)),
			),
		),
		cell("c-where").Body(app.Span().Text(m.Title), app.Small().Text(m.Location)),
		cell("c-role").Text(ui.RoleText(m.Role)),
		cell("c-status").Body(ui.Status(m.Status()), app.If(waits, func() app.UI {
			return app.Span().Class("members-waits").Body(ui.Icon(ui.IconClock), app.Span().Text(ui.T("members.waits")))
		})),
		cell("c-tags").Body(tagChips(m.Tags)...),
		cell("c-menu").Body(app.If(may(), func() app.UI {
			return app.Button().Type("button").Class("btn btn-quiet btn-icon").DataSet("act", "menu").TabIndex(-1).
				Aria("label", ui.T("members.menu", "name", m.Name())).Aria("haspopup", "menu").Body(ui.Icon(ui.IconDots))
		})),
	}
	if !may() {
		return cells
	}
	tick := app.Span().Class("members-tick").DataSet("act", "select").Aria("hidden", true)
	if p.chosen.Has(id) {
		tick = tick.Class("on")
	}
	return append([]app.UI{cell("c-tick").Body(tick.Body(ui.Icon(ui.IconCheck)))}, cells...)
}

func cell(class string) app.HTMLDiv { return app.Div().Class(class).Attr("role", "gridcell") }

// where is the line below the name on the phone.
func where(m org.Member) string {
	parts := make([]string, 0, 3)
	for _, s := range []string{m.Title, m.Location} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if m.Role != org.User {
		parts = append(parts, ui.RoleText(m.Role))
	}
	if len(parts) == 0 {
		return string(m.Email)
	}
	return strings.Join(parts, " · ")
}

// tagChips shows the first tags and how many more there are.
func tagChips(tags []string) []app.UI {
	const shown = 2
	chips := make([]app.UI, 0, shown+1)
	for i, t := range tags {
		if i == shown {
			chips = append(chips, ui.TagChip("+"+ui.Number(len(tags)-shown)))
			break
		}
		chips = append(chips, ui.TagChip(t))
	}
	return chips
}
