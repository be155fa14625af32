package imports

import (
	"slices"
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
	return []app.UI{
		ui.PageHead(ui.T("imports.check.title", "file", d.list.Title()), checkSub(d.list),
			ui.Button{Text: ui.T("imports.another"), Icon: ui.IconFileSheet, OnClick: func(ctx app.Context, _ app.Event) {
				d.putAside()
				p.loadRecent(p.ctx)
				p.ctx.Defer(func(app.Context) { ui.Focus("page-title") })
			}}.UI()),
		app.Div().Body(p.sheetsUI(d.list.book)),
		app.Div().Attr("role", "status").Body(app.If(d.beside != "", func() app.UI { return note(ui.IconAlertCircle, "import-note-bad", d.beside) })),
		app.Div().Class("imports-progress").Aria("live", "polite").Body(p.progressUI()),
		app.Div().Body(app.If(len(d.list.Lines) > 0, p.tiles)),
		app.Div().Class("imports-split").Body(
			app.Div().Class("imports-list").Body(
				app.Div().Body(p.unitsUI()),
				app.Div().Body(p.peopleUI()...),
				app.Div().Class("imports-join").Body(p.joinUI()),
			),
			p.willUI(),
		),
	}
}

// peopleUI are the rows of people, if there are any.
func (p *Page) peopleUI() []app.UI {
	if len(p.desk.list.Lines) == 0 {
		return nil
	}
	return []app.UI{p.toolsUI(), app.Div().Body(p.rowsUI()), p.columnsUI()}
}

func checkSub(l *List) string {
	rows := ui.N("imports.rows", len(l.Lines))
	if len(l.Lines) == 0 {
		rows = ui.N("imports.units.rows", len(l.Units.File.Rows))
	}
	switch {
	case l.Pasted:
		return ui.T("imports.check.pasted", "rows", rows)
	case l.book != nil:
		return ui.T("imports.check.sheet", "rows", rows, "sheet", l.sheet)
	case l.Cards:
		return ui.T("imports.check.cards", "rows", rows)
	}
	return ui.T("imports.check.sub", "rows", rows, "encoding", encodingText(l.Table.Encoding), "separator", separatorText(l.Table.Separator))
}

func encodingText(e sheet.Encoding) string {
	switch e {
	case sheet.Windows1252:
		return "Windows-1252"
	case sheet.Macintosh:
		return "Mac OS Roman"
	case sheet.MSDOS:
		return "MS-DOS (850)"
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

// columnsUI says which column was understood as what, and which are left alone. What nobody needs can be left alone too.
func (p *Page) columnsUI() app.UI {
	l := p.desk.list
	var chips []app.UI
	said := l.Said()
	for _, f := range l.Editable() {
		if said[f] {
			continue
		}
		chips = append(chips, p.columnUI(f, l.Mapping.Name(f), true))
	}
	for _, f := range l.Ignored() {
		chips = append(chips, p.columnUI(f, l.Table.Header[l.ignored[f]], false))
	}
	var left []string
	for _, c := range l.Mapping.Unknown {
		left = append(left, c.Name)
	}
	more := ""
	if len(left) > 0 {
		more = ui.T("imports.columns.left", "columns", strings.Join(shorten(left), ", "))
	}
	return app.Details().Class("imports-columns").Body(
		app.Summary().Body(
			ui.Icon(ui.IconChevronRight),
			app.Span().Text(ui.N("imports.columns", len(l.Editable()))),
			app.Small().Text(more),
		),
		app.Ul().Class("imports-known").Body(chips...),
		p.meaningsUI(l),
	)
}

// columnUI is one column; read says whether it is taken.
func (p *Page) columnUI(f staff.Field, name string, read bool) app.UI {
	d := p.desk
	meaning := app.Span().Class("imports-column-as").Body(ui.Icon(ui.IconArrowRight), app.Strong().Text(fieldText(f)))
	act := app.Div()
	switch {
	case !read:
		meaning = app.Span().Class("imports-column-as").Body(app.Em().Text(ui.T("imports.columns.ignored")))
		act = act.Body(ui.Button{Text: ui.T("imports.columns.read"), Label: ui.T("imports.columns.readOf", "column", name), Kind: ui.Quiet, Scope: string(f),
			OnClick: func(app.Context, app.Event) { d.list.Regard(f); d.again(p.ctx) }}.UI())
	case !slices.Contains(staff.Required, f):
		act = act.Body(ui.Button{Text: ui.T("imports.columns.ignore"), Label: ui.T("imports.columns.ignoreOf", "column", name), Kind: ui.Quiet, Scope: string(f),
			OnClick: func(app.Context, app.Event) { d.list.Ignore(f); d.again(p.ctx) }}.UI())
	}
	return app.Li().Class("imports-column").Body(app.Span().Class("imports-column-name").Text(name), meaning, act)
}

func (p *Page) progressUI() app.UI {
	d := p.desk
	done, total := d.list.Progress()
	have, all, loading := store.Replica().Loading()
	switch {
	case d.failed != nil:
		return note(ui.IconAlertCircle, "import-note-bad", ui.T("imports.take.failed", "why", ui.ErrorText(d.failed)))
	case loading:
		return ui.Spinner(ui.T("imports.waitMembers", "have", ui.Number(have), "total", ui.Number(all)))
	case d.judging:
		text := ui.T("imports.judging", "done", ui.Number(done), "total", ui.Number(total))
		if d.stale {
			text = ui.T("imports.stale")
		}
		return app.Div().Class("imports-judging").Body(ui.Progress(text, done, total), app.Small().Aria("hidden", true).Text(text))
	case p.back:
		return note(ui.IconInfoCircle, "", ui.T("imports.back"))
	}
	return nil
}

// note is a sentence about the page as a whole.
func note(icon ui.IconName, class, text string) app.UI {
	return app.P().Class("import-note").Class(class).Body(ui.Icon(icon), app.Span().Text(text))
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
			OnClick(ui.On(func(app.Context, app.Event) { p.desk.look(kind) }, "tile"+string(kind)))
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
	return app.Div().Class("tiles import-tiles").Attr("role", "group").Aria("label", ui.T("imports.counts")).Body(tiles...)
}

const searchID = "imports-search"

// toolsUI finds a row, and goes through what is to be mended.
func (p *Page) toolsUI() app.UI {
	d := p.desk
	c := d.list.Counts()
	said := ""
	if d.search != "" {
		said = ui.N("imports.found", len(d.rows()))
	}
	return app.Div().Class("imports-tools").Body(
		app.Div().Class("imports-search").Body(
			ui.Icon(ui.IconSearch),
			app.Input().ID(searchID).Type("search").Class("form-control input").Placeholder(ui.T("imports.search.short")).Aria("label", ui.T("imports.search")).
				Attr("autocomplete", "off").Attr("spellcheck", "false").Value(d.search).OnInput(ui.On(p.seek)),
		),
		app.Span().Class("imports-found").Attr("role", "status").Text(said),
		app.Div().Class("imports-next").Body(app.If(c.Refused > 0, func() app.UI {
			return app.Button().Type("button").ID("imports-next").Class("btn").Aria("keyshortcuts", "N").Body(
				ui.Icon(ui.IconArrowDown), app.Span().Text(ui.T("imports.next")), app.Kbd().Aria("hidden", true).Text("N"),
			).OnClick(ui.On(func(ctx app.Context, e app.Event) { p.next(ctx, e.Get("target")) }))
		})),
	)
}

// seek looks for what was typed when the person pauses, in a long list.
func (p *Page) seek(_ app.Context, e app.Event) {
	d := p.desk
	typed := e.Get("target").Get("value").String()
	d.search = typed
	if len(d.list.Lines) < 5000 {
		d.seek(typed)
		return
	}
	list := d.list
	p.ctx.After(seekPause, func(ctx app.Context) {
		defer ui.Guard(ctx)
		if d.list == list && d.search == typed {
			d.seek(typed)
		}
	})
}

func fieldText(f staff.Field) string { return ui.T("field." + string(f)) }
