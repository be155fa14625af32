package imports

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/pages/audit/trail"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/staff"
)

func (p *Page) rowsUI() app.UI {
	d := p.desk
	rows := d.view
	if rows == nil {
		rows = d.list.View("")
	}
	if len(rows) == 0 {
		return ui.Empty(ui.IconListCheck, ui.T("imports.none"), ui.T("imports.none.text"))
	}
	p.drawn++
	return &rowList{Page: p, Height: p.height(), Drawn: p.drawn}
}

// height is that of the rows: all have the same, as much as what they show needs.
func (p *Page) height() int {
	d := p.desk
	c := d.list.Counts()
	switch {
	case d.kind == members.RowRefused, d.kind == "" && c.Refused > 0:
		return mendHeight
	case d.kind == members.RowChanges, d.kind == "" && c.Changes > 0:
		return changeHeight
	}
	return plainHeight
}

// Heights of rows, on the desk and on the phone.
const (
	plainHeight  = 56
	changeHeight = 84
	mendHeight   = 108
)

var phoneHeight = map[int]int{plainHeight: 92, changeHeight: 134, mendHeight: 176}

// rowList is the list of one height: rows of another height are another list.
type rowList struct {
	app.Compo
	Page   *Page
	Height int
	Drawn  int // how often the page was rendered: the list follows each time
}

// CompoID is the height.
func (r *rowList) CompoID() string { return strconv.Itoa(r.Height) }

// Render is the list.
func (r *rowList) Render() app.UI {
	p := r.Page
	d := p.desk
	if d.list == nil {
		return app.Div()
	}
	rows := d.view
	if rows == nil {
		rows = d.list.View("")
	}
	return &ui.VirtualList{
		ID: "imports-rows", Label: ui.T("imports.list"), Count: len(rows), RowHeight: r.Height, PhoneRowHeight: phoneHeight[r.Height], Class: "imports-row",
		Head: func() []app.UI {
			head := func(class, text string) app.UI { return app.Div().Class(class).Attr("role", "columnheader").Text(text) }
			return []app.UI{head("c-verdict", ui.T("imports.column.row")), head("c-what", ui.T("imports.column.what")), head("c-acts visually-hidden", ui.T("members.column.menu"))}
		},
		Row: func(k int) []app.UI { return p.cells(int(rows[k])) },
		Key: func(k int) string { return strconv.Itoa(d.list.Lines[rows[k]].Number) },
		OnAct: func(_ app.Context, k int, act string, _ app.Event) {
			if k < len(rows) {
				p.act(int(rows[k]), act)
			}
		},
	}
}

func (p *Page) act(i int, act string) {
	d := p.desk
	switch act {
	case "open", "select":
		p.row = i + 1
		ui.OpenDialog(rowDialogID)
	case "out":
		if err := d.list.LeaveOut(judgeHere, i, !d.list.Lines[i].Out); err != nil {
			d.failed = err
		}
	}
}

func (p *Page) cells(i int) []app.UI {
	l := p.desk.list
	line := &l.Lines[i]
	cell := func(class string) app.HTMLDiv { return app.Div().Class(class).Attr("role", "gridcell") }
	icon, label := ui.IconMinus, ui.T("imports.out")
	if line.Out {
		icon, label = ui.IconPlus, ui.T("imports.in")
	}
	number := strconv.Itoa(line.Number)
	return []app.UI{
		cell("c-verdict").Body(verdictBadge(line), app.Small().Text(ui.T("imports.row.title", "row", number))),
		cell("c-what").Body(
			app.Div().Class("imports-person").Body(
				app.Span().Class("imports-who").Text(l.Who(i)),
				app.Small().Text(l.Cell(i, staff.Email)),
			),
			p.what(i),
		),
		cell("c-acts").Body(
			app.Button().Type("button").Class("btn btn-quiet btn-icon").DataSet("act", "out").TabIndex(-1).
				Aria("label", label+": "+number).Title(label).Body(ui.Icon(icon)),
			app.Button().Type("button").Class("btn btn-quiet btn-icon").DataSet("act", "open").TabIndex(-1).
				Aria("label", ui.T("imports.details", "row", number)).Title(ui.T("imports.details", "row", number)).Body(ui.Icon(ui.IconPencil)),
		),
	}
}

func verdictBadge(line *Line) app.UI {
	switch {
	case line.Out:
		return ui.Badge(ui.Neutral, ui.T("imports.verdict.out"))
	case line.Kind == members.RowNew:
		return ui.Badge(ui.OK, ui.T("imports.verdict.new"))
	case line.Kind == members.RowChanges:
		return ui.Badge(ui.Info, ui.T("imports.verdict.changes"))
	case line.Kind == members.RowUnchanged:
		return ui.Badge(ui.Neutral, ui.T("imports.verdict.unchanged"))
	case line.Kind == members.RowRefused:
		return ui.Badge(ui.Bad, ui.T("imports.verdict.refused"))
	}
	return ui.Badge(ui.Neutral, ui.T("imports.verdict.pending"))
}

// what says what happens to the row: the fields that change, or why it is refused, with the cell to mend.
func (p *Page) what(i int) app.UI {
	l := p.desk.list
	line := &l.Lines[i]
	switch {
	case line.Out:
		return app.Span().Class("muted").Text(ui.T("imports.leftOut"))
	case line.Kind == members.RowRefused:
		return p.fix(i)
	case line.Mended && line.fixed != "":
		return p.fix(i)
	case line.Change != nil:
		return changed(line)
	}
	return app.Div()
}

// changed lists the first fields that change, before and after.
func changed(line *Line) app.UI {
	const shown = 2
	lines := story.Lines(*line.Change)
	var out []app.UI
	for i, c := range lines {
		if i == shown {
			out = append(out, app.Small().Class("muted").Text(ui.N("imports.more", len(lines)-shown)))
			break
		}
		out = append(out, app.Div().Class("imports-change").Body(
			append([]app.UI{app.Span().Class("muted").Text(c.Label + ":")}, trail.Values(line.Change.Op, c)...)...))
	}
	return app.Div().Class("imports-changes").Body(out...)
}

// fix is the cell to mend, and what is wrong with it. It stays when the cell is mended, so that nothing jumps under one's hands.
func (p *Page) fix(i int) app.UI {
	l := p.desk.list
	line := &l.Lines[i]
	if wrong := l.Wrong(i); line.fixed == "" || line.Kind == members.RowRefused && wrong != "" && !hasField(line.Faults, string(line.fixed)) && !line.typing {
		line.fixed = wrong
	}
	reason, more := "", 0
	for k, f := range line.Faults {
		if reason == "" && (f.Field == string(line.fixed) || line.fixed == "") {
			reason = l.Reason(i, k)
			continue
		}
		more++
	}
	if reason == "" && len(line.Faults) > 0 {
		reason, more = l.Reason(i, 0), len(line.Faults)-1
	}
	if more > 0 {
		reason += " " + ui.N("imports.more", more)
	}
	class := "imports-reason"
	if len(line.Faults) == 0 {
		class, reason = "imports-reason imports-mended", ui.T("imports.mended")
	}
	var input app.UI
	if line.fixed != "" {
		input = &cell{Line: i, Field: string(line.fixed), Value: l.Cell(i, line.fixed), Row: line.Number, Wrong: len(line.Faults) > 0}
	}
	return app.Div().Class("imports-fix").DataSet("act", "none").Body(
		app.Div().Body(input),
		app.Small().ID("imports-reason-"+strconv.Itoa(i)).Class(class).Title(reason).Text(reason),
	)
}
