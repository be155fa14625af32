package imports

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
)

// fileUI is the first step: a place to drop a file, what a list looks like, and what was wrong with the one before.
func (p *Page) fileUI() []app.UI {
	return []app.UI{
		ui.PageHead(ui.T("imports.title"), ui.T("imports.sub")),
		app.Div().Class("import-notes").Body(
			app.Div().Body(app.If(p.desk.err != nil, func() app.UI { return p.wrongUI() })),
			app.Div().Body(p.bookUI()),
			app.Div().Body(app.If(p.desk.aside != nil, func() app.UI { return p.asideUI() })),
		),
		app.Div().Class("import-file").Body(
			app.Div().Class("import-file-main").Body(p.zone("imports-file", ui.T("imports.drop"), ui.T("imports.choose"), ui.T("imports.needs")), p.pasteUI(), app.Div().Body(p.recentUI())),
			exampleUI(),
		),
	}
}

// zone takes files, also two at once: one of people and one of groups.
func (p *Page) zone(id, title, text string, needs ...string) app.UI {
	return &ui.FileDrop{
		ID: id, Title: title, Text: text, Needs: needs, Kinds: []string{".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".vcf"}, Most: sheet.MaxBytes, Icon: ui.IconFileSheet,
		OnFiles: func(files app.Value) {
			p.desk.drop = files.Get("length").Int()
			for i := range p.desk.drop {
				p.pastedFile(files.Index(i))
			}
		},
	}
}

// pasteUI offers what a key does on the desk.
func (p *Page) pasteUI() app.UI {
	return app.Div().Class("import-paste").Body(
		app.Span().Text(ui.T("imports.paste.hint")),
		ui.Button{Text: ui.T("imports.paste"), Icon: ui.IconTable, Kind: ui.Quiet, OnClick: p.askClipboard}.UI(),
	)
}

// wrongUI says why a file can't be read and what helps.
func (p *Page) wrongUI() app.UI {
	d := p.desk
	faults := fault.All(d.err)
	found := ""
	if d.wrong != nil && len(d.wrong.Table.Header) > 0 {
		found = ui.T("imports.wrong.found", "columns", strings.Join(shorten(d.wrong.Table.Header), ", "))
	}
	how := app.Details().Body(
		app.Summary().Text(ui.T("imports.wrong.howTitle")),
		app.Ol().Class("how").Body(
			app.Li().Text(ui.T("imports.wrong.how1")),
			app.Li().Text(ui.T("imports.wrong.how2")),
			app.Li().Text(ui.T("imports.wrong.how3")),
		),
	)
	if len(faults) > 0 && slices.Contains([]string{sheet.IsExcel, sheet.Binary, sheet.BrokenText}, faults[0].Code) {
		how = how.Open(true)
	}
	return app.Section().ID("imports-wrong").Class("card imports-wrong").TabIndex(-1).Attr("role", "alert").Body(
		app.H2().Body(ui.Icon(ui.IconAlertCircle), app.Span().Text(ui.T("imports.wrong.title", "file", d.name))),
		app.Ul().Body(app.Range(faults).Slice(func(i int) app.UI { return app.Li().Text(ui.FaultText(faults[i])) })),
		app.P().Class("muted").Text(found),
		app.Div().Body(app.If(found != "" && d.wrong.Units == nil && !fault.Is(d.err, "staff.noHeader"), func() app.UI {
			return app.Div().Class("imports-map").Body(app.H3().Text(ui.T("imports.columns.map")), app.P().Class("muted").Text(ui.T("imports.columns.mapText")), p.meaningsUI(d.wrong))
		})),
		how,
	)
}

// asideUI leads back to the list that another file was asked for instead of.
func (p *Page) asideUI() app.UI {
	return app.Section().Class("card import-aside").Body(
		ui.Icon(ui.IconFileSheet),
		app.P().Text(ui.T("imports.aside", "file", p.desk.aside.Name)),
		ui.Button{Text: ui.T("imports.aside.open"), ID: "imports-aside", OnClick: func(ctx app.Context, _ app.Event) {
			p.desk.takeUp(p.ctx)
			p.ctx.Defer(func(app.Context) { ui.Focus("page-title") })
		}}.UI(),
	)
}

// example are the fields and people of the list that shows how one looks.
var (
	exampleFields = []staff.Field{staff.GivenName, staff.Surname, staff.Email, staff.Title}
	exampleRows   = [][]string{
		{"Katharina", "Abel", "k.abel@…", "imports.example.first"},
		{"Jörg", "Bauer", "j.bauer@…", "imports.example.second"},
		{"Cigdem", "Celik", "c.celik@…", "imports.example.third"},
	}
)

// exampleUI shows three lines of a list, names the columns that are understood, and offers a template.
func exampleUI() app.UI {
	lang := string(ui.Lang())
	var more []string
	for _, f := range staff.Fields {
		if !slices.Contains(exampleFields, f) {
			more = append(more, staff.Name(f, lang))
		}
	}
	return app.Section().Class("card import-example").Body(
		app.Div().Class("card-title helped").Body(app.H2().Text(ui.T("imports.example")), ui.Explain("columns", "columns")),
		app.Div().Class("import-sheet").TabIndex(0).Attr("role", "group").Aria("label", ui.T("imports.example")).Body(app.Table().Body(
			app.THead().Body(app.Tr().Body(app.Range(exampleFields).Slice(func(i int) app.UI {
				return app.Th().Attr("scope", "col").Text(staff.Name(exampleFields[i], lang))
			}))),
			app.TBody().Body(app.Range(exampleRows).Slice(func(i int) app.UI {
				return app.Tr().Body(app.Range(exampleRows[i]).Slice(func(k int) app.UI {
					if text := exampleRows[i][k]; exampleFields[k] != staff.Title {
						return app.Td().Text(text)
					}
					return app.Td().Text(ui.T(exampleRows[i][k]))
				}))
			})),
		)),
		app.Ul().Class("import-facts").Body(
			fact(ui.IconCheck, ui.T("imports.facts.required")),
			fact(ui.IconPlus, ui.T("imports.takes", "columns", strings.Join(more, ", "))),
			fact(ui.IconMinus, ui.T("imports.facts.others")),
			fact(ui.IconSitemap, ui.T("imports.facts.units")),
		),
		ui.Button{Text: ui.T("imports.template"), Icon: ui.IconDownload, OnClick: template}.UI(),
		app.Small().Class("muted").Text(ui.T("imports.template.what")),
	)
}

func fact(icon ui.IconName, text string) app.UI {
	return app.Li().Body(ui.Icon(icon), app.Span().Text(text))
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
