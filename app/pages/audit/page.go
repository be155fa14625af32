package audit

import (
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
	chain  checking
	export exporting
}

// OnMount loads the trail.
func (p *Page) OnMount(ctx app.Context) {
	p.ctx, p.filter = ctx, ParseFilter(p.Query)
	ctx.Handle(store.Members, func(ctx app.Context, _ app.Action) {
		defer ui.Guard(ctx)
		p.follow(ctx)
	})
	ctx.Handle(endAction, func(ctx app.Context, _ app.Action) {
		defer ui.Guard(ctx)
		if t := p.trail; t != nil && t.Err == nil {
			t.More()
		}
	})
	p.follow(ctx)
}

// OnUpdate follows the address.
func (p *Page) OnUpdate(ctx app.Context) {
	if f := ParseFilter(p.Query); f != p.filter {
		p.filter = f
		p.tenant = ""
		p.follow(ctx)
	}
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
		ui.PageHead(ui.T("audit.title"), ui.T("audit.sub"),
			ui.Button{Text: ui.T("audit.chain.check"), Icon: ui.IconShieldCheck, OnClick: p.openCheck, ID: "audit-check"}.UI(),
			p.exportMenu(),
		),
		p.filters(),
		app.Div().Body(p.list()),
		p.checkDialog(),
	)
}

func (p *Page) list() app.UI {
	t := p.trail
	if t == nil {
		return ui.Skeleton(8)
	}
	if len(t.Entries) == 0 && !t.Loading && t.Err == nil {
		return ui.Empty(ui.IconHistory, ui.T("audit.none.title"), ui.T("audit.none.text"),
			ui.Button{Text: ui.T("audit.filter.clear"), OnClick: func(ctx app.Context, _ app.Event) { ui.Navigate(ctx, "/audit") }}.UI())
	}
	return app.Div().Body(
		app.Div().Class("trail card-list").Attr("role", "list").Aria("label", ui.T("audit.list")).Body(t.Rows(false, "")...),
		app.Div().Class("trail-end").Body(p.end(), &sentinel{N: len(t.Entries)}),
	)
}

func (p *Page) end() app.UI {
	t := p.trail
	switch {
	case t.Err != nil:
		return app.Div().Body(
			app.P().Class("trail-why").Attr("role", "alert").Text(ui.ErrorText(t.Err)),
			ui.Button{Text: ui.T("audit.again"), Kind: ui.Quiet, OnClick: func(app.Context, app.Event) { t.More() }}.UI(),
		)
	case t.Loading:
		return ui.Spinner(ui.T("audit.loading"))
	case t.Ended() && !p.filter.Narrow():
		return app.P().Class("muted").Text(ui.T("audit.end"))
	}
	return nil
}
