package members

import (
	"slices"

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

	filter   Filter
	typed    string // what stands in the search, which the filter follows
	turn     int    // counts what was typed, so that only the last of it is followed
	typing   bool   // what is rendered next is what was typed
	opening  bool   // what is rendered next is what opens over the list
	turns    turns
	wrote    string // the query that this page put into the address itself
	menuFor  org.MemberID
	ask      question
	tags     tagging
	inviting inviting
	group    joining
	export   exporting

	scheduling scheduling

	selecting bool    // on the phone taps select, though nobody is chosen yet
	look      ui.Look // columns and density on this device
	saved     string  // views, as ui.EncodeViews writes them

	around   app.Context
	back     int     // row, plus one, of the member that somebody comes back from
	top      float64 // how far the list is scrolled
	scrolled app.Func
}

// turns count the renderings of parts that can rest while something else of the page changes.
type turns struct {
	below uint64 // the list with its filters: rest while something opens over it
	over  uint64 // dialogs and menus: rest while somebody types
	rest  uint64 // the rest, while either
}

const searchID = "members-search"

// OnMount reads the filter and follows the members.
func (p *Page) OnMount(ctx app.Context) {
	p.read()
	p.around = ctx
	p.look, p.saved = ui.Look(store.Recall(lookKey)), store.Recall(viewsKey())
	store.Watch(ctx, store.Members, store.Connection)
	p.comeBack(ctx)
	p.watchScroll()
}

// OnUpdate follows the address, unless it only shows what was typed here.
func (p *Page) OnUpdate(app.Context) {
	if p.Query != p.wrote {
		p.read()
		ui.SetValue(searchID, p.typed)
	}
}

func (p *Page) read() {
	p.filter = ParseFilter(p.Query)
	p.typed, p.wrote = p.filter.Search, p.Query
}

// show goes to another filter: a step in the history, so that the way back leads to the one before.
func (p *Page) show(ctx app.Context, f Filter) {
	p.filter, p.back = f, 0
	ui.Navigate(ctx, f.Address())
}

// search follows what is typed at once, and puts it into the address when the person pauses.
func (p *Page) search(ctx app.Context, typed string) {
	ui.LeaveFrame()
	p.typed, p.back, p.filter.Search = typed, 0, typed
	p.turn++
	turn := p.turn
	p.typing = true
	ctx.After(ui.AddressRest, func(app.Context) {
		if turn == p.turn && p.Mounted() {
			p.wrote = queryOf(p.filter.Address())
			ui.Replace(p.filter.Address())
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

func (l list) id(i int) org.MemberID { return l.dir.ID(l.slots[i]) }

// index is the row of a member; -1 if it is not in the list.
func (l list) index(id org.MemberID) int {
	if slot, there := l.dir.Slot(id); there {
		return slices.Index(l.slots, slot)
	}
	return -1
}

func (l list) at(i int) (org.MemberID, org.Member) { return l.dir.At(l.slots[i]) }

// may says whether this person may manage members: others see the list and nothing to do.
func may() bool { return store.Me().Role.May(org.ManageMembers) }

// Render shows the page.
func (p *Page) Render() app.UI {
	// What is not concerned catches up when the person pauses, or when what opens is there.
	if !p.opening {
		p.turns.below++
	}
	if !p.typing {
		p.turns.over++
	}
	if !p.opening && !p.typing {
		p.turns.rest++
	}
	p.opening = false
	return app.Div().Class("members").Body(
		ui.Rest(p.turns.rest, p.head),
		ui.Rest(p.turns.below, p.filters),
		ui.Rest(p.turns.below, p.rows),
		app.Div().Class("members-floating").Body(p.bar(p.list())),
		ui.Rest(p.turns.over, p.dialogs),
	)
}

// rows are the members.
func (p *Page) rows() app.UI {
	hasty := p.typing
	p.typing = false
	l, counts := p.list(), store.Replica().Directory().Counts()
	return app.Div().Class("members-list").Body(p.table(l, p.instead(l, counts), hasty), p.alone(counts))
}

// over opens something above the list, which the list is not made again for.
func (p *Page) over(open func(ctx app.Context)) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		p.opening = true
		ui.LeaveFrame()
		open(ctx)
		ctx.After(ui.AddressRest, func(app.Context) { ui.LeaveFrame() })
	}
}

// dialogs are what opens over the list.
func (p *Page) dialogs() app.UI {
	return app.Div().Body(p.menu(), p.dialog(), p.tagDialog(), p.groupDialog(), p.inviting.dialog(p.invited), p.scheduling.dialog(func(app.Context) { chosen().Drop(p.scheduling.plan.Act) }), p.exportDialog(p.list()))
}

func (p *Page) clear(ctx app.Context, _ app.Event) {
	p.turn++
	p.typed = ""
	ui.SetValue(searchID, "")
	p.show(ctx, Filter{Sort: p.filter.Sort, Down: p.filter.Down})
}
