package inbox

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// shown is how many of a sort are on the page until somebody asks for more.
const shown = 30

// Page is the inbox and the outbox.
type Page struct {
	app.Compo
	Query string // about=<member> leads to what is about that member

	more    map[string]int // of which sort more is shown
	version uint64         // of the replica that the items were told from
	told    map[org.CommandID]told
}

type told struct {
	item    replica.Item
	dispute ui.Dispute
}

// OnMount follows what changes, and leads to what the address asks for.
func (p *Page) OnMount(ctx app.Context) {
	store.Watch(ctx, store.Members, store.Connection)
	v, _ := url.ParseQuery(p.Query)
	id := v.Get("about")
	if id == "" {
		return
	}
	for _, c := range store.Replica().Undecided() {
		if it, _ := store.Replica().Item(c.Command.ID); it.Concerns(org.MemberID(id)) {
			ctx.Defer(func(ctx app.Context) { ctx.Defer(func(app.Context) { ui.Focus("inbox-" + string(c.Command.ID)) }) })
			return
		}
	}
}

// Render shows the page.
func (p *Page) Render() app.UI {
	r := store.Replica()
	if p.told == nil || p.version != r.Version() {
		p.version, p.told = r.Version(), map[org.CommandID]told{}
	}
	var needs, known []replica.Conflict
	for _, c := range r.Inbox() {
		if c.Needs() {
			needs = append(needs, c)
		} else {
			known = append(known, c)
		}
	}
	waits := r.Pending()
	return app.Div().Class("inbox").Body(
		ui.PageHead(ui.T("inbox.title"), sub(len(needs), len(waits))),
		app.Div().Body(app.If(len(needs)+len(known)+len(waits) == 0, func() app.UI {
			return ui.Empty(ui.IconCircleCheck, ui.T("inbox.empty.title"), ui.T("inbox.empty.text"))
		})),
		p.part("needs", needs),
		p.part("known", known),
		p.outbox(waits),
	)
}

func sub(needs, waits int) string {
	switch {
	case needs > 0 && waits > 0:
		return ui.N("inbox.sub.needs", needs) + " · " + ui.N("connection.waiting", waits)
	case needs > 0:
		return ui.N("inbox.sub.needs", needs)
	case waits > 0:
		return ui.N("connection.waiting", waits)
	}
	return ui.T("inbox.sub.none")
}

// part is what has to be decided, or what is only to be known, kind by kind.
func (p *Page) part(name string, all []replica.Conflict) app.UI {
	if len(all) == 0 {
		return app.Div()
	}
	var kinds []string
	of := map[string][]replica.Conflict{}
	for _, c := range all[:min(len(all), shown+p.more[name])] {
		k := c.Kind()
		if of[k] == nil {
			kinds = append(kinds, k)
		}
		of[k] = append(of[k], c)
	}
	return app.Section().Class("inbox-part").Aria("labelledby", "inbox-"+name).Body(
		app.H2().ID("inbox-"+name).Text(ui.T("inbox."+name)),
		app.Div().Class("inbox-kinds").Body(app.Range(kinds).Slice(func(i int) app.UI { return p.kind(of[kinds[i]], all) })),
		p.moreUI(name, len(all)),
	)
}

// kind is conflicts that can be decided together.
func (p *Page) kind(shown, all []replica.Conflict) app.UI {
	ids := idsOf(all, shown[0].Kind())
	return app.Div().Class("inbox-kind").Body(
		app.Div().Body(app.If(len(ids) > 1, func() app.UI { return p.all(shown[0], ids) })),
		app.Div().Class("inbox-items").Body(app.Range(shown).Slice(func(i int) app.UI { return p.item(shown[i]) })),
	)
}

func idsOf(all []replica.Conflict, kind string) (ids []org.CommandID) {
	for _, c := range all {
		if c.Kind() == kind {
			ids = append(ids, c.Command.ID)
		}
	}
	return ids
}

func (p *Page) item(c replica.Conflict) app.UI {
	t, ok := p.told[c.Command.ID]
	if !ok {
		it, _ := store.Replica().Item(c.Command.ID)
		t = told{it, Tell(store.Replica(), it)}
		p.told[c.Command.ID] = t
	}
	t.dispute.Actions = p.actions(t.item)
	return t.dispute.UI()
}

func (p *Page) moreUI(name string, n int) app.UI {
	left := n - shown - p.more[name]
	return app.Div().Body(app.If(left > 0, func() app.UI {
		return ui.Button{Text: ui.N("inbox.more", left), Kind: ui.Quiet, Scope: name, OnClick: func(app.Context, app.Event) {
			if p.more == nil {
				p.more = map[string]int{}
			}
			p.more[name] += 5 * shown
		}}.UI()
	}))
}

// outbox lists what waits to be sent, and lets each be taken back.
func (p *Page) outbox(waits []replica.Pending) app.UI {
	if len(waits) == 0 {
		return app.Div()
	}
	list := waits[:min(len(waits), shown+p.more["waits"])]
	return app.Section().Class("inbox-part").Aria("labelledby", "inbox-waits").Body(
		app.H2().ID("inbox-waits").Text(ui.T("inbox.waits")),
		app.P().Text(ui.T("inbox.waits.text")),
		app.Ul().Class("card outgoings").Body(app.Range(list).Slice(func(i int) app.UI { return outgoing(list[i]) })),
		p.moreUI("waits", len(waits)),
	)
}

func outgoing(w replica.Pending) app.UI {
	id := w.Command.ID
	o := ui.Outgoing{Text: w.Said, When: ui.T("inbox.claimed", "time", ui.DateTime(Claimed(id, w.At))), Sent: w.Sent && store.Online()}
	if o.Text == "" {
		o.Text = DeedTitle(w.Command.Deed)
	}
	switch {
	case w.Filter != nil:
		o.Note = ui.N("inbox.waits.filter", w.Filter.Count)
	case o.Sent:
		o.Note = ui.T("inbox.waits.sent")
	}
	if !w.Bulk || !w.Sent {
		o.Action = ui.Button{Text: ui.T("inbox.takeBack"), Icon: ui.IconArrowBack, Scope: string(id), OnClick: func(ctx app.Context, _ app.Event) {
			store.Undo(ctx, id)
			ui.Focus("page-title")
		}}.UI()
	}
	return o.UI()
}
