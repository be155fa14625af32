package members

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
)

// head says who is here, how old the list is, and to those who may not manage that they don't.
func (p *Page) head() app.UI {
	counts := store.Replica().Directory().Counts()
	if !may() {
		return ui.PageHead(ui.T("members.title"), sub(counts))
	}
	return ui.PageHead(ui.T("members.title"), sub(counts),
		ui.Button{Text: ui.T("members.import"), Icon: ui.IconFileImport, Href: "/import"}.UI(),
		ui.Button{Text: ui.T("members.add"), Icon: ui.IconUserPlus, Kind: ui.Primary, Href: "/members/new", ID: "members-add"}.UI(),
	)
}

func sub(counts replica.Counts) string {
	have, total, loading := store.Replica().Loading()
	if loading {
		return ui.T("members.sub.loading", "have", ui.Number(have), "total", ui.Number(max(have, total)))
	}
	out := ui.N("members.sub.users", counts.Users)
	if counts.Guests > 0 {
		out = ui.T("members.sub.both", "users", out, "guests", ui.N("members.sub.guests", counts.Guests))
	}
	switch {
	case !store.AsOf().IsZero():
		out = store.Aged(out)
	case !store.Replica().SeesPeople():
		out = ui.T("members.sub.onlyYou")
	case !may():
		out = ui.T("members.sub.readOnly", "what", out)
	}
	return out
}

// instead is what stands in place of rows when there are none.
func (p *Page) instead(l list, counts replica.Counts) app.UI {
	_, total, loading := store.Replica().Loading()
	again := ui.Button{Text: ui.T("members.again"), Icon: ui.IconRefresh, Scope: "again", OnClick: func(ctx app.Context, _ app.Event) { store.Refresh(ctx) }}
	switch {
	case l.len() > 0:
		return nil
	case store.Replica().Stuck():
		return ui.Empty(ui.IconAlert, ui.T("members.failed.title"), ui.T("members.failed.text"), again.UI())
	case loading && !store.Online():
		return ui.Empty(ui.IconWifiOff, ui.T("members.offline.title"), ui.T("members.offline.text"), again.UI())
	case loading:
		return app.Div().Body(app.P().Class("members-coming").Attr("role", "status").Text(coming(total)), ui.Skeleton(8))
	case p.filter.Narrow():
		return p.noMatch(l)
	}
	return app.Div()
}

func coming(total int) string {
	if total == 0 {
		return ui.T("members.coming")
	}
	return ui.N("members.comingOf", total)
}

// noMatch says what was looked for and how to look further.
func (p *Page) noMatch(l list) app.UI {
	f := p.filter
	text := ui.T("members.noMatch.text", "filters", p.filterText())
	buttons := []app.UI{}
	wider := Filter{Search: f.Search, Sort: f.Sort, Down: f.Down}
	switch n := len(l.dir.Find(wider.Query())); {
	case f.Search == "" || wider == f:
		if f.Search != "" {
			text = ui.T("members.noMatch.search", "search", f.Search)
		}
	case n > 0:
		text = ui.T("members.noMatch.both", "search", f.Search, "filters", p.filterText())
		buttons = append(buttons, ui.Button{Text: ui.N("members.noMatch.widen", n), Kind: ui.Primary, Scope: "wider",
			OnClick: func(ctx app.Context, _ app.Event) { p.show(ctx, wider) }}.UI())
	default:
		text = ui.T("members.noMatch.search", "search", f.Search)
	}
	buttons = append(buttons, ui.Button{Text: ui.T("members.filter.clear"), OnClick: p.clear, Scope: "clear"}.UI())
	return ui.Empty(ui.IconSearch, ui.T("members.noMatch.title"), text, buttons...)
}

// filterText names the filters that are on, save the search.
func (p *Page) filterText() string {
	f := p.filter
	var parts []string
	if f.Status != "" {
		parts = append(parts, ui.StatusText(f.Status))
	}
	if f.Kind != "" {
		parts = append(parts, kindText(f.Kind))
	}
	if f.Tag != "" {
		parts = append(parts, ui.T("members.chip.tag", "tag", f.Tag))
	}
	if f.Location != "" {
		parts = append(parts, ui.T("members.chip.location", "location", f.Location))
	}
	if f.Invited != "" {
		parts = append(parts, invitedText(f.Invited))
	}
	if f.Ends {
		parts = append(parts, ui.N("schedule.filter.soon", endsWithin))
	}
	if f.Group != "" {
		parts = append(parts, groupChip(f.Group))
	}
	return strings.Join(parts, ", ")
}

// alone shows the way in to somebody who has just founded the organisation.
func (p *Page) alone(counts replica.Counts) app.UI {
	_, _, loading := store.Replica().Loading()
	return app.If(counts.All <= 1 && !loading && may() && !p.filter.Narrow(), func() app.UI {
		return ui.Empty(ui.IconUsers, ui.T("members.empty.title"), ui.T("members.empty.text"),
			ui.Button{Text: ui.T("members.import"), Icon: ui.IconFileImport, Kind: ui.Primary, Href: "/import"}.UI(),
			ui.Button{Text: ui.T("members.add"), Icon: ui.IconUserPlus, Href: "/members/new"}.UI())
	})
}
