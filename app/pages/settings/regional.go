package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/org"
)

// regionalUI is the language of those who have said nothing else, and where the organisation's days begin and end.
func (p *Organisation) regionalUI(t org.Tenant) app.UI {
	if !store.Me().Role.May(org.ManageTenant) {
		return app.Div().Class("settings-forbidden").Body(app.Dl().Class("settings-facts").Body(
			fact(ui.T("regional.language"), app.Span().Text(ui.LanguageText(string(t.Language)))),
			fact(ui.T("field.zone"), app.Span().Text(t.TimeZone())),
		), lacking(org.ManageTenant))
	}
	return app.Div().Class("pair").Body(
		ui.Select{
			ID: p.regional.Field("language"), Label: ui.T("regional.language"), Hint: ui.T("regional.languageHint"), Value: string(t.Language), Error: p.regional.Wrong("language"),
			Options: []ui.Option{
				{Value: string(org.German), Text: ui.LanguageText(string(org.German))},
				{Value: string(org.English), Text: ui.LanguageText(string(org.English))},
			},
			OnChange: func(ctx app.Context, to string) { p.setRegional(ctx, "language", to) },
		}.UI(),
		&ui.Combobox{
			ID: p.regional.Field("zone"), Label: ui.T("field.zone"), Hint: ui.T("regional.zoneHint"), Value: t.TimeZone(), Error: p.regional.Wrong("zone"), Required: true,
			Options:  ui.Zones(t.TimeZone()),
			OnChange: func(ctx app.Context, to string) { p.setRegional(ctx, "zone", to) },
		},
	)
}

// setRegional saves one of the two at once; undoing is offered as with every deed.
func (p *Organisation) setRegional(ctx app.Context, field, to string) {
	f, _ := org.FindText(org.Regional, field)
	from := *f.Of(tenantNow())
	if to == from || to == "" {
		return
	}
	p.regional.Faults = nil
	args := tenants.EditArgs{Fields: map[string]tenants.Edited{field: {From: from, To: to}}}
	if _, err := store.Do(ctx, tenants.Edit.Name, args, ui.T("regional.saved."+field)); err != nil {
		p.regional.Fail(ctx, err)
	}
}
