package audit

import (
	"slices"
	"sort"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// show leads to the filter as changed.
func (p *Page) show(ctx app.Context, change func(*Filter)) {
	f := p.filter.Whole()
	change(&f)
	ui.Navigate(ctx, f.Address())
}

// facet is one question of the filter: a chip that says what is asked for, and opens the list of what can be.
type facet struct {
	id, name string
	icon     ui.IconName
	value    string // what is asked for, in words; "" for anything
	clear    func(*Filter)
	choices  []app.UI
	dialog   bool // opens the dialog of its name instead of a list
}

func (p *Page) facetUI(f facet) app.UI {
	class, text := "facet", f.name
	if f.value != "" {
		class, text = "facet facet-on", f.name+": "+f.value
	}
	id := "audit-" + f.id
	open := app.Button().ID(id+"-open").Type("button").Class("facet-open").Body(ui.Icon(f.icon), app.Span().Text(text), ui.Icon(ui.IconChevronDown))
	var list app.UI
	if f.dialog {
		open = open.Aria("haspopup", "dialog").OnClick(ui.On(func(app.Context, app.Event) { ui.OpenDialog(id) }, id))
	} else {
		open = open.Aria("haspopup", "menu").Attr("popovertarget", id)
		list = ui.MenuList(id, f.name, f.choices...)
	}
	return app.Div().Class(class).Body(
		open,
		app.Button().Type("button").Class("facet-x").Aria("label", ui.T("button.remove", "what", text)).Body(ui.Icon(ui.IconX)).
			OnClick(ui.On(func(ctx app.Context, _ app.Event) {
				ui.Focus(id + "-open")
				p.show(ctx, f.clear)
			}, f.id)),
		list,
	)
}

func (p *Page) facets() app.UI {
	return app.Div().Class("facets").Attr("role", "group").Aria("label", ui.T("audit.filter")).Body(
		p.facetUI(p.whoFacet()),
		p.facetUI(p.whatFacet()),
		p.facetUI(p.whenFacet()),
		p.facetUI(p.aboutFacet()),
		app.Div().Class("facet-clear").Body(app.If(p.filter.Narrow(), func() app.UI {
			return ui.Button{Text: ui.T("audit.filter.clear"), Kind: ui.Quiet, Scope: "clear", OnClick: func(ctx app.Context, _ app.Event) { ui.Navigate(ctx, "/audit") }}.UI()
		})),
		app.Div().Class("facet-range").Body(app.If(p.filter.When == Range, func() app.UI { return p.rangeUI() })),
	)
}

// choice is one line of a facet's list.
func (p *Page) choice(text string, on bool, scope string, change func(*Filter)) app.UI {
	return ui.MenuRadio(text, on, func(ctx app.Context, _ app.Event) { p.show(ctx, change) }, scope)
}

func (p *Page) whoFacet() facet {
	f := facet{id: "who", name: ui.T("audit.filter.person"), icon: ui.IconUser, clear: func(f *Filter) { f.Person = "" }}
	if p.filter.Person != "" {
		f.value = p.name(p.filter.Person)
	}
	people := p.people()
	if ui.MenuIsOpen("audit-who") {
		people = steady(p.offered, people)
	}
	p.offered = people
	for _, one := range people {
		f.choices = append(f.choices, p.choice(one.Text, one.Value == p.filter.Person, one.Value, func(f *Filter) { f.Person = one.Value }))
	}
	return f
}

func (p *Page) whatFacet() facet {
	f := facet{id: "what", name: ui.T("audit.filter.deed"), icon: ui.IconListCheck, clear: func(f *Filter) { f.Deed = "" }}
	if p.filter.Deed != "" {
		f.value = ui.T("audit.deed." + p.filter.Deed)
	}
	for _, d := range deeds {
		f.choices = append(f.choices, p.choice(ui.T("audit.deed."+d), d == p.filter.Deed, d, func(f *Filter) { f.Deed = d }))
	}
	return f
}

func (p *Page) whenFacet() facet {
	f := facet{id: "when", name: ui.T("audit.filter.time"), icon: ui.IconCalendar, clear: func(f *Filter) { f.When, f.From, f.To = Always, "", "" }}
	for _, w := range []Period{Today, Week, Month, Range} {
		text := ui.T("audit.filter." + string(w))
		if w == p.filter.When {
			f.value = text
		}
		f.choices = append(f.choices, p.choice(text, w == p.filter.When, string(w), func(f *Filter) { f.When, f.From, f.To = w, "", "" }))
	}
	return f
}

func (p *Page) aboutFacet() facet {
	f := facet{id: "about", name: ui.T("audit.filter.whom"), icon: ui.IconUsers, dialog: true, clear: func(f *Filter) { f.About = "" }}
	if p.filter.About != "" {
		f.value = p.name(p.filter.About)
	}
	return f
}

func (p *Page) rangeUI() app.UI {
	one := func(id, text, value string, set func(*Filter, string)) app.UI {
		return app.Div().Class("facet-day").Body(
			app.Label().For(id).Text(text),
			app.Input().ID(id).Type("date").Class("form-control input").Value(value).
				OnChange(ui.On(func(ctx app.Context, e app.Event) {
					v := e.Get("target").Get("value").String()
					p.show(ctx, func(f *Filter) { set(f, v) })
				}, id)),
		)
	}
	return app.Div().Class("facet-days").Body(
		one("audit-from", ui.T("audit.filter.from"), p.filter.From, func(f *Filter, v string) { f.From = v }),
		one("audit-to", ui.T("audit.filter.to"), p.filter.To, func(f *Filter, v string) { f.To = v }),
	)
}

func (p *Page) name(id string) string {
	if id == string(store.Replica().TenantID()) {
		return store.Replica().Tenant().Name
	}
	if g, here := store.Replica().Directory().Group(org.GroupID(id)); here {
		return g.Name
	}
	if m, here := store.Replica().Member(org.MemberID(id)); here {
		return m.Name()
	}
	if p.trail != nil {
		return p.trail.Names.Of(id)
	}
	return story.NewNames(func(string) (string, bool) { return "", false }).Of(id)
}

// steady puts those who were offered already where they were, and whoever has come since behind them: a list that is open does not move under the
// finger.
func steady(before, now []ui.Option) []ui.Option {
	rank := func(o ui.Option) int {
		if at := slices.IndexFunc(before, func(b ui.Option) bool { return b.Value == o.Value }); at >= 0 {
			return at
		}
		return len(before)
	}
	sort.SliceStable(now, func(i, j int) bool { return rank(now[i]) < rank(now[j]) })
	return now
}

// people are those who may have acted: who may today, and whom the entries name.
func (p *Page) people() []ui.Option {
	var out []ui.Option
	seen := map[string]bool{}
	add := func(id, name string) {
		if id != "" && !seen[id] {
			seen[id] = true
			out = append(out, ui.Option{Value: id, Text: name})
		}
	}
	d := store.Replica().Directory()
	for _, slot := range d.Find(replica.Query{Sort: replica.SortRole}) {
		id, m := d.At(slot)
		if !m.Role.May(org.ManageMembers) {
			break // owner and admins come first
		}
		add(string(id), m.Name())
	}
	if p.filter.Person != "" {
		add(p.filter.Person, p.name(p.filter.Person))
	}
	if p.trail != nil {
		for _, e := range p.trail.Entries {
			if e.Deed != "members.confirm" { // everyone does that once, and for themselves
				add(string(e.Actor.Member), e.Actor.Name)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return strings.ToLower(out[i].Text) < strings.ToLower(out[j].Text) })
	return out
}
