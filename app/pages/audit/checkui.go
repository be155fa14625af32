package audit

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/pages/audit/trail"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/route"
)

const checkID = "audit-chain"

// checking is a check of the chain under way.
type checking struct {
	check   *Check
	running bool
	stopped bool
	err     error
	turn    int
}

func (p *Page) openCheck(app.Context, app.Event) {
	ui.OpenDialog(checkID)
	if !p.chain.running {
		p.startCheck()
	}
}

func (p *Page) startCheck() {
	p.chain = checking{check: NewCheck(store.Replica().TenantID()), running: true, turn: p.chain.turn + 1}
	p.fetch(p.ctx, p.chain.turn, 0)
}

// fetch gets the next older entries and checks them.
func (p *Page) fetch(ctx app.Context, turn int, before uint64) {
	tenant := p.chain.check.tenant
	ui.Ask(ctx, func() (route.EntriesReply, error) {
		return store.Client().Entries(tenant, client.EntriesQuery{Before: before})
	}, func(ctx app.Context, r route.EntriesReply, err error) {
		c := &p.chain
		if turn != c.turn {
			return
		}
		if err != nil {
			c.err, c.running = err, false
			return
		}
		c.check.Begin(r.Head)
		p.verify(ctx, turn, r.Entries, r.Before)
	})
}

func (p *Page) verify(ctx app.Context, turn int, entries []ledger.Entry, before uint64) {
	c := &p.chain
	if turn != c.turn {
		return
	}
	for start := time.Now(); len(entries) > 0 && time.Since(start) < ui.Slice; entries = entries[1:] {
		if !c.check.Add(entries[0]) {
			c.running = false
			return
		}
	}
	switch {
	case len(entries) > 0:
		ui.Pause(ctx, func(ctx app.Context) { p.verify(ctx, turn, entries, before) })
	case before != 0:
		p.fetch(ctx, turn, before)
	default:
		c.check.End()
		c.running = false
	}
}

func (p *Page) stopCheck(app.Context, app.Event) {
	p.chain.turn++
	p.chain.running, p.chain.stopped = false, true
}

func (p *Page) checkDialog() app.UI {
	return ui.Dialog(checkID, ui.T("audit.chain.title"),
		app.P().Class("muted").Text(ui.T("audit.chain.what")),
		app.Div().Class("chain").Attr("role", "status").Body(p.checkState()),
		app.Div().Body(p.checkActions()),
	)
}

func (p *Page) checkState() app.UI {
	c := p.chain
	if c.check == nil {
		return app.Div()
	}
	done, total := c.check.Done, int(c.check.Head.Seq)
	numbers := []string{"done", ui.Number(done), "total", ui.Number(total)}
	head := strconv.FormatUint(c.check.Head.Seq, 10)
	switch {
	case c.err != nil:
		return ui.Banner(ui.Bad, ui.IconAlertCircle, ui.ErrorText(c.err), ui.T("audit.chain.stopped", numbers...))
	case c.check.Broken != 0:
		seq := strconv.FormatUint(c.check.Broken, 10)
		return app.Div().Class("chain-bad").Body(
			app.H3().Body(ui.Icon(ui.IconAlert), app.Span().Text(ui.T("audit.chain.broken", "entry", seq))),
			app.P().Text(ui.T("audit.chain.brokenText", "entry", seq)),
			ui.Button{Text: ui.T("audit.chain.show", "entry", seq), Icon: ui.IconArrowRight, Scope: "broken", OnClick: func(ctx app.Context, _ app.Event) {
				ui.CloseDialog(checkID)
				ui.Navigate(ctx, trail.Address(p.chain.check.Broken))
			}}.UI(),
		)
	case c.running:
		text := ui.T("audit.chain.running", numbers...)
		return app.Div().Body(ui.Progress(text, done, total), app.P().Text(text))
	case c.stopped:
		return app.P().Text(ui.T("audit.chain.stopped", numbers...))
	}
	return app.Div().Class("chain-good").Body(
		app.H3().Body(ui.Icon(ui.IconShieldCheck), app.Span().Text(ui.N("audit.chain.good", done))),
		app.P().Text(ui.T("audit.chain.upTo", "entry", head)),
		app.Div().Class("chain-hash").Body(
			app.Code().ID("audit-hash").Text(digest(c.check.Head.Hash)),
			ui.Button{Text: ui.T("audit.copy"), Icon: ui.IconCopy, Kind: ui.Quiet, OnClick: func(ctx app.Context, _ app.Event) {
				store.Copy(ctx, digest(p.chain.check.Head.Hash), ui.T("audit.copied"))
			}}.UI(),
		),
		app.P().Class("muted").Text(ui.T("audit.chain.keep")),
	)
}

func (p *Page) checkActions() app.UI {
	if p.chain.running {
		return ui.DialogActions(ui.Button{Text: ui.T("audit.chain.stop"), Icon: ui.IconStop, OnClick: p.stopCheck, Scope: "stop"}.UI())
	}
	return ui.DialogActions(ui.Button{Text: ui.T("audit.chain.again"), Icon: ui.IconRefresh, Scope: "again", OnClick: func(app.Context, app.Event) { p.startCheck() }}.UI())
}
