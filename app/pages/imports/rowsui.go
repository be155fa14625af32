package imports

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/pages/audit/trail"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/staff"
)

func (p *Page) rowsUI() app.UI {
	d := p.desk
	rows := d.rows()
	if len(rows) == 0 {
		return p.noRows()
	}
	tops := d.list.tops(rows, sizes())
	return &ui.VirtualList{
		ID: listID, Label: ui.T("imports.list"), Count: len(rows), RowHeight: sizes().person, Class: "imports-row", Around: p.ctx,
		Top: func(k int) int { return int(tops[min(k, len(rows))]) },
		Head: func() []app.UI {
			head := func(class, text string) app.UI {
				return app.Div().Class(class).Attr("role", "columnheader").Body(app.Span().Text(text))
			}
			return []app.UI{
				head("c-number", ui.T("imports.column.row")), head("c-verdict", ui.T("imports.column.verdict")),
				head("c-what", ui.T("imports.column.person")), head("c-acts visually-hidden", ui.T("members.column.menu")),
			}
		},
		Row: func(k int) []app.UI { return d.list.cells(int(rows[k]), ui.Phone()) },
		Key: func(k int) string { return strconv.Itoa(d.list.Lines[rows[k]].Number) },
		OnAct: func(ctx app.Context, k int, act string, _ app.Event) {
			if k < len(rows) {
				p.act(ctx, k, int(rows[k]), act)
			}
		},
	}
}

func (p *Page) noRows() app.UI {
	d := p.desk
	if strings.TrimSpace(d.search) != "" {
		return ui.Empty(ui.IconSearch, ui.T("imports.none.search", "search", d.search), ui.T("imports.none.searchText"),
			ui.Button{Text: ui.T("imports.none.clear"), OnClick: func(app.Context, app.Event) {
				ui.SetValue(searchID, "")
				d.search = ""
				d.look("")
				ui.Focus(searchID)
			}}.UI())
	}
	if d.kind == members.RowRefused && !d.judging {
		return ui.Empty(ui.IconCircleCheck, ui.T("imports.none.refused"), ui.T("imports.none.refusedText"))
	}
	return ui.Empty(ui.IconListCheck, ui.T("imports.none"), ui.T("imports.none.text"))
}

func (p *Page) act(ctx app.Context, k, i int, act string) {
	d := p.desk
	d.goal = k
	line := &d.list.Lines[i]
	switch act {
	case "open":
		p.row = i + 1
		ui.OpenDialog(rowDialogID)
		p.ctx.Defer(func(app.Context) { focusWrong() })
	case "out", "select":
		if err := d.list.LeaveOut(judgeHere, i, !line.Out); err != nil {
			d.failed = err
		}
		if act == "out" {
			p.ctx.Defer(func(app.Context) { keepFocus(k) })
		}
	case "mend0", "mend1":
		at := int(act[len(act)-1] - '0')
		if mends := d.list.mendsShown(i); at < len(mends) {
			d.put(p.ctx, i, mends[at])
			p.ctx.Defer(func(app.Context) { focusRow(k) })
		}
	}
}

// cells are what a row shows: its number, the verdict, who it is about and what becomes of them, and what can be done.
func (l *List) cells(i int, phone bool) []app.UI {
	line := &l.Lines[i]
	cell := func(class string) app.HTMLDiv { return app.Div().Class(class).Attr("role", "gridcell") }
	icon, label := ui.IconMinus, ui.T("imports.out")
	if line.Out {
		icon, label = ui.IconPlus, ui.T("imports.in")
	}
	number := strconv.Itoa(line.Number)
	name := ui.T("imports.row.title", "row", number)
	return []app.UI{
		cell("c-number").Body(app.Span().Class("visually-hidden").Text(name), app.Span().Aria("hidden", true).Text(number)),
		cell("c-verdict").Body(verdictBadge(line)),
		cell("c-what").Body(
			app.Div().Class("imports-who").Text(l.Who(i)),
			app.Div().Class("imports-about").Text(l.about(i)),
			app.Div().Class("imports-becomes").Body(l.what(i, phone)),
		),
		cell("c-acts").Body(
			app.Button().Type("button").Class("btn btn-quiet btn-icon").DataSet("act", "out").TabIndex(-1).
				Aria("label", label+": "+name).Title(label).Body(ui.Icon(icon)),
			app.Button().Type("button").Class("btn btn-quiet btn-icon").DataSet("act", "open").TabIndex(-1).
				Aria("label", ui.T("imports.details", "row", number)).Title(ui.T("imports.details", "row", number)).Body(ui.Icon(ui.IconPencil)),
		),
	}
}

// about is the line below a name: the address, and of somebody new what else the file says.
func (l *List) about(i int) string {
	parts := []string{l.Cell(i, staff.Email)}
	if l.Lines[i].Kind == members.RowNew {
		parts = append(parts, l.Cell(i, staff.Title), l.Cell(i, staff.Location), l.groupsOf(i, ", ", func(id org.GroupID) string { return l.plan.After[id].Name }))
	}
	out := ""
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" && out != "" {
			out += " · "
		}
		out += part
	}
	return out
}

// verdict is the class of the tone, the sign and the word for what becomes of a line.
func verdict(line *Line) (tone string, icon ui.IconName, word string) {
	switch {
	case line.Out:
		return "neutral", ui.IconMinus, ui.T("imports.verdict.out")
	case line.Kind == members.RowNew:
		return "ok", ui.IconPlus, ui.T("imports.verdict.new")
	case line.Kind == members.RowChanges:
		return "info", ui.IconPencil, ui.T("imports.verdict.changes")
	case line.Kind == members.RowUnchanged:
		return "neutral", ui.IconCheck, ui.T("imports.verdict.unchanged")
	case line.Kind == members.RowRefused:
		return "bad", ui.IconAlertCircle, ui.T("imports.verdict.refused")
	}
	return "neutral", ui.IconClock, ui.T("imports.verdict.pending")
}

func verdictBadge(line *Line) app.UI {
	tone, icon, word := verdict(line)
	return app.Span().Class("badge badge-verdict").Class(tone).Body(ui.Icon(icon), app.Span().Text(word))
}

// what says what happens to a row: the fields that change, or why it is refused, with the cell to mend.
func (l *List) what(i int, phone bool) app.UI {
	line := &l.Lines[i]
	switch {
	case line.Out:
		return nil
	case line.Kind == members.RowRefused, line.Mended && line.fixed != "":
		return l.fix(i, phone)
	case line.Change != nil:
		return changed(line)
	}
	return nil
}

// changed lists the first fields that change, before and after.
func changed(line *Line) app.UI {
	lines := story.Lines(*line.Change)
	var out []app.UI
	for i, c := range lines {
		if i == fieldsShown-1 && len(lines) > fieldsShown {
			out = append(out, app.Div().Class("imports-change muted").Text(ui.N("imports.more", len(lines)-i)))
			break
		}
		out = append(out, app.Div().Class("imports-change").Body(
			append([]app.UI{app.Span().Class("muted").Text(c.Label + ":")}, trail.Values(line.Change.Op, c)...)...))
	}
	return app.Div().Class("imports-changes").Body(out...)
}
