package audit

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
)

// whomID is the dialog in which one finds somebody whose entries are to be shown.
const whomID = "audit-about"

const (
	whomBest  = 8      // shows so many
	whomLooks = 50_000 // and looks at so many: a filter is not typed as a chat is
)

func (p *Page) whomDialog() app.UI {
	var found []app.UI
	if strings.TrimSpace(p.whom) != "" {
		f := replica.NewFinder(whomBest)
		f.Type(store.Replica().Directory(), p.whom)
		f.Run(whomLooks)
		for _, id := range f.Best() {
			m, _ := store.Replica().Member(id)
			found = append(found, app.Button().Type("button").Class("whom").Body(
				ui.AvatarOf(store.Here().Tenant, id, m),
				app.Span().Class("whom-name").Body(app.B().Text(m.Name()), app.Small().Text(string(m.Email))),
			).OnClick(ui.On(func(ctx app.Context, _ app.Event) {
				ui.CloseDialog(whomID)
				p.show(ctx, func(f *Filter) { f.About = string(id) })
			}, string(id))))
		}
		if len(found) == 0 {
			found = []app.UI{app.P().Class("muted").Text(ui.T("audit.filter.nobody"))}
		}
	}
	return ui.Dialog(whomID, ui.T("audit.filter.whom"),
		app.Input().ID("audit-whom").Class("form-control input").Type("search").AutoFocus(true).Aria("label", ui.T("audit.filter.search")).
			Placeholder(ui.T("audit.filter.search")).Attr("autocomplete", "off").
			OnInput(ui.On(func(_ app.Context, e app.Event) { p.whom = e.Get("target").Get("value").String() })),
		app.Div().Class("whom-found").Attr("role", "status").Body(found...),
	)
}
