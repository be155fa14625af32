package audit

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// all stands for no filter in a select: values are never empty.
const all = "all"

func (p *Page) show(ctx app.Context, change func(*Filter)) {
	f := p.filter
	change(&f)
	ui.Navigate(ctx, f.Address())
}

func some(v string) string {
	if v == all {
		return ""
	}
	return v
}

func orAll(v string) string {
	if v == "" {
		return all
	}
	return v
}

func (p *Page) filters() app.UI {
	whens := []ui.Option{
		{Value: all, Text: ui.T("audit.filter.always")}, {Value: string(Today), Text: ui.T("audit.filter.today")},
		{Value: string(Week), Text: ui.T("audit.filter.week")}, {Value: string(Month), Text: ui.T("audit.filter.month")},
		{Value: string(Range), Text: ui.T("audit.filter.range")},
	}
	whats := []ui.Option{{Value: all, Text: ui.T("audit.deed.all")}}
	for _, d := range deeds {
		whats = append(whats, ui.Option{Value: d, Text: ui.T("audit.deed." + d)})
	}
	return app.Div().Class("audit-filters").Body(
		ui.Select{
			ID: "audit-who", Label: ui.T("audit.filter.person"), Value: orAll(p.filter.Person), Options: p.people(),
			OnChange: func(ctx app.Context, v string) { p.show(ctx, func(f *Filter) { f.Person = some(v) }) },
		}.UI(),
		ui.Select{
			ID: "audit-what", Label: ui.T("audit.filter.deed"), Value: orAll(p.filter.Deed), Options: whats,
			OnChange: func(ctx app.Context, v string) { p.show(ctx, func(f *Filter) { f.Deed = some(v) }) },
		}.UI(),
		ui.Select{
			ID: "audit-when", Label: ui.T("audit.filter.time"), Value: orAll(string(p.filter.When)), Options: whens,
			OnChange: func(ctx app.Context, v string) {
				p.show(ctx, func(f *Filter) { f.When, f.From, f.To = Period(some(v)), "", "" })
			},
		}.UI(),
		app.Div().Class("audit-range").Body(app.If(p.filter.When == Range, func() app.UI { return p.rangeUI() })),
		app.Div().Class("audit-chips").Body(p.about()),
	)
}

func (p *Page) rangeUI() app.UI {
	one := func(id, text, value string, set func(*Filter, string)) app.UI {
		return app.Div().Class("field").Body(
			app.Label().For(id).Body(app.Span().Text(text)),
			app.Input().ID(id).Type("date").Class("form-control input").Value(value).
				OnChange(ui.On(func(ctx app.Context, e app.Event) {
					v := e.Get("target").Get("value").String()
					p.show(ctx, func(f *Filter) { set(f, v) })
				}, id)),
		)
	}
	return app.Div().Class("audit-days").Body(
		one("audit-from", ui.T("audit.filter.from"), p.filter.From, func(f *Filter, v string) { f.From = v }),
		one("audit-to", ui.T("audit.filter.to"), p.filter.To, func(f *Filter, v string) { f.To = v }),
	)
}

func (p *Page) about() app.UI {
	if p.filter.About == "" {
		return nil
	}
	name := p.name(p.filter.About)
	return ui.Chip(ui.T("audit.filter.about", "name", name), func(ctx app.Context, _ app.Event) {
		p.show(ctx, func(f *Filter) { f.About = "" })
	}, "about")
}

func (p *Page) name(id string) string {
	if id == string(store.Replica().TenantID()) {
		return store.Replica().Tenant().Name
	}
	if p.trail != nil {
		return p.trail.Names.Of(id)
	}
	m, _ := store.Replica().Member(org.MemberID(id))
	return m.Name()
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
	if p.trail != nil {
		for _, e := range p.trail.Entries {
			add(string(e.Actor.Member), e.Actor.Name)
		}
	}
	if p.filter.Person != "" {
		add(p.filter.Person, p.name(p.filter.Person))
	}
	slices.SortFunc(out, func(a, b ui.Option) int { return strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	return append([]ui.Option{{Value: all, Text: ui.T("audit.filter.anyone")}}, out...)
}
