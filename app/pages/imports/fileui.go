package imports

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/staff"
)

// fileUI is the first step: a place to drop a file, what is needed, and what was wrong with the one before.
func (p *Page) fileUI() []app.UI {
	return []app.UI{
		ui.PageHead(ui.T("imports.title"), ui.T("imports.sub"),
			ui.Button{Text: ui.T("imports.template"), Icon: ui.IconDownload, OnClick: template}.UI()),
		app.Div().Body(app.If(p.desk.err != nil, func() app.UI { return p.wrongUI() })),
		p.zone(),
		app.Div().Body(p.recentUI()),
	}
}

func (p *Page) zone() app.UI {
	class := "drop"
	if p.over {
		class += " drop-over"
	}
	var names []string
	for _, f := range staff.Fields[3:] {
		names = append(names, staff.Name(f, string(ui.Lang())))
	}
	inside := []app.UI{
		app.Div().Class("drop-icon").Body(ui.Icon(ui.IconFileSheet)),
		app.P().Class("drop-title").Text(ui.T("imports.drop")),
		app.Label().Class("btn btn-primary drop-choose").Body(
			app.Span().Text(ui.T("imports.choose")),
			app.Input().ID("imports-file").Type("file").Class("visually-hidden").Accept(".csv,.txt,.tsv,text/csv,text/plain").OnChange(ui.On(p.choose)),
		),
		app.P().Class("drop-needs").Text(ui.T("imports.needs")),
		app.P().Class("drop-needs").Text(ui.T("imports.takes", "columns", strings.Join(names, ", "))),
	}
	if p.desk.reading {
		inside = []app.UI{ui.Spinner(ui.T("imports.reading"))}
	}
	return app.Div().Class(class).OnDragOver(ui.On(p.drag)).OnDragLeave(ui.On(p.dragLeave)).OnDrop(ui.On(p.drop)).Body(inside...)
}

// wrongUI says why a file can't be read and what helps.
func (p *Page) wrongUI() app.UI {
	d := p.desk
	faults := fault.All(d.err)
	found := ""
	if d.wrong != nil && len(d.wrong.Table.Header) > 0 {
		found = ui.T("imports.wrong.found", "columns", strings.Join(shorten(d.wrong.Table.Header), ", "))
	}
	return app.Section().ID("imports-wrong").Class("card imports-wrong").TabIndex(-1).Attr("role", "alert").Body(
		app.H2().Body(ui.Icon(ui.IconAlertCircle), app.Span().Text(ui.T("imports.wrong.title"))),
		app.Ul().Body(app.Range(faults).Slice(func(i int) app.UI { return app.Li().Text(ui.FaultText(faults[i])) })),
		app.P().Class("muted").Text(found),
		app.Details().Body(
			app.Summary().Text(ui.T("imports.wrong.howTitle")),
			app.Ol().Class("how").Body(
				app.Li().Text(ui.T("imports.wrong.how1")),
				app.Li().Text(ui.T("imports.wrong.how2")),
				app.Li().Text(ui.T("imports.wrong.how3")),
			),
		),
	)
}

// shorten keeps headings that a person can read: a file without headings may have whole texts there.
func shorten(header []string) []string {
	const most, long = 20, 40
	var out []string
	for i, h := range header {
		if i == most {
			return append(out, "…")
		}
		if r := []rune(h); len(r) > long {
			h = string(r[:long]) + "…"
		}
		out = append(out, ui.T("audit.quoted", "text", strings.TrimSpace(h)))
	}
	return out
}

func template(app.Context, app.Event) {
	if data, err := Template(); err == nil {
		ui.Download(ui.T("imports.templateFile"), "text/csv;charset=utf-8", data)
	}
}
