package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// FirstOrganisation is what somebody sees who is signed in and belongs to no organisation.
type FirstOrganisation struct {
	app.Compo
	form
	name string
}

func (o *FirstOrganisation) submit(ctx app.Context, _ app.Event) {
	if o.busy {
		return
	}
	if _, err := org.ParseTenantName("organisation", o.name); err != nil {
		o.fail(ctx, err)
		return
	}
	in := route.FoundRequest{Organisation: o.name, Language: string(ui.Lang())}
	ask(ctx, &o.form, func() (route.SessionReply, error) { return store.Client().Found(in) }, signedIn)
}

// Render is the page.
func (o *FirstOrganisation) Render() app.UI {
	o.id = "found"
	return sheet(ui.T("auth.found.title"), ui.T("auth.found.text"),
		ui.Form(o.submit, ui.T("auth.found.title"),
			ui.Faults(o.id, o.faults, signUpLabel),
			ui.Field{ID: o.field("organisation"), Label: ui.T("auth.organisation"), Value: o.name, Autocomplete: "organization", Required: true, Focus: true,
				Error: ui.FaultOn(o.faults, "organisation"), OnInput: o.into("organisation", &o.name)}.UI(),
			ui.Button{Text: ui.T("auth.found.submit"), Kind: ui.Primary, Submit: true, Busy: o.busy}.UI(),
		))
}
