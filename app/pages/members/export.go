package members

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
)

const exportID = "members-export-dialog"

// What an export holds of each member: all that an import knows, or what the list shows.
const (
	allFields = "all"
	asShown   = "shown"
)

// exporting is what somebody has chosen for the table that is written of the list. It needs no server.
type exporting struct {
	columns, separator, encoding string
	err                          error
}

// preset is what Excel opens by a double click where the person's language is spoken.
func preset() exporting {
	e := exporting{columns: allFields, separator: string(rune(sheet.Comma)), encoding: string(sheet.UTF8BOM)}
	if ui.Lang() == org.German {
		e.separator = string(rune(sheet.Semicolon))
	}
	return e
}

// exportButton stands above the list, and on the phone in the sheet.
func (p *Page) exportButton(id string) app.UI {
	return ui.Button{ID: id, Text: ui.T("members.export.action"), Icon: ui.IconDownload, Kind: ui.Quiet, Scope: id, OnClick: p.openExport}.UI()
}

func (p *Page) openExport(app.Context, app.Event) {
	if p.export.columns == "" {
		p.export = preset()
	}
	p.export.err = nil
	ui.OpenDialog(exportID)
}

// exported are those whom an export is about: who is chosen, or all that the list shows, in its order.
func (p *Page) exported(l list) []org.Member {
	out := make([]org.Member, 0, l.len())
	for i := range l.len() {
		if chosen().Len() == 0 || chosen().Has(l.slots[i]) {
			_, m := l.at(i)
			m.Groups = store.Replica().Directory().GroupsOf(m) // without those that have ended
			out = append(out, m)
		}
	}
	return out
}

// exportDialog asks what of the list shall stand in the table, and how it is written.
func (p *Page) exportDialog(l list) app.UI {
	if !ui.Opened(exportID) {
		return ui.Dialog(exportID, ui.T("members.export.title"))
	}
	e, n, text := &p.export, l.len(), "members.export.text"
	if chosen().Len() > 0 {
		n, text = chosen().In(l.slots), "members.export.chosen"
	}
	set := func(to *string) func(app.Context, string) {
		return func(_ app.Context, v string) { *to, e.err = v, nil }
	}
	return ui.Dialog(exportID, ui.T("members.export.title"), ui.Form(p.saveExport, ui.T("members.export.title"),
		app.P().Class("dialog-text").Text(ui.N(text, n)),
		ui.RadioCards{
			ID: "members-export-columns", Label: ui.T("members.export.columns"), Value: e.columns, OnChange: set(&e.columns),
			Choices: []ui.Choice{
				{Value: allFields, Text: ui.T("members.export.all"), Note: ui.T("members.export.allNote")},
				{Value: asShown, Text: ui.T("members.export.shown"), Note: ui.T("members.export.shownNote")},
			},
		}.UI(),
		app.Div().Class("pair").Body(
			ui.Select{ID: "members-export-separator", Label: ui.T("members.export.separator"), Value: e.separator, OnChange: set(&e.separator), Options: []ui.Option{
				{Value: string(rune(sheet.Semicolon)), Text: ui.T("members.export.semicolon")},
				{Value: string(rune(sheet.Comma)), Text: ui.T("members.export.comma")},
				{Value: string(rune(sheet.Tab)), Text: ui.T("members.export.tab")},
			}}.UI(),
			ui.Select{ID: "members-export-encoding", Label: ui.T("members.export.encoding"), Value: e.encoding, OnChange: set(&e.encoding), Options: []ui.Option{
				{Value: string(sheet.UTF8BOM), Text: ui.T("members.export.utf8bom")},
				{Value: string(sheet.UTF8), Text: "UTF-8"},
				{Value: string(sheet.UTF16LE), Text: "UTF-16"},
				{Value: string(sheet.Windows1252), Text: "Windows-1252"},
			}}.UI(),
		),
		app.P().Class("field-error").Attr("role", "alert").Text(errorText(e.err)),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: exportID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(exportID) }}.UI(),
			ui.Button{Text: ui.T("members.export.button"), Kind: ui.Primary, Icon: ui.IconDownload, Submit: true, Disabled: n == 0}.UI(),
		),
	))
}

func (p *Page) saveExport(ctx app.Context, _ app.Event) {
	who := p.exported(p.list())
	data, err := p.export.written(who, p.look)
	if p.export.err = err; err != nil {
		return
	}
	name := ui.T("members.export.file") + "-" + time.Now().Format(time.DateOnly) + ".csv"
	ui.Download(name, "text/csv", data)
	ui.CloseDialog(exportID)
	store.Notify(ctx, ui.N("members.export.done", len(who), "file", name))
}

// written is the table. Error: of sheet.Writer.Bytes.
func (e exporting) written(who []org.Member, look ui.Look) ([]byte, error) {
	o := sheet.Options{Separator: sheet.Separator(e.separator[0]), Encoding: sheet.Encoding(e.encoding)}
	fields, more := staff.Fields, []staff.Further{further("role"), further("status")}
	switch {
	case e.columns == asShown:
		fields, more = nil, nil
		for _, c := range columns(look) {
			if look.Has(c) {
				more = append(more, staff.Further{Heading: c.Title, Of: further(c.ID).Of})
			}
		}
	case !may(): // the others are not for them
		fields, more = []staff.Field{staff.GivenName, staff.Surname, staff.Email, staff.Title, staff.Location, staff.Phone, staff.Mobile}, nil
	}
	return staff.Write(who, fields, more, string(ui.Lang()), o)
}

// further is a column of the list as it stands in a table.
func further(column string) staff.Further {
	of := func(f staff.Field) func(org.Member) string {
		return func(m org.Member) string { return staff.Of(m, f, string(ui.Lang())) }
	}
	x := staff.Further{Heading: sortText(column)}
	switch column {
	case "name":
		x.Of = org.Member.Name
	case "role":
		x.Of = func(m org.Member) string { return ui.RoleText(m.Role) }
	case "status":
		x.Of = func(m org.Member) string { return ui.StatusText(m.Status()) }
	case "group":
		x.Heading, x.Of = ui.T("field.groups"), groupNames
	case "start":
		x.Of = of(staff.StartDate)
	default: // columns and fields have the same names
		x.Of = of(staff.Field(column))
	}
	return x
}
