package groups

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

const menuID, searchID = "groups-menu", "groups-search"

// Page is the tree of groups.
type Page struct {
	app.Compo
	Query string // q is what is looked for, new=1 opens the form of a new group

	typed   string
	asked   string // the query that was followed
	wrote   string // the query that what is typed stands in
	turn    int    // counts what was typed
	menuFor org.GroupID
	ask     dialogs
}

// OnMount follows the groups and who belongs to them.
func (p *Page) OnMount(ctx app.Context) {
	store.Watch(ctx, store.Members, store.Connection)
	ctx.Handle(store.Members, func(ctx app.Context, _ app.Action) { p.begin(ctx) })
	p.begin(ctx)
}

// OnUpdate follows the address.
func (p *Page) OnUpdate(ctx app.Context) { p.begin(ctx) }

// begin looks for what the address says, and opens the form of a new group if it says so.
func (p *Page) begin(ctx app.Context) {
	v, _ := url.ParseQuery(p.Query)
	if p.Query != p.wrote {
		p.wrote, p.typed = p.Query, v.Get("q")
		ui.SetValue(searchID, p.typed)
	}
	if p.Query == p.asked || !may() { // who somebody is may not be known yet
		return
	}
	p.asked = p.Query
	if v.Get("new") != "" {
		p.ask.openNew(ctx, "")
	}
}

// Render shows the tree, or what is found of it.
func (p *Page) Render() app.UI {
	return app.Div().Class("groups").Body(
		p.head(),
		app.Div().Class("groups-search").Body(app.If(dir().GroupCount() > 0, p.search)),
		app.Div().Class("groups-body").Body(p.body()),
		p.menu(),
		p.ask.UI(),
	)
}

func (p *Page) head() app.UI {
	d := dir()
	sub := store.Aged(ui.N("groups.sub", d.GroupCount()))
	if _, _, loading := store.Replica().Loading(); loading {
		sub = ui.T("members.coming")
	}
	if !may() {
		return ui.PageHead(ui.T("groups.title"), sub)
	}
	return ui.PageHead(ui.T("groups.title"), sub,
		app.Div().Body(app.If(d.GroupCount() > 0, func() app.UI {
			return ui.Button{Text: ui.T("groups.units"), Icon: ui.IconDownload, Kind: ui.Quiet, ID: "groups-units", OnClick: exportUnits}.UI()
		})),
		ui.Button{Text: ui.T("groups.new"), Icon: ui.IconPlus, Kind: ui.Primary, ID: "groups-new", OnClick: func(ctx app.Context, _ app.Event) { p.ask.openNew(ctx, "") }}.UI())
}

func (p *Page) search() app.UI {
	return ui.Field{
		ID: searchID, Label: ui.T("groups.search"), Type: "search", Value: p.typed, Autocomplete: "off",
		OnInput: p.look,
	}.UI()
}

// look follows what is typed at once, and puts it into the address when the person pauses.
func (p *Page) look(ctx app.Context, typed string) {
	p.typed = typed
	p.turn++
	turn := p.turn
	ctx.After(ui.AddressRest, func(app.Context) {
		if turn != p.turn || !p.Mounted() {
			return
		}
		address := "/groups"
		p.wrote = ""
		if q := strings.TrimSpace(typed); q != "" {
			p.wrote = "q=" + url.QueryEscape(q)
			address += "?" + p.wrote
		}
		ui.Replace(address)
	})
}

func (p *Page) body() app.UI {
	_, _, loading := store.Replica().Loading()
	switch {
	case dir().GroupCount() == 0 && loading:
		return ui.Skeleton(6)
	case dir().GroupCount() == 0 && may():
		return ui.Empty(ui.IconSitemap, ui.T("groups.none.title"), ui.T("groups.none.text"),
			ui.Button{Text: ui.T("groups.new"), Icon: ui.IconPlus, Kind: ui.Primary, Scope: "first", OnClick: func(ctx app.Context, _ app.Event) { p.ask.openNew(ctx, "") }}.UI())
	case dir().GroupCount() == 0:
		return ui.Empty(ui.IconSitemap, ui.T("groups.none.title"), ui.T("groups.none.wait"))
	case strings.TrimSpace(p.typed) != "":
		return p.found()
	}
	return p.tree()
}

// unfoldedTops is how many outermost groups are unfolded at first; more of them would hide each other.
const unfoldedTops = 20

// mostFound is how many groups a search shows.
const mostFound = 50

func (p *Page) found() app.UI {
	all := dir().FindGroups(p.typed)
	if len(all) == 0 {
		return ui.Empty(ui.IconSearch, ui.T("groups.noMatch.title"), ui.T("groups.noMatch.text", "search", strings.TrimSpace(p.typed)))
	}
	more := ""
	if len(all) > mostFound {
		more = ui.N("groups.more", len(all)-mostFound)
	}
	return app.Div().Body(
		app.P().Class("groups-count").Attr("role", "status").Text(ui.N("groups.found", len(all))),
		links(all[:min(len(all), mostFound)], true),
		app.P().Class("groups-count").Text(more),
	)
}

// links lead to groups, each with how many people there are, and with its place where that is not known anyway.
func links(ids []org.GroupID, placed bool) app.UI {
	return app.Ul().Class("card groups-links").Body(app.Range(ids).Slice(func(i int) app.UI {
		o := option(ids[i])
		if !placed {
			g, _ := dir().Group(ids[i])
			o.Note = g.Type
		}
		return app.Li().Body(app.A().Class("groups-link").Href(Address(ids[i])).Body(
			ui.Icon(ui.IconUsersGroup),
			app.Span().Class("groups-link-text").Body(app.B().Text(o.Text), app.Small().Text(o.Note)),
			app.Small().Class("groups-link-count").Text(countText(ids[i])),
		))
	}))
}

// countText is how many people are in a group and below it, for those who may see them.
func countText(id org.GroupID) string {
	if g, _ := dir().Group(id); !seesPeople() || g.Smart && g.Rule == "" {
		return ""
	}
	return ui.N("groups.people", dir().InAndBelow(id))
}

func (p *Page) tree() app.UI {
	_, _, loading := store.Replica().Loading()
	t := &ui.Tree{
		ID: "groups-tree", Label: ui.T("groups.title"), Children: children, Show: p.ask.show, Coming: loading,
		OnSelect: func(ctx app.Context, id string) { ui.Navigate(ctx, Address(org.GroupID(id))) },
	}
	if tops := dir().Subgroups(""); len(tops) <= unfoldedTops {
		for _, id := range tops {
			t.Unfolded = append(t.Unfolded, string(id))
		}
	}
	if may() {
		t.Menu = func(id string) string { return ui.T("groups.menu", "name", Name(org.GroupID(id))) }
		t.OnMenu = func(ctx app.Context, id string, at app.Value) {
			p.menuFor = org.GroupID(id)
			ctx.Defer(func(app.Context) { ui.OpenMenuAt(menuID, at) })
		}
		t.OnDrop = func(ctx app.Context, id, onto string) { moveTo(ctx, org.GroupID(id), org.GroupID(onto)) }
	}
	return app.Div().Body(t, app.P().Class("groups-hint").Body(app.If(may(), func() app.UI { return app.Span().Text(ui.T("groups.hint")) })))
}

// children are the groups below another as the tree shows them.
func children(id string) []ui.TreeNode {
	d := dir()
	subs := d.Subgroups(org.GroupID(id))
	out := make([]ui.TreeNode, len(subs))
	for i, sub := range subs {
		g, _ := d.Group(sub)
		icon := ui.IconUsersGroup
		if g.Smart {
			icon = ui.IconFilter
		}
		if store.Replica().WaitingGroup(sub) {
			icon = ui.IconClock
		}
		count := -1
		if seesPeople() && (!g.Smart || g.Rule != "") {
			count = d.InAndBelow(sub)
		}
		out[i] = ui.TreeNode{ID: string(sub), Text: g.Name, Note: g.Type, Icon: icon, Count: count, Inner: len(d.Subgroups(sub)) > 0}
	}
	return out
}

// moveTo makes a group part of another at once: the notice offers to take it back.
func moveTo(ctx app.Context, id, to org.GroupID) {
	if err := doMove(ctx, id, to); err != nil {
		store.Notify(ctx, ui.ErrorText(err))
	}
}

// menu is the one menu of all rows.
func (p *Page) menu() app.UI {
	id := p.menuFor
	g, there := dir().Group(id)
	if !there {
		return ui.MenuList(menuID, ui.T("groups.title"))
	}
	return ui.MenuList(menuID, ui.T("groups.menu", "name", g.Name), append([]app.UI{
		ui.MenuLink(ui.IconUsersGroup, ui.T("groups.open"), Address(id)),
		ui.MenuItem(ui.IconPencil, ui.T("groups.edit"), func(ctx app.Context, _ app.Event) { p.ask.openEdit(ctx, id) }, string(id)),
	}, p.ask.items(id)...)...)
}
