package imports

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/route"
)

// applyUI is the third step: how far taking over is, and what came of it.
func (p *Page) applyUI() []app.UI {
	j := p.desk.reply
	switch j.State {
	case route.JobDone, route.JobFailed:
		return p.doneUI()
	}
	done, total := ui.Number(j.Done), ui.Number(j.Total)
	text, button := ui.T("imports.apply.running", "done", done, "total", total), ui.Button{
		Text: ui.T("imports.apply.stop"), Icon: ui.IconStop, Scope: "stop", OnClick: func(ctx app.Context, _ app.Event) { store.StopJob(ctx, p.desk.job) },
	}
	switch j.State {
	case route.JobStopping:
		text, button.Disabled = ui.T("imports.apply.stopping"), true
	case route.JobStopped:
		text = ui.T("imports.apply.stopped", "done", done, "total", total)
		button = ui.Button{
			Text: ui.T("imports.apply.resume"), Icon: ui.IconPlay, Kind: ui.Primary, Scope: "resume",
			OnClick: func(ctx app.Context, _ app.Event) { store.ResumeJob(ctx, p.desk.job) },
		}
	}
	return []app.UI{
		ui.PageHead(ui.T("imports.apply.title", "file", j.Title), ui.T("imports.apply.runningText")),
		app.Section().Class("card imports-running").Body(
			ui.Progress(text, j.Done, j.Total),
			app.P().Attr("role", "status").Text(text),
			app.Div().Class("form-actions").Body(button.UI(), app.Div().Body(app.If(j.State == route.JobStopped, func() app.UI { return p.againButton() }))),
		),
	}
}

func (p *Page) doneUI() []app.UI {
	d := p.desk
	j := d.reply
	title := ui.T("imports.done.title", "file", j.Title)
	sub := ""
	if j.State == route.JobFailed {
		title = ui.T("imports.apply.title", "file", j.Title)
		sub = ui.T("imports.apply.failed", "done", ui.Number(j.Done), "total", ui.Number(j.Total)) + " " + jobFault(j.Fault)
	}
	tile := func(n int, text, class string) app.UI {
		return app.Div().Class("tile").Class(class).Body(app.B().Text(ui.Number(n)), app.Span().Text(text))
	}
	tiles := []app.UI{tile(j.Created, ui.N("imports.done.created", j.Created), "")}
	if j.Changed > 0 {
		tiles = append(tiles, tile(j.Changed, ui.N("imports.done.changed", j.Changed), ""))
	}
	if j.Unchanged > 0 {
		tiles = append(tiles, tile(j.Unchanged, ui.T("imports.done.unchanged"), ""))
	}
	if j.Refused > 0 {
		tiles = append(tiles, tile(j.Refused, ui.T("imports.done.refused"), "tile-refused"))
	}
	return []app.UI{
		ui.PageHead(title, sub),
		app.Div().Class("tiles").Body(tiles...),
		app.Div().Body(p.serverRefused()),
		app.Div().Class("form-actions").Body(
			ui.Button{Text: ui.T("imports.done.members"), Icon: ui.IconUsers, Kind: ui.Primary, Href: "/members"}.UI(),
			p.againButton(),
			app.Div().Body(p.undoUI()),
		),
	}
}

func (p *Page) againButton() app.UI {
	return ui.Button{Text: ui.T("imports.done.again"), Icon: ui.IconFileImport, Scope: "again", OnClick: func(app.Context, app.Event) {
		p.desk.clear()
		p.loadRecent(p.ctx)
	}}.UI()
}

func (p *Page) undoUI() app.UI {
	d := p.desk
	n := len(d.reply.Entries)
	if d.undone {
		return app.P().Class("muted").Attr("role", "status").Text(ui.T("imports.undo.said", "file", d.reply.Title))
	}
	if n == 0 {
		return nil
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

// serverRefused are the rows that the server refused although the check here had let them pass.
func (p *Page) serverRefused() app.UI {
	rows := p.desk.refused
	if len(rows) == 0 {
		return nil
	}
	const shown = 50
	var lines []app.UI
	for i, v := range rows {
		if i == shown {
			lines = append(lines, app.Li().Text(ui.N("imports.more", len(rows)-shown)))
			break
		}
		lines = append(lines, app.Li().Body(
			app.Strong().Text(ui.T("imports.row.title", "row", strconv.Itoa(v.Row))), app.Span().Text(" "+refusedReasons(v)),
		))
	}
	return ui.Card("", app.P().Text(ui.T("imports.done.refusedText")), app.Ul().Class("imports-refused").Body(lines...))
}

// recentUI are the imports of the last days, each with the way to see and undo it.
func (p *Page) recentUI() app.UI {
	if len(p.recent) == 0 {
		return nil
	}
	return ui.Card(ui.T("imports.recent"), app.Ul().Class("recent").Body(app.Range(p.recent).Slice(func(i int) app.UI {
		j := p.recent[i]
		return app.Li().Body(
			ui.Icon(ui.IconFileSheet),
			app.Div().Class("recent-text").Body(
				app.Strong().Text(j.Title),
				app.Small().Text(ui.DateTime(j.Started)+" · "+stateText(j.State)+" · "+
					ui.T("imports.recent.line", "created", ui.Number(j.Created), "changed", ui.Number(j.Changed), "refused", ui.Number(j.Refused))),
			),
			ui.Button{Text: ui.T("imports.recent.open"), Kind: ui.Quiet, Scope: string(j.ID), OnClick: func(app.Context, app.Event) { p.open(p.ctx, j) }}.UI(),
		)
	})))
}

// open shows an earlier import as the one at hand.
func (p *Page) open(ctx app.Context, j route.JobReply) {
	p.desk.clear()
	p.desk.job, p.desk.reply = j.ID, j
	if moving(j.State) {
		store.Follow(ctx, j)
	}
	p.watch(ctx)
}

func stateText(s route.JobState) string {
	switch s {
	case route.JobDone:
		return ui.T("imports.state.done")
	case route.JobFailed:
		return ui.T("imports.state.failed")
	case route.JobStopped:
		return ui.T("imports.state.stopped")
	}
	return ui.T("imports.state.running")
}
