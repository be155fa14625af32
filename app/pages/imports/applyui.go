package imports

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// applyUI is the third step: how far taking over is, and what came of it.
func (p *Page) applyUI() []app.UI {
	j := p.desk.reply
	if j.State == route.JobDone || j.State == route.JobFailed {
		return p.doneUI()
	}
	done, total := ui.Number(j.Done), ui.Number(j.Total)
	text, button := ui.T("imports.apply.running", "done", done, "total", total), ui.Button{
		Text: ui.T("imports.apply.stop"), Icon: ui.IconStop, Scope: "stop", OnClick: func(ctx app.Context, _ app.Event) { store.StopJob(ctx, p.desk.job) },
	}
	sub := ui.T("imports.apply.runningText")
	switch j.State {
	case route.JobStopping:
		text, button.Disabled = ui.T("imports.apply.stopping"), true
	case route.JobStopped:
		text, sub = ui.T("imports.apply.stopped", "done", done, "total", total), ui.T("imports.apply.stoppedText")
		button = ui.Button{
			Text: ui.T("imports.apply.resume"), Icon: ui.IconPlay, Kind: ui.Primary, Scope: "resume",
			OnClick: func(ctx app.Context, _ app.Event) { store.ResumeJob(ctx, p.desk.job) },
		}
	}
	return []app.UI{
		ui.PageHead(ui.T("imports.apply.title", "file", j.Title), sub),
		app.Section().Class("card imports-running").Body(
			app.Div().Class("imports-running-head").Body(app.Strong().Text(text), app.Span().Class("imports-percent").Text(percent(j))),
			ui.Progress(text, j.Done, j.Total),
			app.P().Class("visually-hidden").Attr("role", "status").Text(quarter(j)),
			app.Div().Class("imports-offline").Body(app.If(!store.Online(), func() app.UI {
				return note(ui.IconWifiOff, "import-note-wait", ui.T("imports.apply.offline"))
			})),
			app.Div().Class("form-actions").Body(
				button.UI(),
				app.Div().Body(app.If(j.State != route.JobStopped, func() app.UI {
					return ui.Button{Text: ui.T("imports.done.members"), Icon: ui.IconUsers, Kind: ui.Quiet, Href: "/members"}.UI()
				})),
				app.Div().Body(app.If(j.State == route.JobStopped, func() app.UI { return p.againButton() })),
				app.Div().Body(app.If(j.State == route.JobStopped, func() app.UI { return p.undoUI() })),
			),
		),
	}
}

func percent(j route.JobReply) string {
	if j.Total == 0 {
		return ""
	}
	return ui.T("imports.apply.percent", "n", ui.Number(j.Done*100/j.Total))
}

// quarter is what a screen reader hears: not every step, each quarter.
func quarter(j route.JobReply) string {
	if j.Total == 0 || j.State != route.JobRunning {
		return ""
	}
	return ui.T("imports.apply.percent", "n", ui.Number(j.Done*4/j.Total*25))
}

func (p *Page) doneUI() []app.UI {
	d := p.desk
	j := d.reply
	title, sub := ui.T("imports.done.title", "file", j.Title), ui.T("imports.done.sub", "when", ui.DateTime(j.Ended))
	if j.State == route.JobFailed {
		title = ui.T("imports.apply.title", "file", j.Title)
		sub = ui.T("imports.apply.failed", "done", ui.Number(j.Done), "total", ui.Number(j.Total)) + " " + jobFault(j.Fault)
	}
	return []app.UI{
		ui.PageHead(title, sub),
		app.Div().Class("tiles import-tiles").Body(doneTiles(j)...),
		app.Div().Class("imports-said").Body(p.leftBehind()),
		app.Div().Class("imports-said").Body(p.serverRefused()),
		app.Div().Class("form-actions imports-done").Body(
			ui.Button{Text: ui.T("imports.done.members"), Icon: ui.IconUsers, Kind: ui.Primary, Href: "/members"}.UI(),
			app.Div().Body(app.If(j.Groups > 0, func() app.UI {
				return ui.Button{Text: ui.T("imports.done.toGroups"), Icon: ui.IconSitemap, Href: "/groups"}.UI()
			})),
			app.Div().Body(app.If(j.Created > 0 && !p.takenBack(j), func() app.UI {
				return ui.Button{Text: ui.T("imports.done.pending"), Icon: ui.IconClock, Href: "/members?status=" + string(org.Pending)}.UI()
			})),
			p.againButton(),
		),
		app.Div().Class("imports-back").Body(p.undoUI()),
	}
}

func doneTiles(j route.JobReply) []app.UI {
	tile := func(n int, text, class string) app.UI {
		return app.Div().Class("tile").Class(class).Body(app.B().Text(ui.Number(n)), app.Span().Text(text))
	}
	var tiles []app.UI
	if j.Groups > 0 {
		tiles = append(tiles, tile(j.Groups, ui.N("imports.done.groups", j.Groups), ""))
	}
	if j.Created > 0 || j.Groups == 0 {
		tiles = append(tiles, tile(j.Created, ui.N("imports.done.created", j.Created), ""))
	}
	if j.Changed > 0 {
		tiles = append(tiles, tile(j.Changed, ui.N("imports.done.changed", j.Changed), ""))
	}
	if j.Unchanged > 0 {
		tiles = append(tiles, tile(j.Unchanged, ui.T("imports.done.unchanged"), ""))
	}
	if j.Refused > 0 {
		tiles = append(tiles, tile(j.Refused, ui.T("imports.done.refused"), "tile-refused"))
	}
	return tiles
}

func (p *Page) againButton() app.UI {
	return ui.Button{Text: ui.T("imports.done.again"), Icon: ui.IconFileImport, Scope: "again", OnClick: func(ctx app.Context, _ app.Event) {
		p.desk.clear()
		p.loadRecent(p.ctx)
		p.ctx.Defer(func(app.Context) { ui.Focus("page-title") })
	}}.UI()
}

// undoUI takes the import back, or says that it has been.
func (p *Page) undoUI() app.UI {
	d := p.desk
	n := len(d.reply.Entries)
	switch {
	case n == 0:
		return nil
	case p.takenBack(d.reply):
		text := ui.T("imports.undo.done", "file", d.reply.Title)
		if d.undoing && n > 1 { // a job of its own
			text = ui.T("imports.undo.said", "file", d.reply.Title)
		}
		return app.P().ID("imports-undone").TabIndex(-1).Class("import-note").Attr("role", "status").Body(
			ui.Icon(ui.IconArrowBack), app.Span().Text(text))
	}
	problem := ""
	if d.failed != nil {
		problem = ui.ErrorText(d.failed)
	}
	return app.Div().Class("imports-undo").Body(
		ui.Button{Text: ui.T("imports.done.undo"), Icon: ui.IconArrowBack, OnClick: p.undo, ID: "imports-undo"}.UI(),
		app.Small().Class("muted").Text(ui.N("imports.done.undoText", n)),
		app.Small().Class("field-error").Attr("role", "alert").Text(problem),
	)
}

// leftBehind says which rows stayed out, and offers them as a list: on this page they are gone with the next file.
func (p *Page) leftBehind() app.UI {
	l := p.desk.list
	if l == nil || l.Counts().Refused+l.Counts().Out == 0 {
		return nil
	}
	n := l.Counts().Refused + l.Counts().Out
	return app.Section().Class("card import-aside").Body(
		ui.Icon(ui.IconAlert), app.P().Text(ui.N("imports.done.left", n)),
		ui.Button{Text: ui.T("imports.done.leftCSV"), Icon: ui.IconDownload, OnClick: p.downloadRefused}.UI(),
	)
}

// serverRefused are the rows that the server refused although the check here had let them pass.
func (p *Page) serverRefused() app.UI {
	rows := p.desk.refused
	if len(rows) == 0 {
		return nil
	}
	lines := make([]refusedLine, len(rows))
	for i, v := range rows {
		lines[i] = refusedLine{ui.T("imports.row.title", "row", strconv.Itoa(v.Row)), refusedReasons(v)}
	}
	return ui.Card(ui.T("imports.done.refusedTitle"), app.P().Class("muted").Text(ui.T("imports.done.refusedText")), refusedList(lines))
}
