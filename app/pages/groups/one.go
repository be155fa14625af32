package groups

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/pages/audit/trail"
	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// One is the page of one group.
type One struct {
	app.Compo
	ID    string
	Query string // all=1 shows those below it as well, all=0 does not

	arrived bool
	looked  bool // whom to show first was decided
	all     bool // those below it are shown as well
	slots   []int32
	seen    uint64 // version of the replica that slots are of
	menuFor org.MemberID
	ask     dialogs
	adds    adding
	history *trail.Trail
	tenant  org.TenantID
	around  app.Context
}

// CompoID is the group: the page of another is another page.
func (p *One) CompoID() string { return p.ID }

func (p *One) id() org.GroupID { return org.GroupID(p.ID) }

// OnMount follows the group and loads its history.
func (p *One) OnMount(ctx app.Context) {
	p.around = ctx
	p.ask.gone = func(ctx app.Context, into org.GroupID) {
		if into == "" {
			ui.Navigate(ctx, "/groups")
			return
		}
		ui.Navigate(ctx, Address(into))
	}
	v, _ := url.ParseQuery(p.Query)
	p.looked, p.all = v.Has("all"), v.Get("all") == "1"
	store.Watch(ctx, store.Members, store.Connection)
	ctx.Handle(store.Members, func(ctx app.Context, _ app.Action) { p.follow(ctx) })
	p.follow(ctx)
}

func (p *One) follow(ctx app.Context) {
	if _, _, loading := store.Replica().Loading(); !loading && !p.looked {
		p.looked = true
		p.all = dir().InGroup(p.id()) == 0 && dir().InAndBelow(p.id()) > 0 // who is there is what one looks for
	}
	if g, there := dir().Group(p.id()); there && !p.arrived {
		p.arrived = true
		ctx.Defer(func(app.Context) { ui.SetTitle(g.Name) })
	}
	tenant := store.Replica().TenantID()
	if tenant == "" || !store.Me().Role.May(org.ReadLedger) {
		return
	}
	if p.history == nil || p.tenant != tenant {
		p.tenant, p.history = tenant, trail.New()
		p.history.Open(ctx, client.EntriesQuery{Record: p.ID, Kind: string(ledger.KindGroup), Limit: 30})
		return
	}
	p.history.Follow()
}

// Render shows the group, or that there is none.
func (p *One) Render() app.UI {
	g, there := dir().Group(p.id())
	_, _, loading := store.Replica().Loading()
	switch {
	case !there && loading:
		return app.Div().Class("group").Body(ui.PageHead(ui.T("groups.title"), ""), ui.Skeleton(4))
	case !there:
		return app.Div().Class("group").Body(ui.EmptyPage(ui.IconSitemap, ui.T("groups.gone.title"), ui.T("groups.gone.text"),
			ui.Button{Text: ui.T("groups.toAll"), Href: "/groups"}.UI()))
	}
	p.look()
	return app.Div().Class("group").Body(
		p.way(),
		p.head(g),
		app.Div().Class("group-about").Body(p.about(g)...),
		app.Div().Body(p.subgroups()),
		p.people(),
		app.Div().Body(p.historyUI()),
		p.rowMenu(),
		p.ask.UI(),
		p.adds.UI(p.id()),
	)
}

// look finds who is in the group, anew where something has changed.
func (p *One) look() {
	if v := store.Replica().Version() + 1; p.seen != v {
		p.seen = v
		p.slots = dir().People(p.id())
		if p.all {
			p.slots = dir().Find(replica.Query{Group: p.id()})
		}
	}
}

// way is where the group stands, each step a link.
func (p *One) way() app.UI {
	steps := []app.UI{app.A().Class("link").Href("/groups").Text(ui.T("groups.title"))}
	for _, up := range dir().Path(p.id()) {
		steps = append(steps, ui.Icon(ui.IconChevronRight), app.A().Class("link").Href(Address(up)).Text(Name(up)))
	}
	return app.Nav().Class("group-way").Aria("label", ui.T("groups.way")).Body(steps...)
}

func (p *One) head(g org.Group) app.UI {
	sub := ui.T("groups.both", "direct", ui.N("groups.people", dir().InGroup(p.id())), "all", ui.Number(dir().InAndBelow(p.id())))
	if len(dir().Subgroups(p.id())) == 0 {
		sub = ui.N("groups.people", dir().InGroup(p.id()))
	}
	switch {
	case !seesPeople(), g.Smart && g.Rule == "":
		sub = g.Type
	case g.Type != "":
		sub = g.Type + " · " + sub
	}
	if sub != "" {
		sub = store.Aged(sub)
	}
	if store.Replica().WaitingGroup(p.id()) {
		sub += " · " + ui.T("groups.waits")
	}
	var out []app.UI
	if may() && !g.Smart {
		out = append(out, ui.Button{Text: ui.T("groups.add"), Icon: ui.IconUserPlus, Kind: ui.Primary, ID: "group-add", OnClick: func(ctx app.Context, _ app.Event) { p.adds.open(ctx) }}.UI())
	}
	if may() {
		out = append(out, ui.Button{Text: ui.T("groups.edit"), Icon: ui.IconPencil, ID: "group-edit", OnClick: func(ctx app.Context, _ app.Event) { p.ask.openEdit(ctx, p.id()) }}.UI())
	}
	items := []app.UI{ui.MenuItem(ui.IconDownload, ui.T("groups.export"), p.export, p.ID)}
	if may() {
		items = append(items, ui.MenuLink(ui.IconHistory, ui.T("members.one.inTrail"), "/audit?about="+p.ID))
		items = append(items, p.ask.items(p.id())...)
	}
	return ui.PageHead(g.Name, sub, append(out, ui.Menu("group-menu", ui.T("groups.menu", "name", g.Name), ui.IconDots, items...))...)
}

// about is what the group is for and who leads it.
func (p *One) about(g org.Group) []app.UI {
	lead := map[org.Part][]app.UI{}
	for _, slot := range dir().People(p.id()) {
		id, m := dir().At(slot)
		in, _ := m.In(p.id())
		if in.Part == org.PartMember {
			break // they come last
		}
		lead[in.Part] = append(lead[in.Part], app.A().Class("group-lead").Href("/members/"+string(id)).Body(
			ui.FaceOf(store.Here().Tenant, id, m).UI(), app.Span().Text(m.Name())))
	}
	out := []app.UI{app.P().Class("group-text").Text(g.Description)}
	if g.Smart {
		return append(out, smartAbout(g))
	}
	if !seesPeople() {
		return out
	}
	for _, part := range []org.Part{org.PartLeader, org.PartDeputy} {
		body := lead[part]
		if len(body) == 0 && part == org.PartDeputy {
			continue
		}
		if len(body) == 0 {
			body = []app.UI{app.Span().Class("muted").Text(ui.T("groups.noLeader"))}
		}
		out = append(out, app.Div().Class("group-part").Body(app.H2().Text(partTitle(part)), app.Div().Class("group-leads").Body(body...)))
	}
	return out
}

func partTitle(part org.Part) string { return ui.T("part." + string(part)) }

func (p *One) subgroups() app.UI {
	subs := dir().Subgroups(p.id())
	if len(subs) == 0 {
		return nil
	}
	return app.Section().Class("group-subs").Aria("labelledby", "group-subs").Body(
		app.H2().ID("group-subs").Class("group-h2").Text(ui.N("groups.subgroups", len(subs))), links(subs, false))
}

// people is who belongs to the group, and below it if that is asked for.
func (p *One) people() app.UI {
	tab := func(text string, n int, all bool, query string) app.UI {
		return ui.Tab(text, n, p.all == all, func(app.Context, app.Event) {
			p.all, p.seen = all, 0
			ui.Replace(Address(p.id()) + query)
		}, text)
	}
	var tabs app.UI // without subgroups there is nothing to choose
	if len(dir().Subgroups(p.id())) > 0 {
		tabs = ui.Tabs(ui.T("groups.membersOf", "name", Name(p.id())),
			tab(ui.T("groups.direct"), dir().InGroup(p.id()), false, "?all=0"), tab(ui.T("groups.inherited"), dir().InAndBelow(p.id()), true, "?all=1"))
	}
	t := ui.Table{
		ID: "group-people", Label: ui.T("groups.membersOf", "name", Name(p.id())), Columns: p.columns(), Count: len(p.slots), Instead: p.instead(),
		Key:   func(i int) string { return string(p.at(i)) },
		Cell:  func(i int, column string, in ui.Shown) []app.UI { return p.cell(i, column) },
		Card:  p.card,
		OnAct: p.act, Around: p.around,
	}
	if may() {
		t.Menu = func(i int) string {
			_, m := dir().At(p.slots[i])
			return ui.T("members.menu", "name", m.Name())
		}
	}
	return app.Section().Class("group-people").Aria("label", t.Label).Body(app.Div().Body(tabs), t.UI())
}

func (p *One) at(i int) org.MemberID {
	id, _ := dir().At(p.slots[i])
	return id
}

func (p *One) columns() []ui.Column {
	out := []ui.Column{{ID: "name", Title: ui.T("field.name"), Width: ui.Wider, Always: true}}
	if g, _ := dir().Group(p.id()); !g.Smart {
		out = append(out, ui.Column{ID: "part", Title: ui.T("groups.part"), Width: ui.Wide})
	}
	out = append(out, ui.Column{ID: "title", Title: ui.T("field.title"), Width: ui.Wide})
	if p.all {
		out = append(out, ui.Column{ID: "where", Title: ui.T("groups.by"), Width: ui.Wide})
	}
	return append(out, ui.Column{ID: "status", Title: ui.T("members.column.status"), Width: ui.Narrow})
}

func (p *One) cell(i int, column string) []app.UI {
	id, m := dir().At(p.slots[i])
	switch column {
	case "name":
		return []app.UI{face(id, m), app.A().Class("t-name t-line").Href("/members/" + string(id)).TabIndex(-1).Text(m.Name())}
	case "part":
		return []app.UI{ui.Line(p.partOf(m))}
	case "title":
		return []app.UI{ui.Line(m.Title)}
	case "where":
		return []app.UI{ui.Line(p.by(m))}
	case "status":
		return []app.UI{ui.Status(m.Status())}
	}
	return nil
}

func face(id org.MemberID, m org.Member) app.UI {
	return app.Span().Class("members-face").Body(ui.FaceOf(store.Here().Tenant, id, m).InWords())
}

// partOf is what somebody is in the group; of who is in it by another group that.
func (p *One) partOf(m org.Member) string {
	in, direct := m.In(p.id())
	switch g, _ := dir().Group(p.id()); {
	case g.Smart:
		return ui.T("smart.byRule")
	case !direct:
		return ui.T("groups.inheritedOne")
	case in.Part == org.PartMember:
		return ui.T("part.member")
	}
	return partTitle(in.Part)
}

// by names the groups by which somebody belongs to this one.
func (p *One) by(m org.Member) string {
	var names []string
	for _, in := range dir().GroupsOf(m) {
		if in.Group == p.id() {
			continue
		}
		for _, up := range dir().Path(in.Group) {
			if up == p.id() {
				names = append(names, Name(in.Group))
			}
		}
	}
	return strings.Join(names, ", ")
}

func (p *One) card(i int) ui.RowCard {
	id, m := dir().At(p.slots[i])
	second := p.partOf(m)
	if g, _ := dir().Group(p.id()); g.Smart {
		second = m.Title
	} else if by := p.by(m); by != "" && p.all {
		second += " · " + by
	} else if m.Title != "" {
		second += " · " + m.Title
	}
	return ui.RowCard{Face: face(id, m), Name: m.Name(), Href: "/members/" + string(id), Second: second, State: []app.UI{ui.Status(m.Status())}}
}

func (p *One) instead() app.UI {
	if len(p.slots) > 0 {
		return nil
	}
	if !seesPeople() {
		return ui.Empty(ui.IconLock, ui.T("members.one.hidden.title"), Unseen())
	}
	if g, _ := dir().Group(p.id()); g.Smart && g.Rule == "" {
		return ui.Empty(ui.IconLock, ui.T("smart.title"), ui.T("smart.hidden"))
	} else if g.Smart {
		return ui.Empty(ui.IconFilter, ui.T("smart.nobody.title"), ui.T("smart.nobody.text"))
	}
	if !may() {
		return ui.Empty(ui.IconUsers, ui.T("groups.nobody.title"), ui.T("groups.nobody.wait"))
	}
	return ui.Empty(ui.IconUsers, ui.T("groups.nobody.title"), ui.T("groups.nobody.text"),
		ui.Button{Text: ui.T("groups.add"), Icon: ui.IconUserPlus, Kind: ui.Primary, Scope: "first", OnClick: func(ctx app.Context, _ app.Event) { p.adds.open(ctx) }}.UI())
}

func (p *One) historyUI() app.UI {
	h := p.history
	if h == nil {
		return nil
	}
	var last app.UI
	switch {
	case h.Err != nil:
		last = app.P().Class("trail-why").Text(ui.ErrorText(h.Err))
	case h.Loading:
		last = ui.Spinner(ui.T("audit.loading"))
	case !h.Ended():
		last = ui.Button{Text: ui.T("members.one.older"), Kind: ui.Quiet, OnClick: func(app.Context, app.Event) { h.More() }, Scope: p.ID}.UI()
	}
	return ui.Card(ui.T("members.one.history"),
		app.Div().Class("trail").Attr("role", "list").Body(h.Rows(true, p.ID)...),
		app.Div().Class("trail-end").Body(last),
	)
}
