package imports

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Page brings a staff list in, in three steps: choose a file, check it, take it over.
type Page struct {
	app.Compo

	ctx    app.Context // the page's own: an element that was used may be gone when an answer comes
	desk   *desk
	back   bool // somebody has come back to a list that lay here
	row    int  // whose fields the dialog shows; counts from 1, 0 for none
	recent []route.JobReply
	undone map[uint64]bool // entries that have been taken back; nil until it is known
	paste  app.Func
	waits  app.Value // a list that was handed over while another is open
	look   app.Func
	came   app.Func
}

// OnInit finds what lay on the table.
func (p *Page) OnInit() { p.desk = deskHere() }

// OnMount follows what judging and jobs depend on.
func (p *Page) OnMount(ctx app.Context) {
	p.ctx = ctx
	p.back, p.desk.left = p.desk.left && p.desk.list != nil, false
	ctx.Handle(store.Connection, func(ctx app.Context, _ app.Action) {
		defer ui.Guard(ctx)
		p.reopen(ctx)
	})
	ctx.Handle(store.Members, func(ctx app.Context, _ app.Action) {
		defer ui.Guard(ctx)
		p.desk = deskHere()
		p.desk.follow(ctx)
	})
	ctx.Handle(store.Jobs, func(ctx app.Context, _ app.Action) {
		defer ui.Guard(ctx)
		p.watch(ctx)
	})
	ctx.Handle(typedAction, p.typed)
	ctx.Handle(NextRefused, func(ctx app.Context, _ app.Action) {
		defer ui.Guard(ctx)
		if p.desk.list != nil && p.desk.job == "" {
			p.next(ctx, app.Window().Get("document").Get("activeElement"))
		}
	})
	p.desk.follow(ctx)
	p.resume()
	p.watch(ctx)
	p.loadRecent(ctx)
	p.listen()
	p.expect()
	warn()
}

// OnDismount lets the frame show the job that this page followed, and says where a list is that has been checked in part.
func (p *Page) OnDismount() {
	d := p.desk
	p.deafen()
	if d.job != "" && moving(d.reply.State) {
		store.Follow(app.Context{}, d.reply)
	}
	if d.list != nil && d.job == "" && d == deskHere() {
		d.left = true
		store.Notify(app.Context{}, ui.T("imports.kept", "file", d.list.Title()))
	}
}

// Render shows the step that the work is at.
func (p *Page) Render() app.UI {
	if !store.Me().Role.May(org.ManageMembers) {
		return app.Div().Body(
			ui.PageHead(ui.T("imports.title"), ""),
			ui.Empty(ui.IconLock, ui.T("members.lacking.title"), ui.T("members.lacking.text", "right", ui.T("right.members.manage"))),
		)
	}
	d := p.desk
	step, body := 1, []app.UI(nil)
	switch {
	case d.job != "":
		step, body = 3, p.applyUI()
	case d.list != nil:
		step, body = 2, p.checkUI()
	default:
		body = p.fileUI()
	}
	at := strconv.Itoa(step)
	return app.Div().Class("imports").Class("imports-"+at).OnKeyDown(ui.On(p.key)).Body(
		steps(step),
		app.Div().DataSet("step", at).Body(body...),
		p.rowDialog(),
		p.willDialog(),
		p.sharedDialog(),
	)
}

// NextRefused is the action that leads to the next refused row.
const NextRefused = "imports-next-refused"

// key goes on from a cell that is mended in the list: Enter to the next one, Escape to its row.
func (p *Page) key(ctx app.Context, e app.Event) {
	target := e.Get("target")
	if p.desk.list != nil && target.Call("matches", ".vlist .imports-input").Bool() {
		switch e.Get("key").String() {
		case "Enter":
			e.PreventDefault()
			p.next(ctx, target)
			return
		case "Escape":
			target.Call("closest", "[role=row]").Call("focus")
		}
	}
	ctx.PreventUpdate()
}

// steps says where the work is.
func steps(at int) app.UI {
	names := []string{ui.T("imports.step.file"), ui.T("imports.step.check"), ui.T("imports.step.apply")}
	return app.Ol().Class("import-steps").Aria("label", ui.T("imports.steps")).Body(app.Range(names).Slice(func(i int) app.UI {
		li := app.Li().Class("import-step")
		mark := app.B().Aria("hidden", true).Text(strconv.Itoa(i + 1))
		state := ""
		switch {
		case i+1 < at:
			li, mark = li.Class("done"), app.B().Aria("hidden", true).Body(ui.Icon(ui.IconCheck))
			state = ui.T("imports.step.done")
		case i+1 == at:
			li = li.Class("on").Aria("current", "step")
		}
		return li.Body(mark, app.Span().Text(names[i]), app.Span().Class("visually-hidden").Text(state))
	}))
}
