package members

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// Page is the list of members.
type Page struct {
	app.Compo
	Query string // of the address

	filter  Filter
	typed   string // what stands in the search, which the filter follows
	turn    int    // counts what was typed, so that only the last of it is followed
	wrote   string // the query that this page put into the address itself
	chosen  Selection
	seen    uint64 // version of the replica that the selection was checked against
	menuFor org.MemberID
	ask     question
	tags    tagging

	around   app.Context
	top      float64 // how far the list is scrolled
	scrolled app.Func
}

// Above this many members the list waits for a pause in typing; below it follows every key.
const many = 10_000

const pause = 90 * time.Millisecond

// OnMount reads the filter and follows the members.
func (p *Page) OnMount(ctx app.Context) {
	p.read()
	p.around = ctx
	store.Watch(ctx, store.Members, store.Connection)
	p.comeBack(ctx)
	p.watchScroll()
}

// OnUpdate follows the address, unless it only shows what was typed here.
func (p *Page) OnUpdate(app.Context) {
	if p.Query != p.wrote {
		p.read()
		ui.SetValue("members-search", p.typed)
	}
}

func (p *Page) read() {
	p.filter = ParseFilter(p.Query)
	p.typed, p.wrote = p.filter.Search, p.Query
}

// show goes to another filter: a step in the history, so that the way back leads to the one before.
func (p *Page) show(ctx app.Context, f Filter) {
	p.filter = f
	ui.Navigate(ctx, f.Address())
}

// search follows what is typed, at once where that is cheap, and puts it into the address when the person pauses.
func (p *Page) search(ctx app.Context, typed string) {
	p.typed = typed
	p.turn++
	turn := p.turn
	if store.Replica().Directory().Counts().All <= many {
		p.filter.Search = typed
	} else {
		ctx.After(pause, func(app.Context) {
			if turn == p.turn {
				p.filter.Search = typed
			}
		})
	}
	ctx.After(5*pause, func(app.Context) {
		if turn == p.turn && p.Mounted() {
			p.filter.Search = typed
			p.wrote = queryOf(p.filter.Address())
			replace(p.filter.Address())
		}
	})
}

// list is what the page shows now.
type list struct {
	dir   *replica.Directory
	slots []int32
}

func (p *Page) list() list {
	d := store.Replica().Directory()
	return list{d, d.Find(p.filter.Query())}
}

func (l list) len() int { return len(l.slots) }

func (l list) id(i int) org.MemberID {
	id, _ := l.dir.At(l.slots[i])
	return id
}

func (l list) at(i int) (org.MemberID, org.Member) { return l.dir.At(l.slots[i]) }

// may says whether this person may manage members: others see the list and nothing to do.
func may() bool { return store.Me().Role.May(org.ManageMembers) }

// Render shows the page.
func (p *Page) Render() app.UI {
	r := store.Replica()
	if p.chosen.Len() > 0 && p.seen != r.Version() {
		p.chosen.Keep(func(id org.MemberID) bool { _, ok := r.Member(id); return ok })
	}
	p.seen = r.Version()
	l := p.list()
	counts := r.Directory().Counts()
	return app.Div().Class("members").Body(
		p.head(counts),
		p.filters(l, counts),
		app.Div().Class("members-list").Body(p.body(l, counts)),
		app.Div().Class("members-floating").Body(p.bar(l)),
		p.menu(),
		p.dialog(),
		p.tagDialog(),
	)
}

func (p *Page) body(l list, counts replica.Counts) app.UI {
	_, _, loading := store.Replica().Loading()
	switch {
	case l.len() > 0:
		return app.Div().Body(p.rows(l), p.alone(counts, loading))
	case loading:
		return ui.Skeleton(8)
	case p.filter.Narrow():
		return ui.Empty(ui.IconSearch, ui.T("members.noMatch.title"), ui.T("members.noMatch.text"),
			ui.Button{Text: ui.T("members.filter.clear"), OnClick: func(ctx app.Context, _ app.Event) { p.clear(ctx) }, Scope: "clear"}.UI())
	}
	return app.Div().Body(p.alone(counts, loading))
}

// alone shows the way in to somebody who has just founded the organisation.
func (p *Page) alone(counts replica.Counts, loading bool) app.UI {
	return app.If(counts.All <= 1 && !loading && may() && !p.filter.Narrow(), func() app.UI {
		return ui.Empty(ui.IconUsers, ui.T("members.empty.title"), ui.T("members.empty.text"),
			ui.Button{Text: ui.T("members.import"), Icon: ui.IconFileImport, Kind: ui.Primary, Href: "/import"}.UI(),
			ui.Button{Text: ui.T("members.add"), Icon: ui.IconUserPlus, Href: "/members/new"}.UI())
	})
}

func (p *Page) clear(ctx app.Context) {
	p.turn++
	p.typed = ""
	ui.SetValue("members-search", "")
	p.show(ctx, Filter{Sort: p.filter.Sort, Down: p.filter.Down})
}

func (p *Page) head(counts replica.Counts) app.UI {
	sub := ui.N("members.sub.users", counts.Users)
	if counts.Guests > 0 {
		sub = ui.T("members.sub.both", "users", sub, "guests", ui.N("members.sub.guests", counts.Guests))
	}
	if have, total, loading := store.Replica().Loading(); loading {
		sub = ui.T("members.sub.loading", "have", ui.Number(have), "total", ui.Number(max(have, total)))
	}
	if !may() {
		return ui.PageHead(ui.T("members.title"), sub)
	}
	return ui.PageHead(ui.T("members.title"), sub,
		ui.Button{Text: ui.T("members.import"), Icon: ui.IconFileImport, Href: "/import"}.UI(),
		ui.Button{Text: ui.T("members.add"), Icon: ui.IconUserPlus, Kind: ui.Primary, Href: "/members/new", ID: "members-add"}.UI(),
	)
}
