package imports

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// loadRecent asks for the imports of the last days, and which of them have been taken back.
func (p *Page) loadRecent(ctx app.Context) {
	tenant := p.desk.tenant
	if tenant == "" || !store.Me().Role.May(org.ManageMembers) {
		return
	}
	ui.Ask(ctx, func() (route.JobsReply, error) { return store.Client().Jobs(tenant) },
		func(_ app.Context, r route.JobsReply, err error) {
			if err != nil {
				return
			}
			p.recent = slices.DeleteFunc(r.Jobs, func(j route.JobReply) bool {
				return j.Deed != importDeed || j.State == route.JobFilling || j.State == route.JobReady
			})
		})
	ui.Ask(ctx, func() (route.EntriesReply, error) {
		return store.Client().Entries(tenant, client.EntriesQuery{Deed: undoDeed, Limit: route.EntriesPage})
	}, func(_ app.Context, r route.EntriesReply, err error) {
		if err != nil {
			return
		}
		p.undone = map[uint64]bool{}
		for _, e := range r.Entries {
			for _, seq := range e.Undoes {
				p.undone[seq] = true
			}
		}
	})
}

// takenBack says whether all that an import wrote has been taken back.
func (p *Page) takenBack(j route.JobReply) bool {
	for _, seq := range j.Entries {
		if !p.undone[seq] {
			return false
		}
	}
	return len(j.Entries) > 0
}

// recentUI are the imports of the last days, each with the way to see it and to take it back.
func (p *Page) recentUI() app.UI {
	if len(p.recent) == 0 {
		return nil
	}
	return ui.Card(ui.T("imports.recent"), app.Ul().Class("recent").Body(app.Range(p.recent).Slice(func(i int) app.UI {
		j := p.recent[i]
		tone, state := jobState(j.State)
		if p.takenBack(j) {
			tone, state = ui.Neutral, ui.T("imports.state.undone")
		}
		return app.Li().Body(
			app.Div().Class("recent-text").Body(
				app.Div().Class("recent-title").Body(app.Strong().Text(j.Title), ui.Badge(tone, state)),
				app.Small().Text(ui.DateTime(j.Started)+" · "+recentLine(j)),
			),
			app.Div().Class("recent-actions").Body(
				app.Div().Body(app.If(p.canUndo(j), func() app.UI {
					return ui.Button{Text: ui.T("imports.recent.undo"), Label: ui.T("imports.recent.undoOf", "file", j.Title), Icon: ui.IconArrowBack, Kind: ui.Quiet,
						Scope: string(j.ID), OnClick: func(ctx app.Context, _ app.Event) { p.undoRecent(ctx, j) }}.UI()
				})),
				ui.Button{Text: ui.T("imports.recent.open"), Label: ui.T("imports.recent.openOf", "file", j.Title), Kind: ui.Quiet,
					Scope: string(j.ID), OnClick: func(app.Context, app.Event) { p.open(p.ctx, j) }}.UI(),
			),
		)
	})))
}

// recentLine says what came of an import, without what did not occur.
func recentLine(j route.JobReply) string {
	out := ui.T("imports.recent.created", "n", ui.Number(j.Created))
	if j.Groups > 0 {
		groups := ui.N("imports.recent.groups", j.Groups)
		if out = groups + ", " + out; j.Created == 0 {
			out = groups
		}
	}
	if j.Changed > 0 {
		out += ", " + ui.T("imports.recent.changed", "n", ui.Number(j.Changed))
	}
	if j.Refused > 0 {
		out += ", " + ui.T("imports.recent.refused", "n", ui.Number(j.Refused))
	}
	return out
}

func (p *Page) canUndo(j route.JobReply) bool {
	return p.undone != nil && !moving(j.State) && len(j.Entries) > 0 && !p.takenBack(j)
}

// undoRecent takes an earlier import back without showing it first.
func (p *Page) undoRecent(ctx app.Context, j route.JobReply) {
	if err := takeBack(ctx, j); err != nil {
		store.Notify(ctx, ui.ErrorText(err))
		return
	}
	p.markUndone(j)
}

func (p *Page) markUndone(j route.JobReply) {
	if p.undone == nil {
		p.undone = map[uint64]bool{}
	}
	for _, seq := range j.Entries {
		p.undone[seq] = true
	}
}

// open shows an earlier import as the one at hand.
func (p *Page) open(ctx app.Context, j route.JobReply) {
	p.desk.clear()
	p.desk.job, p.desk.reply = j.ID, j
	if moving(j.State) {
		store.Follow(ctx, j)
	}
	p.watch(ctx)
	p.ctx.Defer(func(app.Context) { ui.Focus("page-title") })
}

func jobState(s route.JobState) (ui.Tone, string) {
	switch s {
	case route.JobDone:
		return ui.OK, ui.T("imports.state.done")
	case route.JobFailed:
		return ui.Bad, ui.T("imports.state.failed")
	case route.JobStopped:
		return ui.Wait, ui.T("imports.state.stopped")
	}
	return ui.Info, ui.T("imports.state.running")
}
