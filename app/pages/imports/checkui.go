package imports

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
)

// checkUI is the second step: what becomes of each row, and what taking over will do.
func (p *Page) checkUI() []app.UI {
	d := p.desk
	l := d.list
	return []app.UI{
		ui.PageHead(ui.T("imports.check.title", "file", l.Name), ui.T("imports.check.sub",
			"rows", ui.N("imports.rows", len(l.Lines)), "encoding", encodingText(l.Table.Encoding), "separator", separatorText(l.Table.Separator)),
			ui.Button{Text: ui.T("imports.another"), Icon: ui.IconFileSheet, OnClick: func(app.Context, app.Event) { d.clear() }}.UI()),
		p.columnsUI(),
		app.Div().Class("imports-progress").Aria("live", "polite").Body(p.progressUI()),
		p.tiles(),
		app.Div().Class("imports-split").Body(
			app.Div().Class("imports-list").Body(p.rowsUI()),
			p.willUI(),
		),
	}
}

func encodingText(e sheet.Encoding) string {
	switch e {
	case sheet.Windows1252:
		return "Windows-1252"
	case sheet.UTF16LE, sheet.UTF16BE:
		return "UTF-16"
	}
	return "UTF-8"
}

func separatorText(s sheet.Separator) string {
	switch s {
	case sheet.Comma:
		return ui.T("imports.separator.comma")
	case sheet.Semicolon:
		return ui.T("imports.separator.semicolon")
	case sheet.Tab:
		return ui.T("imports.separator.tab")
	}
	return ui.T("audit.quoted", "text", string(rune(s)))
}

// columnsUI says which column was understood as what, and which are left alone.
func (p *Page) columnsUI() app.UI {
	m := p.desk.list.Mapping
	var chips []app.UI
	for _, f := range p.desk.list.Editable() {
		chips = append(chips, app.Span().Class("imports-column").Body(
			app.Span().Text(m.Name(f)), ui.Icon(ui.IconArrowRight), app.Strong().Text(ui.T("field."+string(f))),
		))
	}
	var left []string
	for _, c := range m.Unknown {
		left = append(left, c.Name)
	}
	more := ""
	if len(left) > 0 {
		more = ui.T("imports.columns.left", "columns", strings.Join(shorten(left), ", "))
	}
	return app.Details().Class("imports-columns").Body(
		app.Summary().Body(
			app.Span().Text(ui.T("imports.columns")+": "+ui.Number(len(chips))),
			app.Small().Text(more),
		),
		app.Div().Class("imports-known").Body(chips...),
	)
}

func (p *Page) progressUI() app.UI {
	d := p.desk
	done, total := d.list.Progress()
	have, all, loading := store.Replica().Loading()
	switch {
	case d.failed != nil:
		return ui.Banner(ui.Bad, ui.IconAlertCircle, ui.ErrorText(d.failed), "")
	case loading:
		return ui.Spinner(ui.T("imports.waitMembers", "have", ui.Number(have), "total", ui.Number(all)))
	case d.judging:
		text := ui.T("imports.judging", "done", ui.Number(done), "total", ui.Number(total))
		if d.stale {
			text = ui.T("imports.stale")
		}
		return app.Div().Class("imports-judging").Body(ui.Progress(text, done, total), app.Small().Text(text))
	}
	return nil
}

// tiles are the counts; each shows its rows.
func (p *Page) tiles() app.UI {
	c := p.desk.list.Counts()
	tile := func(kind members.VerdictKind, n int, text string) app.UI {
		b := app.Button().Type("button").Class("tile").Class("tile-"+string(kind)).Aria("pressed", p.desk.view != nil && p.desk.kind == kind)
		if n == 0 {
			b = b.Class("tile-zero")
		}
		return b.Body(app.B().Text(ui.Number(n)), app.Span().Text(text)).
			OnClick(ui.On(func(app.Context, app.Event) { p.look(kind) }, "tile"+string(kind)))
	}
	tiles := []app.UI{
		tile(members.RowNew, c.New, ui.T("imports.kind.new")),
		tile(members.RowChanges, c.Changes, ui.T("imports.kind.changes")),
		tile(members.RowUnchanged, c.Unchanged, ui.T("imports.kind.unchanged")),
		tile(members.RowRefused, c.Refused, ui.T("imports.kind.refused")),
		tile("", len(p.desk.list.Lines), ui.T("imports.kind.all")),
	}
	if c.Out > 0 {
		tiles = append(tiles, tile(left, c.Out, ui.T("imports.kind.out")))
	}
	return app.Div().Class("tiles").Attr("role", "group").Aria("label", ui.T("imports.counts")).Body(tiles...)
}

func (p *Page) look(kind members.VerdictKind) { p.desk.look(kind) }

// willUI says in sentences what taking over will do, and does it.
func (p *Page) willUI() app.UI {
	d := p.desk
	c := d.list.Counts()
	line := func(icon ui.IconName, text string) app.UI { return app.Li().Body(ui.Icon(icon), app.Span().Text(text)) }
	var lines []app.UI
	add := func(n int, icon ui.IconName, key string) {
		if n > 0 {
			lines = append(lines, line(icon, ui.N(key, n)))
		}
	}
	add(c.New, ui.IconUserPlus, "imports.will.new")
	add(c.Changes, ui.IconPencil, "imports.will.changes")
	add(c.Unchanged, ui.IconCheck, "imports.will.unchanged")
	add(c.Refused, ui.IconAlert, "imports.will.refused")
	add(c.Out, ui.IconMinus, "imports.will.out")
	lines = append(lines, line(ui.IconShield, ui.T("imports.will.stay")), line(ui.IconArrowBack, ui.T("imports.will.undo")))
	take := ui.Button{Text: ui.N("imports.take", c.Taken()), Kind: ui.Primary, ID: "imports-take", OnClick: p.apply, Busy: d.sending > 0}
	switch {
	case d.judging:
		take.Disabled, take.Why = true, ui.T("imports.take.judging")
	case c.Taken() == 0:
		take.Disabled, take.Text = true, ui.T("imports.take.none")
	case !store.Online():
		take.Disabled, take.Why = true, ui.T("imports.take.offline")
	}
	sending := ""
	if d.sending > 0 {
		sending = ui.T("imports.apply.sending", "done", ui.Number(d.sent>>10), "total", ui.Number(max(1, d.sending>>10)))
	} else if take.Disabled && take.Why != "" {
		sending = take.Why
	}
	return app.Section().Class("card will").Body(
		app.H2().Class("card-title").Text(ui.T("imports.will")),
		app.Ul().Body(lines...),
		app.Div().Class("will-take").Body(take.UI(), app.Small().Class("muted").Attr("role", "status").Text(sending)),
		app.Div().Class("will-more").Body(app.If(c.Refused+c.Out > 0, func() app.UI {
			return ui.Button{Text: ui.N("imports.refusedCSV", c.Refused+c.Out), Icon: ui.IconDownload, Kind: ui.Quiet, OnClick: p.downloadRefused}.UI()
		})),
	)
}

func (p *Page) downloadRefused(ctx app.Context, _ app.Event) {
	l := p.desk.list
	data, err := l.RefusedCSV()
	if err != nil {
		store.Notify(ctx, ui.ErrorText(err))
		return
	}
	name := strings.TrimSuffix(strings.TrimSuffix(l.Name, ".csv"), ".CSV")
	ui.Download(name+"-"+ui.T("imports.refusedFile")+".csv", "text/csv;charset=utf-8", data)
}

func fieldText(f staff.Field) string { return ui.T("field." + string(f)) }
