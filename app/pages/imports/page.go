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
	over   bool // a file is held above the page
	drawn  int  // counts renderings
	row    int  // whose fields the dialog shows; counts from 1, 0 for none
	recent []route.JobReply
}

// OnInit finds what lay on the table.
func (p *Page) OnInit() { p.desk = deskHere() }

// OnMount follows what judging and jobs depend on.
func (p *Page) OnMount(ctx app.Context) {
	p.ctx = ctx
	store.Watch(ctx, store.Connection)
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
	p.desk.follow(ctx)
	p.resume()
	p.watch(ctx)
	p.loadRecent(ctx)
}

// OnDismount lets the frame show the job that this page followed.
func (p *Page) OnDismount() {
	if d := p.desk; d.job != "" && moving(d.reply.State) {
		store.Follow(app.Context{}, d.reply)
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
	return app.Div().Class("imports").Class("imports-"+strconv.Itoa(step)).Body(
		steps(step),
		app.Div().Body(body...),
		p.rowDialog(),
	)
}

// steps says where the work is.
func steps(at int) app.UI {
	names := []string{ui.T("imports.step.file"), ui.T("imports.step.check"), ui.T("imports.step.apply")}
	return app.Ol().Class("steps").Aria("label", ui.T("imports.steps")).Body(app.Range(names).Slice(func(i int) app.UI {
		li := app.Li().Class("step")
		mark := app.B().Text(strconv.Itoa(i + 1))
		switch {
		case i+1 < at:
			li, mark = li.Class("done"), app.B().Body(ui.Icon(ui.IconCheck))
		case i+1 == at:
			li = li.Class("on").Aria("current", "step")
		}
		return li.Body(mark, app.Span().Text(names[i]))
	}))
}
