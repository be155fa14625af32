package imports

import (
	"strconv"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
)

// shown is the fault of a line that is mended first; -1 if there is none. It belongs to the cell that is offered, as long as that is wrong.
func (l *List) shown(i int) int {
	line := &l.Lines[i]
	if wrong := l.Wrong(i); line.fixed == "" || line.Kind == members.RowRefused && wrong != "" && !hasField(line.Faults, string(line.fixed)) && !line.typing {
		line.fixed = wrong
	}
	for k, f := range line.Faults {
		if f.Field == string(line.fixed) {
			return k
		}
	}
	return min(0, len(line.Faults)-1)
}

// mendsShown are the mends of the fault that is shown.
func (l *List) mendsShown(i int) []Mend {
	if k := l.shown(i); k >= 0 {
		return l.Mends(i, k)
	}
	return nil
}

// reasonShown says what is wrong, and how much more is. The cell is named beside it, where there is one.
func (l *List) reasonShown(i, k int) string {
	reason := ui.FaultText(l.Lines[i].Faults[k])
	if more := len(l.Lines[i].Faults) - 1; more > 0 {
		reason += " (" + ui.N("imports.more", more) + ")"
	}
	return reason
}

// fix is the cell to mend, what is wrong, and ways to mend it with one tap. It stays when the cell is mended, so that nothing jumps under
// one's hands. On the phone the cell is in a sheet.
func (l *List) fix(i int, phone bool) app.UI {
	line := &l.Lines[i]
	k := l.shown(i)
	class, reason, whole := "imports-reason imports-mended", ui.T("imports.mended"), ""
	if k >= 0 {
		class, reason, whole = "imports-reason", l.reasonShown(i, k), l.Reason(i, k)
	}
	field, reasonID := line.fixed, "imports-reason-"+strconv.Itoa(i)
	ways := l.ways(i, phone)
	mend := app.Div().Class("imports-mend")
	switch {
	case phone && k >= 0:
		if field != "" {
			reason = fieldText(field) + ": " + reason
		}
		ways = append([]app.UI{app.Button().Type("button").Class("btn").DataSet("act", "open").Body(ui.Icon(ui.IconPencil), app.Span().Text(ui.T("imports.mend")))}, ways...)
	case !phone && field != "":
		mend = mend.Body(
			app.Span().Class("imports-cell-label").Aria("hidden", true).Text(fieldText(field)),
			&cell{Line: i, Field: string(field), Value: l.Cell(i, field), Row: line.Number, Wrong: len(line.Faults) > 0, Reason: reasonID},
		)
	}
	return app.Div().Class("imports-fix").DataSet("act", "none").Body(
		mend,
		app.P().ID(reasonID).Class(class).Title(whole).Body(
			app.Span().Class("imports-reason-mark").Body(app.If(k < 0, func() app.UI { return ui.Icon(ui.IconCheck) })), app.Span().Text(reason)),
		app.Div().Class("imports-ways").Body(ways...),
	)
}

// shortWay is how long the text of a mend may be, in letters, to stand on a card of the phone; longer ones are in the sheet.
const shortWay = 20

// ways are the mends that one tap does; on the desk leaving the row out is always one.
func (l *List) ways(i int, phone bool) []app.UI {
	row := ui.T("imports.row.title", "row", strconv.Itoa(l.Lines[i].Number))
	way := func(act, text string) app.UI {
		return app.Button().Type("button").Class("btn btn-quiet").DataSet("act", act).Aria("label", text+", "+row).Body(app.Span().Text(text))
	}
	out := make([]app.UI, 0, 3)
	leaves := phone || !l.Lines[i].Refused()
	for n, m := range l.mendsShown(i) {
		if phone && (len(out) > 0 || utf8.RuneCountInString(m.Text) > shortWay) {
			continue
		}
		leaves = leaves || m.do == mendOut
		out = append(out, way("mend"+strconv.Itoa(n), m.Text))
	}
	if !leaves {
		out = append(out, way("out", ui.T("imports.mend.out")))
	}
	return out
}
