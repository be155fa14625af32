package audit

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/trail"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// Page is the audit trail of the organisation.
type Page struct {
	app.Compo
	Query string // of the address

	ctx    app.Context // the page's own: a button that was pressed may be gone when the answer comes
	filter Filter
	trail  *trail.Trail
	tenant org.TenantID
	whom   string // what is typed to find somebody to filter by
	// offered are the people whom the filter offers to choose from, in their order.
	offered []ui.Option
	chain   checking
	export  exporting
}

// OnMount loads the trail.
func (p *Page) OnMount(ctx app.Context) {
	p.ctx, p.filter = ctx, ParseFilter(p.Query)
	ctx.Handle(store.Members, func(ctx app.Context, _ app.Action) {
		defer ui.Guard(ctx)
		p.follow(ctx)
	})
	ctx.Handle(store.Connection, func(ctx app.Context, _ app.Action) {
		defer ui.Guard(ctx)
		if t := p.trail; t != nil && t.Offline() && store.Online() {
			t.More()
		}
	})
	ctx.Handle(endAction, func(ctx app.Context, _ app.Action) {
		defer ui.Guard(ctx)
		if t := p.trail; t != nil && t.Err == nil {
			t.More()
		}
	})
	p.follow(ctx)
}

// OnUpdate follows the address. An entry that is wanted and loaded already is only brought into view.
func (p *Page) OnUpdate(ctx app.Context) {
	f := ParseFilter(p.Query)
	if f == p.filter {
		return
	}
	same := f.Whole() == p.filter.Whole()
	p.filter = f
	if p.trail != nil && same && (f.Entry == 0 && !p.trail.Pinned() || f.Entry != 0 && p.trail.Want(f.Entry)) {
		return
	}
	p.tenant = ""
	ui.SetValue("audit-whom", "")
	p.whom = ""
	p.follow(ctx)
}

// OnDismount ends what goes on in the background.
func (p *Page) OnDismount() {
	p.chain.turn++
	p.export.turn++
}

func may() bool { return store.Me().Role.May(org.ReadLedger) }

// follow loads the trail as soon as the organisation is known, and what has come since.
func (p *Page) follow(ctx app.Context) {
	tenant := store.Replica().TenantID()
	if tenant == "" || !may() {
		return
	}
	if p.trail == nil || p.tenant != tenant {
		p.tenant, p.trail = tenant, trail.New()
		p.trail.Open(ctx, p.filter.Query(time.Now()))
		p.trail.Want(p.filter.Entry)
		return
	}
	p.trail.Follow()
}

// Render shows the page.
func (p *Page) Render() app.UI {
	if !may() {
		return app.Div().Body(
			ui.PageHead(ui.T("audit.title"), ""),
			ui.Empty(ui.IconLock, ui.T("members.lacking.title"), ui.T("audit.lacking")),
		)
	}
	return app.Div().Class("audit").Body(
		ui.PageHead(ui.T("audit.title"), store.Aged(ui.T("audit.sub")),
			app.Div().Class("audit-act").Body(
				ui.Button{Text: ui.T("audit.chain.check"), Icon: ui.IconShieldCheck, OnClick: p.openCheck, ID: "audit-check"}.UI(),
				ui.Help("audit-check-help", ui.T("audit.chain.check"), ui.T("audit.help.chain"), ui.T("audit.help.chain.when")),
			),
			app.Div().Class("audit-act").Body(
				p.exportMenu(),
				ui.Help("audit-export-help", ui.T("audit.export"), ui.T("audit.help.export"), ui.T("audit.help.json")),
			),
		),
		p.facets(),
		app.Div().Class("trail-top").Body(p.top()),
		app.Div().Body(p.list()),
		p.checkDialog(),
		p.whomDialog(),
	)
}

// top says what is not as usual about the list below it.
func (p *Page) top() app.UI {
	t := p.trail
	switch {
	case t == nil:
		return nil
	case t.Local():
		return p.note(ui.IconWifiOff, ui.T("audit.local"), "")
	case t.Missing() != 0 && t.Err == nil:
		return p.note(ui.IconInfoCircle, ui.T("audit.missing", "entry", strconv.FormatUint(t.Missing(), 10)), ui.T("audit.newest"))
	case t.Pinned() && len(t.Entries) > 0:
		return p.note(ui.IconHistory, ui.T("audit.pinned", "entry", strconv.FormatUint(t.Entries[0].Seq, 10)), ui.T("audit.newest"))
	}
	return nil
}

func (p *Page) note(icon ui.IconName, text, leads string) app.UI {
	return app.P().Class("trail-note").Attr("role", "status").Body(
		ui.Icon(icon), app.Span().Text(text),
		app.If(leads != "", func() app.UI { return ui.Link(leads, p.filter.Whole().Address()) }),
	)
}

func (p *Page) list() app.UI {
	t := p.trail
	switch {
	case t == nil, len(t.Entries) == 0 && t.Loading:
		return app.Div().Class("card-list").Aria("busy", true).Body(ui.Skeleton(8))
	case len(t.Entries) == 0 && t.Err != nil:
		return p.failed()
	case len(t.Entries) == 0:
		return ui.Empty(ui.IconHistory, ui.T("audit.none.title"), ui.T("audit.none.text"),
			ui.Button{Text: ui.T("audit.filter.clear"), OnClick: func(ctx app.Context, _ app.Event) { ui.Navigate(ctx, "/audit") }}.UI())
	}
	return app.Div().Body(
		app.Div().Class("trail-days").Attr("role", "group").Aria("label", ui.T("audit.list")).OnKeyDown(ui.On(trail.Keys)).Body(t.Days()...),
		app.Div().Class("trail-end").Body(p.end(), &sentinel{N: len(t.Entries)}),
	)
}

func (p *Page) failed() app.UI {
	icon, title := ui.IconAlertCircle, ui.T("audit.failed")
	if p.trail.Offline() {
		icon, title = ui.IconWifiOff, ui.T("audit.offline")
	}
	return ui.Empty(icon, title, ui.ErrorText(p.trail.Err), p.again())
}

func (p *Page) again() app.UI {
	return ui.Button{Text: ui.T("audit.again"), Icon: ui.IconRefresh, OnClick: func(app.Context, app.Event) { p.trail.More() }}.UI()
}

func (p *Page) end() app.UI {
	t := p.trail
	switch {
	case t.Err != nil:
		text := ui.ErrorText(t.Err)
		if t.Offline() {
			text = ui.T("audit.older")
		}
		return app.Div().Class("trail-failed").Body(app.P().Class("trail-why").Attr("role", "alert").Text(text), p.again())
	case t.Loading:
		return ui.Spinner(ui.T("audit.loading"))
	case t.Ended() && !p.filter.Narrow():
		return app.P().Class("muted").Text(ui.T("audit.end"))
	case t.Ended():
		return app.P().Class("muted").Text(ui.T("audit.endFiltered"))
	}
	return nil
}
