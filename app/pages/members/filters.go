package members

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// all stands for no filter in a select: values are never empty.
const all = "all"

func queryOf(address string) string {
	_, query, _ := strings.Cut(address, "?")
	v, _ := url.ParseQuery(query)
	return v.Encode()
}

// filters are the counts that filter, the saved views, the search, and the rest.
func (p *Page) filters() app.UI {
	l, counts := p.list(), store.Replica().Directory().Counts()
	bar := ui.FilterBar{
		ID: "members", Search: ui.T("members.search"), Typed: p.typed, OnType: p.search,
		Label: ui.T("members.filter.status"), Tabs: p.filterTabs, Sheet: p.filterSheet, Turn: p.turns.rest, On: p.chips(), Found: p.found(l, counts),
	}
	if may() {
		bar.Tools = []app.UI{p.selectButton()}
	}
	if p.filter.Narrow() {
		bar.OnAll = p.clear
	}
	return bar.UI()
}

func (p *Page) filterTabs() ui.FilterTabs {
	counts := store.Replica().Directory().Counts()
	tab := func(text string, n int, s org.Status) app.UI {
		return ui.Tab(text, n, p.filter.Status == s, func(ctx app.Context, _ app.Event) {
			f := p.filter
			f.Status = s
			p.show(ctx, f)
		}, "status"+string(s))
	}
	return ui.FilterTabs{
		Counts: []app.UI{
			tab(ui.T("members.filter.all"), counts.All, ""),
			tab(ui.StatusText(org.Active), counts.ByStatus[org.Active], org.Active),
			tab(ui.StatusText(org.Pending), counts.ByStatus[org.Pending], org.Pending),
			tab(ui.StatusText(org.Deactivated), counts.ByStatus[org.Deactivated], org.Deactivated),
		},
		Views: p.views(),
		End: []app.UI{
			p.exportButton("members-export"),
			ui.ColumnMenu{ID: "members-columns", Columns: columns(p.look), Look: p.look, OnChange: p.relook}.UI(), ui.Explain("views", "views"),
		},
	}
}

func (p *Page) filterSheet() ui.FilterSheet {
	l := p.list()
	sheet := ui.FilterSheet{
		More: []app.UI{
			p.kindSelect(), p.tagSelect(l.dir), p.locationSelect(l.dir), p.groupChoice(l.dir), app.Div().Body(app.If(may(), p.invitedSelect)), app.Div().Body(app.If(may(), p.endsSelect)), p.sortSelect(),
			app.Div().Class("members-further").Body(app.If(may(), furtherLinks)), app.Div().Class("filter-phone").Body(p.exportButton("members-export-phone")),
		},
		Close: ui.N("members.filter.close", l.len()),
	}
	if l.len() == 0 {
		sheet.Close = ui.T("button.close")
	}
	if p.filter.Narrow() {
		sheet.OnAll = p.clear
	}
	return sheet
}

// selectButton begins and ends selecting by taps, on the phone.
func (p *Page) selectButton() app.UI {
	on := p.selects()
	text := ui.T("members.select.mode")
	if on {
		text = ui.T("members.select.end")
	}
	return app.Button().Type("button").Class("btn btn-quiet").Aria("pressed", on).Body(ui.Icon(ui.IconListCheck), app.Span().Text(text)).
		OnClick(ui.On(func(app.Context, app.Event) {
			p.selecting = !p.selects()
			if !p.selecting {
				chosen().None()
			}
		}, "selecting"))
}

// found says how many fit, where that is not what the counts say anyway.
func (p *Page) found(l list, counts replica.Counts) string {
	if !p.filter.Narrow() || l.len() == counts.All || l.len() == 0 {
		return ""
	}
	return ui.N("members.found", l.len())
}

// chips are the filters that are on, save the status, which its tab shows, and the search.
func (p *Page) chips() []app.UI {
	var out []app.UI
	chip := func(text, scope string, off func(f *Filter)) {
		out = append(out, ui.Chip(text, func(ctx app.Context, _ app.Event) {
			f := p.filter
			off(&f)
			p.show(ctx, f)
		}, scope))
	}
	if p.filter.Kind != "" {
		chip(kindText(p.filter.Kind), "kind", func(f *Filter) { f.Kind = "" })
	}
	if p.filter.Tag != "" {
		chip(ui.T("members.chip.tag", "tag", p.filter.Tag), "tag", func(f *Filter) { f.Tag = "" })
	}
	if p.filter.Location != "" {
		chip(ui.T("members.chip.location", "location", p.filter.Location), "location", func(f *Filter) { f.Location = "" })
	}
	if p.filter.Group != "" {
		chip(groupChip(p.filter.Group), "group", func(f *Filter) { f.Group = "" })
	}
	if p.filter.Invited != "" {
		chip(invitedText(p.filter.Invited), "invited", func(f *Filter) { f.Invited = "" })
	}
	if p.filter.Ends {
		chip(ui.N("schedule.filter.soon", endsWithin), "ends", func(f *Filter) { f.Ends = false })
	}
	return out
}

func kindText(k org.Kind) string {
	if k == org.KindGuest {
		return ui.T("members.filter.guests")
	}
	return ui.T("members.filter.users")
}

func (p *Page) kindSelect() app.UI {
	return ui.Select{
		ID: "members-kind", Label: ui.T("members.filter.kind"), Value: or(string(p.filter.Kind), all),
		Options: []ui.Option{
			{Value: all, Text: ui.T("members.filter.everyone")},
			{Value: string(org.KindUser), Text: kindText(org.KindUser)},
			{Value: string(org.KindGuest), Text: kindText(org.KindGuest)},
		},
		OnChange: func(ctx app.Context, v string) {
			f := p.filter
			f.Kind = org.Kind(unless(v, all))
			p.show(ctx, f)
		},
	}.UI()
}

// tagSelect is there for those who see tags, when there are any.
func (p *Page) tagSelect(d *replica.Directory) app.UI {
	return oneOf("members-tag", ui.T("field.tags"), ui.T("members.filter.anyTag"), d.Tags(), p.filter.Tag, func(ctx app.Context, v string) {
		f := p.filter
		f.Tag = v
		p.show(ctx, f)
	})
}

func (p *Page) locationSelect(d *replica.Directory) app.UI {
	return oneOf("members-location", ui.T("field.location"), ui.T("members.filter.anyLocation"), d.Locations(), p.filter.Location, func(ctx app.Context, v string) {
		f := p.filter
		f.Location = v
		p.show(ctx, f)
	})
}

// oneOf chooses among what members have, each with how many have it. A value has a mark in front, so that one called like the value
// for all is still itself.
func oneOf(id, label, any string, have []replica.TagCount, value string, choose func(ctx app.Context, v string)) app.UI {
	if len(have) == 0 && value == "" {
		return app.Div()
	}
	options := []ui.Option{{Value: all, Text: any}}
	known := false
	for _, t := range have {
		options = append(options, ui.Option{Value: "#" + t.Tag, Text: ui.T("members.filter.count", "what", t.Tag, "n", ui.Number(t.N))})
		known = known || t.Tag == value
	}
	on := all
	if value != "" {
		on = "#" + value
		if !known {
			options = append(options, ui.Option{Value: on, Text: value})
		}
	}
	return app.Div().Body(ui.Select{
		ID: id, Label: label, Value: on, Options: options,
		OnChange: func(ctx app.Context, v string) { choose(ctx, strings.TrimPrefix(unless(v, all), "#")) },
	}.UI())
}

func (p *Page) invitedSelect() app.UI {
	s := ui.Select{
		ID: "members-invited", Label: ui.T("field.invitation"), Value: or(string(p.filter.Invited), all), Options: []ui.Option{{Value: all, Text: ui.T("invite.filter.any")}},
		OnChange: func(ctx app.Context, v string) {
			f := p.filter
			f.Invited = org.Invited(unless(v, all))
			p.show(ctx, f)
		},
	}
	for _, i := range []org.Invited{org.NotInvited, org.InvitedOpen, org.InvitedExpired} {
		s.Options = append(s.Options, ui.Option{Value: string(i), Text: invitedText(i)})
	}
	return s.UI()
}

func (p *Page) endsSelect() app.UI {
	on := all
	if p.filter.Ends {
		on = "1"
	}
	return ui.Select{
		ID: "members-ends", Label: ui.T("field.until"), Value: on,
		Options: []ui.Option{{Value: all, Text: ui.T("invite.filter.any")}, {Value: "1", Text: ui.N("schedule.filter.soon", endsWithin)}},
		OnChange: func(ctx app.Context, v string) {
			f := p.filter
			f.Ends = v != all
			p.show(ctx, f)
		},
	}.UI()
}

// sortSelect sorts where there is no header row: on the phone.
func (p *Page) sortSelect() app.UI {
	names := []string{"name", "title", "location", "role", "status", "start", "email"}
	if may() {
		names = append(names, "until")
	}
	options := make([]ui.Option, len(names))
	for i, n := range names {
		options[i] = ui.Option{Value: n, Text: sortText(n)}
	}
	return app.Div().Class("members-sort").Body(ui.Select{
		ID: "members-order", Label: ui.T("members.sort"), Value: p.filter.column(), Options: options,
		OnChange: func(ctx app.Context, v string) {
			f := p.filter
			f.Sort, f.Down = sorts[v], false
			p.show(ctx, f)
		},
	}.UI())
}

func sortText(column string) string {
	switch column {
	case "status":
		return ui.T("members.column.status")
	case "start":
		return ui.T("field.startDate")
	}
	return ui.T("field." + column)
}

// views are the saved ones. They stand on this device, for one account in one organisation, until the account itself keeps them.
func (p *Page) views() *ui.ViewTabs {
	return &ui.ViewTabs{
		ID: "members-views", Saved: p.saved, Query: queryOf(p.filter.Address()),
		OnOpen: func(ctx app.Context, query string) { p.show(ctx, ParseFilter(query)) },
		OnChange: func(ctx app.Context, saved, said string) {
			p.saved = saved
			store.Remember(viewsKey(), saved)
			store.Notify(ctx, said)
		},
	}
}

func viewsKey() string {
	at := here()
	return "views.members." + string(at.account) + "." + string(at.tenant)
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

func unless(s, not string) string {
	if s == not {
		return ""
	}
	return s
}

// furtherLinks lead to pages about all members.
func furtherLinks() app.UI {
	scheduled := ui.T("scheduled.title")
	if n := len(store.Replica().Directory().Endings()); n > 0 {
		scheduled = ui.T("scheduled.link", "n", ui.Number(n))
	}
	return app.Div().Body(ui.Link(ui.T("links.title"), "/links"), ui.Link(ui.T("tagPage.manage"), "/tags"), ui.Link(ui.T("birthdays.title"), "/birthdays"), ui.Link(scheduled, "/scheduled"))
}
