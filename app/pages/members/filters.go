package members

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// any stands for no filter in a select: values are never empty.
const all = "all"

func queryOf(address string) string {
	_, query, _ := strings.Cut(address, "?")
	v, _ := url.ParseQuery(query)
	return v.Encode()
}

// filters are the search, the counts that filter, and the rest.
func (p *Page) filters(l list, counts replica.Counts) app.UI {
	tab := func(text string, n int, s org.Status) app.UI {
		return ui.Tab(text, n, p.filter.Status == s, func(ctx app.Context, _ app.Event) {
			f := p.filter
			f.Status = s
			p.show(ctx, f)
		}, "status"+string(s))
	}
	return app.Div().Class("members-filters").Body(
		app.Div().Class("members-search").Body(
			ui.Icon(ui.IconSearch),
			app.Input().ID("members-search").Type("search").Class("form-control input").Value(p.typed).
				Placeholder(ui.T("members.search")).Aria("label", ui.T("members.search")).
				Attr("autocomplete", "off").Attr("enterkeyhint", "search").
				OnInput(ui.On(func(ctx app.Context, e app.Event) { p.search(ctx, e.Get("target").Get("value").String()) }, "search")),
		),
		ui.Tabs(ui.T("members.filter.status"),
			tab(ui.T("members.filter.all"), counts.All, ""),
			tab(ui.StatusText(org.Active), counts.ByStatus[org.Active], org.Active),
			tab(ui.StatusText(org.Pending), counts.ByStatus[org.Pending], org.Pending),
			tab(ui.StatusText(org.Deactivated), counts.ByStatus[org.Deactivated], org.Deactivated),
		),
		app.Div().Class("members-selects").Body(p.kindSelect(), p.tagSelect(), p.sortSelect()),
		app.P().Class("members-found").Aria("live", "polite").Text(p.found(l, counts)),
	)
}

// found says how many fit, where that is not what the counts say anyway.
func (p *Page) found(l list, counts replica.Counts) string {
	if !p.filter.Narrow() || l.len() == counts.All {
		return ""
	}
	return ui.N("members.found", l.len())
}

func (p *Page) kindSelect() app.UI {
	return ui.Select{
		ID: "members-kind", Label: ui.T("members.filter.kind"), Value: or(string(p.filter.Kind), all),
		Options: []ui.Option{
			{Value: all, Text: ui.T("members.filter.everyone")},
			{Value: string(org.KindUser), Text: ui.T("members.filter.users")},
			{Value: string(org.KindGuest), Text: ui.T("members.filter.guests")},
		},
		OnChange: func(ctx app.Context, v string) {
			f := p.filter
			f.Kind = org.Kind(unless(v, all))
			p.show(ctx, f)
		},
	}.UI()
}

// tagSelect is there for those who see tags, when there are any. A tag's value has a mark in front, so that one called like the
// value for all is still a tag.
func (p *Page) tagSelect() app.UI {
	tags := p.list().dir.Tags()
	if len(tags) == 0 && p.filter.Tag == "" {
		return app.Div()
	}
	options := []ui.Option{{Value: all, Text: ui.T("members.filter.anyTag")}}
	known := false
	for _, t := range tags {
		options = append(options, ui.Option{Value: "#" + t.Tag, Text: ui.T("members.filter.tagCount", "tag", t.Tag, "n", ui.Number(t.N))})
		known = known || t.Tag == p.filter.Tag
	}
	value := all
	if p.filter.Tag != "" {
		value = "#" + p.filter.Tag
		if !known {
			options = append(options, ui.Option{Value: value, Text: p.filter.Tag})
		}
	}
	return app.Div().Body(ui.Select{
		ID: "members-tag", Label: ui.T("field.tags"), Value: value, Options: options,
		OnChange: func(ctx app.Context, v string) {
			f := p.filter
			f.Tag = strings.TrimPrefix(unless(v, all), "#")
			p.show(ctx, f)
		},
	}.UI())
}

// sortSelect sorts where there is no header row: on the phone.
func (p *Page) sortSelect() app.UI {
	names := []string{"name", "email", "status", "role", "start", "location"}
	options := make([]ui.Option, len(names))
	value := "name"
	for i, n := range names {
		options[i] = ui.Option{Value: n, Text: sortText(sorts[n])}
		if sorts[n] == p.filter.Sort {
			value = n
		}
	}
	return app.Div().Class("members-sort").Body(ui.Select{
		ID: "members-order", Label: ui.T("members.sort"), Value: value, Options: options,
		OnChange: func(ctx app.Context, v string) {
			f := p.filter
			f.Sort, f.Down = sorts[v], false
			p.show(ctx, f)
		},
	}.UI())
}

func sortText(s replica.Sort) string {
	switch s {
	case replica.SortEmail:
		return ui.T("field.email")
	case replica.SortStatus:
		return ui.T("members.column.status")
	case replica.SortRole:
		return ui.T("field.role")
	case replica.SortStart:
		return ui.T("field.startDate")
	case replica.SortLocation:
		return ui.T("field.location")
	}
	return ui.T("field.name")
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
