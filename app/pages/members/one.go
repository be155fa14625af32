package members

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/pages/audit/trail"
	"stellwerk/app/pages/groups"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

const editDeed = "members.edit"

// One is the page of one member.
type One struct {
	app.Compo
	ID    string
	Query string // edit=1 opens the form

	arrived  bool // the member has been here
	editing  bool
	form     form
	from     Input         // as the form began
	active   bool          // the member was not deactivated then
	solves   org.CommandID // the conflict that saving resolves
	history  *trail.Trail
	ask      question
	inviting inviting
	erase    erasing
	tenant   org.TenantID

	scheduling  scheduling
	identifying identifying
	keys        app.Func
}

// CompoID is the member: the page of another is another page.
func (p *One) CompoID() string { return p.ID }

// OnMount loads the history, and opens the form if the address says so.
func (p *One) OnMount(ctx app.Context) {
	store.Watch(ctx, store.Members)
	ctx.Handle(store.Members, func(ctx app.Context, _ app.Action) { p.follow(ctx); p.arrive(ctx) })
	p.follow(ctx)
	p.listen(ctx)
	ctx.Defer(func(app.Context) { // after the list has noted where it was left
		if left.there() {
			left.member = org.MemberID(p.ID)
		}
	})
	p.arrive(ctx)
}

// arrive names the page after the member, and opens the form if the address says so: at once or, after a reload, as soon as the
// member is there.
func (p *One) arrive(ctx app.Context) {
	m, there := p.member()
	if !there || p.arrived {
		return
	}
	p.arrived = true
	ctx.Defer(func(app.Context) { ui.SetTitle(m.Name()) })
	if v, _ := url.ParseQuery(p.Query); v.Get("edit") != "" {
		p.edit()
	}
}

// follow loads the history as soon as the organisation is known, and what has come since.
func (p *One) follow(ctx app.Context) {
	tenant := store.Replica().TenantID()
	if tenant == "" || !store.Me().Role.May(org.ReadLedger) {
		return
	}
	if p.history == nil || p.tenant != tenant {
		p.tenant, p.history = tenant, trail.New()
		p.history.Open(ctx, client.EntriesQuery{Record: p.ID, Limit: 30})
		return
	}
	p.history.Follow()
}

func (p *One) member() (org.Member, bool) { return store.Replica().Member(org.MemberID(p.ID)) }

// Render shows the member, or that there is none.
func (p *One) Render() app.UI {
	m, there := p.member()
	_, _, loading := store.Replica().Loading()
	var body []app.UI
	switch {
	case there && p.editing:
		body = []app.UI{p.headUI(m), p.formUI()}
	case there:
		body = []app.UI{p.headUI(m), p.view(m)}
	case loading:
		body = []app.UI{ui.PageHead(ui.T("members.title"), ""), ui.Skeleton(4)}
	default:
		body = []app.UI{p.gone()}
	}
	return app.Div().Class("member").Body(
		p.way(),
		app.Div().Body(body...),
		app.Div().Body(p.historyUI()),
		confirmDialog(&p.ask, p.carryOut),
		p.inviting.dialog(func(app.Context) {}),
		p.scheduling.dialog(func(app.Context) {}),
		p.identifying.dialog(),
		p.eraseDialog(),
		p.photoDialog(m),
	)
}

// gone says that there is nobody here, or nobody whom this person may see.
func (p *One) gone() app.UI {
	if !store.Replica().SeesPeople() {
		return ui.EmptyPage(ui.IconLock, ui.T("members.one.hidden.title"), groups.Unseen())
	}
	return ui.EmptyPage(ui.IconUserOff, ui.T("members.one.gone.title"), ui.T("members.one.gone.text"), p.goneActions()...)
}

func (p *One) carryOut(ctx app.Context, _ app.Event) { p.ask.err = p.ask.carryOut(ctx) }

func (p *One) edit() {
	m, there := p.member()
	if !there || !mayEdit(org.MemberID(p.ID)) {
		return
	}
	p.from, p.active = InputOf(m), !m.Deactivated
	c, in := resolving(p.Query), InputOf(m)
	in.edited(c)
	p.solves = c.Command.ID
	p.form = newForm("edit", in)
	p.form.role, p.form.owner = m.Role != org.Owner && p.ID != string(store.Me().Member), m.Role == org.Owner
	p.form.own = !may()
	p.editing = true
}

// mayEdit says whether this person may change something of a member: everybody may change their own details.
func mayEdit(id org.MemberID) bool { return may() || id == store.Me().Member }

func (p *One) formUI() app.UI {
	return ui.Form(p.save, ui.T("members.edit.title"),
		p.form.Summary(),
		app.Div().Class("card card-pad").Body(p.form.all()...),
		app.Div().Class("form-actions").Body(
			ui.Button{Text: ui.T("members.edit.save"), Kind: ui.Primary, Submit: true, ID: "edit-save"}.UI(),
			ui.Button{Text: ui.T("members.cancel"), OnClick: func(ctx app.Context, _ app.Event) { p.done(ctx) }, Scope: "cancel"}.UI(),
		),
	)
}

// save sends the fields that differ from what they were when the form was opened.
func (p *One) save(ctx app.Context, _ app.Event) {
	args, changed := Edits(org.MemberID(p.ID), p.from, p.form.in, p.active)
	if !changed {
		store.Resolved(ctx, p.solves)
		p.done(ctx)
		return
	}
	name := p.form.in.Name()
	if _, err := store.Do(ctx, editDeed, args, ui.T("members.edit.said", "name", name)); err != nil {
		p.form.refused(ctx, err)
		return
	}
	store.Resolved(ctx, p.solves)
	p.done(ctx)
}

func (p *One) done(ctx app.Context) {
	p.editing, p.solves = false, ""
	if v, _ := url.ParseQuery(p.Query); v.Get("edit") != "" {
		ui.Replace("/members/" + p.ID)
	}
	// The button is there again after the next drawing; until then its place is held by the name.
	ui.Focus("page-title")
	ctx.Defer(func(app.Context) { ui.Focus("member-edit") })
}

func (p *One) historyUI() app.UI {
	h := p.history
	_, there := p.member()
	if h == nil || !there && h.Err == nil && h.Ended() && len(h.Entries) == 0 { // of an id that nobody has ever had
		return nil
	}
	return ui.Card(ui.T("members.one.history"),
		app.Div().Class("trail").Attr("role", "list").Body(h.Rows(true, p.ID)...),
		app.Div().Class("trail-end").Body(p.historyEnd()),
	)
}

func (p *One) historyEnd() app.UI {
	h := p.history
	more := func(text string) app.UI {
		return ui.Button{Text: text, Kind: ui.Quiet, OnClick: func(app.Context, app.Event) { h.More() }, Scope: text}.UI()
	}
	switch {
	case h.Err != nil:
		return app.Div().Body(app.P().Class("trail-why").Text(ui.ErrorText(h.Err)), more(ui.T("audit.again")))
	case h.Loading:
		return ui.Spinner(ui.T("audit.loading"))
	case !h.Ended():
		return more(ui.T("members.one.older"))
	case len(h.Entries) == 0:
		return app.P().Text(ui.T("members.one.noHistory"))
	}
	return nil
}
