package auth

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Organisation lets somebody who is signed in found an organisation: a first one, or a further one.
type Organisation struct {
	app.Compo
	form
	name string
}

// OnInit names the form.
func (o *Organisation) OnInit() { o.As("found", label) }

func (o *Organisation) submit(ctx app.Context, _ app.Event) {
	if o.Busy {
		return
	}
	if n := len(store.Replica().Pending()); n > 0 {
		store.Notify(ctx, ui.N("nav.waits", n))
		return
	}
	if _, err := org.ParseTenantName("organisation", o.name); err != nil {
		o.Fail(ctx, err)
		return
	}
	in := route.FoundRequest{Organisation: o.name, Language: string(ui.Lang())}
	ui.Send(ctx, &o.form, func() (route.SessionReply, error) { return store.Client().Found(in) }, func(ctx app.Context, s route.SessionReply) {
		before, _ := store.Who()
		signedIn(ctx, s)
		for _, m := range s.Memberships {
			if !slices.Contains(before.Memberships, m) {
				store.Open(ctx, m.Tenant)
			}
		}
		ctx.Navigate("/")
	})
}

// Render is the page.
func (o *Organisation) Render() app.UI {
	o.As("found", label)
	text := ui.T("auth.found.text")
	switch who, _ := store.Who(); {
	case len(who.Memberships) > 0:
		text = ui.T("auth.found.further")
	case len(who.Begins) > 0:
		text = ui.T("auth.found.begins", "name", who.Begins[0].Name, "day", ui.Day(who.Begins[0].From))
	}
	return sheet(ui.T("auth.found.title"), text,
		ui.Form(o.submit, ui.T("auth.found.title"),
			o.Summary(),
			o.Line("organisation", &o.name, ui.Field{Autocomplete: "organization", Focus: true}),
			submit(ui.T("auth.found.submit"), o.Busy),
		))
}
