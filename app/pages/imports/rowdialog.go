package imports

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/trail"
	"stellwerk/app/ui"
	"stellwerk/shared/staff"
)

const rowDialogID = "imports-line"

// rowDialog shows all fields of one row, those that are wrong first, and leads on to the next row that is refused.
func (p *Page) rowDialog() app.UI {
	d := p.desk
	i := p.row - 1
	if d.list == nil || d.job != "" || i < 0 || i >= len(d.list.Lines) {
		return ui.Dialog(rowDialogID, "")
	}
	l := d.list
	line := &l.Lines[i]
	first := l.mendedFirst(i)
	var wrong, fine []app.UI
	for _, f := range l.Editable() {
		if slices.Contains(first, f) {
			wrong = append(wrong, p.rowField(i, f))
		} else {
			fine = append(fine, p.rowField(i, f))
		}
	}
	return ui.Dialog(rowDialogID, ui.T("imports.row.title", "row", strconv.Itoa(line.Number)),
		app.Div().Class("imports-line-head").Aria("live", "polite").Body(
			verdictBadge(line), app.Strong().Text(l.Who(i)), app.P().Class("field-error").Text(l.otherReasons(i)),
		),
		app.Div().Class("imports-line-change").Body(app.If(line.Change != nil, func() app.UI { return trail.Diff(*line.Change) })),
		app.Div().Class("imports-line-wrong").Body(wrong...),
		app.Div().Class("imports-line-ways").Body(p.dialogWays(i)...),
		app.Div().Class("imports-line-rest").Body(fine...),
		app.Div().Class("dialog-actions imports-line-actions").Body(
			ui.Button{Text: outText(line), Scope: rowDialogID + strconv.Itoa(i), OnClick: func(ctx app.Context, _ app.Event) { p.act(ctx, d.goal, i, "out") }}.UI(),
			app.Div().Body(app.If(p.another(i) >= 0, func() app.UI {
				return ui.Button{Text: ui.T("imports.next"), Icon: ui.IconArrowDown, Scope: rowDialogID, OnClick: func(ctx app.Context, _ app.Event) { p.nextInDialog(ctx) }}.UI()
			})),
			ui.Button{Text: ui.T("imports.row.close"), Kind: ui.Primary, Scope: rowDialogID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(rowDialogID) }}.UI(),
		),
	)
}

func outText(line *Line) string {
	if line.Out {
		return ui.T("imports.in")
	}
	return ui.T("imports.out")
}

// mendedFirst are the fields of a line that stand on top: those that are wrong, and the one that was being mended.
func (l *List) mendedFirst(i int) []staff.Field {
	line := &l.Lines[i]
	if line.Refused() {
		l.shown(i)
	}
	var out []staff.Field
	for _, f := range l.Editable() {
		if hasField(line.Faults, string(f)) || line.Mended && line.fixed == f {
			out = append(out, f)
		}
	}
	return out
}

// dialogWays are what one tap does about the row.
func (p *Page) dialogWays(i int) []app.UI {
	var out []app.UI
	for n, m := range p.desk.list.mendsShown(i) {
		out = append(out, ui.Button{Text: m.Text, Scope: strconv.Itoa(i) + "." + strconv.Itoa(n) + m.Text, OnClick: func(ctx app.Context, _ app.Event) {
			p.desk.put(p.ctx, i, m)
			p.ctx.Defer(func(app.Context) { focusWrong() })
		}}.UI())
	}
	return out
}

// another is the place in view of a refused row that is not line i; -1 if there is none.
func (p *Page) another(i int) int {
	rows := p.desk.rows()
	at, _ := slices.BinarySearch(rows, int32(i))
	k := p.desk.list.NextRefused(rows, at)
	if k >= 0 && int(rows[k]) == i {
		return -1
	}
	return k
}

func (p *Page) nextInDialog(ctx app.Context) {
	d := p.desk
	k := p.another(p.row - 1)
	if k < 0 {
		return
	}
	d.goal, p.row = k, int(d.rows()[k])+1
	p.reveal(k)
	p.ctx.Defer(func(app.Context) { focusWrong() })
}

// otherReasons are faults that are about no cell of the file.
func (l *List) otherReasons(i int) string {
	text := ""
	for k, f := range l.Lines[i].Faults {
		if l.Mapping.Name(staff.Field(f.Field)) == "" {
			text += l.Reason(i, k) + " "
		}
	}
	return text
}

func (p *Page) rowField(i int, f staff.Field) app.UI {
	l := p.desk.list
	wrong := ""
	for _, x := range l.Lines[i].Faults {
		if x.Field == string(f) {
			wrong = ui.FaultText(x)
		}
	}
	class := "field"
	if wrong != "" {
		class += " field-wrong"
	}
	column := l.Mapping.Name(f)
	if strings.EqualFold(column, fieldText(f)) {
		column = ""
	}
	return app.Div().Class(class).Body(
		app.Div().Class("imports-label").Body(app.Span().Text(fieldText(f)), app.Small().Text(column)),
		&cell{Line: i, Field: string(f), Value: l.Cell(i, f), Row: l.Lines[i].Number, Wrong: wrong != "", Reason: rowDialogID + "-" + string(f)},
		app.P().ID(rowDialogID+"-"+string(f)).Class("field-error").Text(wrong),
	)
}
