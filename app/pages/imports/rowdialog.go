package imports

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/trail"
	"stellwerk/app/ui"
	"stellwerk/shared/staff"
)

const rowDialogID = "imports-line"

// rowDialog shows all fields of one row, to be mended together.
func (p *Page) rowDialog() app.UI {
	d := p.desk
	i := p.row - 1
	if d.list == nil || i < 0 || i >= len(d.list.Lines) {
		return ui.Dialog(rowDialogID, "")
	}
	line := &d.list.Lines[i]
	fields := make([]app.UI, 0, len(staff.Fields))
	for _, f := range d.list.Editable() {
		fields = append(fields, p.rowField(i, f))
	}
	return ui.Dialog(rowDialogID, ui.T("imports.row.title", "row", strconv.Itoa(line.Number)),
		app.Div().Class("imports-line-head").Aria("live", "polite").Body(verdictBadge(line), app.Small().Class("field-error").Text(p.otherReasons(i))),
		app.Div().Body(app.If(len(line.Row.Extra) > 0, func() app.UI {
			return ui.Button{Text: ui.T("imports.row.dropExtra"), Scope: strconv.Itoa(i), OnClick: func(app.Context, app.Event) {
				d.list.DropExtra(i)
				d.rejudge(i)
			}}.UI()
		})),
		app.Div().Body(app.If(line.Change != nil, func() app.UI { return trail.Diff(*line.Change) })),
		app.Div().Class("form-grid").Body(fields...),
		ui.DialogActions(ui.Button{Text: ui.T("imports.row.close"), Kind: ui.Primary, Scope: rowDialogID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(rowDialogID) }}.UI()),
	)
}

// otherReasons are faults that are about no cell of the file.
func (p *Page) otherReasons(i int) string {
	l := p.desk.list
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
		&cell{Line: i, Field: string(f), Value: l.Cell(i, f), Row: l.Lines[i].Number, Wrong: wrong != ""},
		app.P().Class("field-error").Text(wrong),
	)
}
