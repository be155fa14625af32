package pages

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/imports"
	"stellwerk/app/store"
	"stellwerk/app/ui"
)

// side is the navigation on the desk: the organisation, and the pages in their groups.
func (f *Frame) side() app.UI {
	return app.Aside().Class("side").Body(
		f.organisation("side"),
		app.Nav().Class("nav").Aria("label", ui.T("nav.label")).Body(f.groups()...),
	)
}

// groups are the pages under the names of what they are about.
func (f *Frame) groups() []app.UI {
	var out []app.UI
	for _, g := range []string{groupPeople, groupOrganisation} {
		links := f.links(g, true)
		if len(links) == 0 {
			continue
		}
		id := "nav-" + strings.TrimPrefix(g, "nav.")
		out = append(out,
			app.P().Class("nav-group").ID(id).Text(ui.T(g)),
			app.Ul().Aria("labelledby", id).Body(app.Range(links).Slice(func(i int) app.UI { return app.Li().Body(links[i]) })),
		)
	}
	return out
}

// bottom is the navigation on the phone, in reach of the thumb.
func (f *Frame) bottom() app.UI {
	return app.Nav().Class("bottom").Aria("label", ui.T("nav.label")).Body(append(f.links(groupPeople, false), f.links(groupOrganisation, false)...)...)
}

func (f *Frame) links(group string, counts bool) []app.UI {
	me := store.Me().Role
	if !store.In() {
		return nil
	}
	var out []app.UI
	for _, p := range table {
		if p.Nav != group || !p.allowed(me) {
			continue
		}
		a := app.A().Href(p.Path).Class("nav-link")
		if p.Path == f.address.Path || strings.HasPrefix(f.address.Path, p.Path+"/") {
			a = a.Class("on").Aria("current", "page")
		}
		n := ""
		if p.Path == "/import" && imports.Unfinished() != "" {
			a = a.Class("nav-waits").Aria("description", ui.T("imports.waiting", "file", imports.Unfinished()))
			n = ui.T("imports.waiting.short")
		}
		if waits := len(store.Replica().Undecided()); p.Path == "/inbox" && waits > 0 {
			a = a.Class("nav-needs").Aria("description", ui.N("inbox.banner", waits))
			n = ui.Number(waits)
		}
		if all := store.Replica().Directory().GroupCount(); counts && p.Path == "/groups" && all > 0 {
			n = ui.Number(all)
		}
		if counts && p.Path == "/members" {
			if all := store.Replica().Directory().Counts().All; all > 0 {
				n = ui.Number(all)
			}
		}
		out = append(out, a.Body(ui.Icon(p.Icon), app.Span().Text(p.name()), app.Small().Text(n)))
	}
	return out
}
