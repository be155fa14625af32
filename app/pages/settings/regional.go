package settings

import (
	"cmp"

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
			fact(ui.T("field.wording"), app.Span().Text(ui.WordingText(t.Wording))),
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
		ui.Select{
			ID: p.regional.Field("wording"), Label: ui.T("field.wording"), Hint: ui.T("wording.hint"), Value: chosenWording(t.Wording), Error: p.regional.Wrong("wording"),
			Options: wordings(), OnChange: func(ctx app.Context, to string) { p.setRegional(ctx, "wording", to) },
		}.UI(),
		&ui.Combobox{
			ID: p.regional.Field("zone"), Label: ui.T("field.zone"), Hint: ui.T("regional.zoneHint"), Value: t.TimeZone(), Error: p.regional.Wrong("zone"), Required: true,
			Options:  ui.Zones(t.TimeZone()),
			OnChange: func(ctx app.Context, to string) { p.setRegional(ctx, "zone", to) },
		},
	)
}

// membersChoice stands for the wording that nobody has chosen: a value of a choice is never empty.
const membersChoice = "member"

func chosenWording(w org.Wording) string { return cmp.Or(string(w), membersChoice) }

func wordings() (out []ui.Option) {
	for _, w := range org.Wordings {
		out = append(out, ui.Option{Value: chosenWording(w), Text: ui.WordingText(w)})
	}
	return out
}

// setRegional saves one of them at once.
func (p *Organisation) setRegional(ctx app.Context, field, to string) {
	f, _ := org.FindText(org.Regional, field)
	from := *f.Of(tenantNow())
	if field == "wording" && to == membersChoice {
		to = string(org.Members)
	} else if to == "" {
		return
	}
	saveNow(ctx, &p.regional, field, from, to, ui.T("regional.saved."+field))
}

// saveNow changes one field of the organisation at once, if it differs; undoing is offered as with every deed.
func saveNow(ctx app.Context, f *ui.FormState, field, from, to, said string) {
	if to == from {
		return
	}
	f.Faults = nil
	args := tenants.EditArgs{Fields: map[string]tenants.Edited{field: {From: from, To: to}}}
	if _, err := store.Do(ctx, tenants.Edit.Name, args, said); err != nil {
		f.Fail(ctx, err)
	}
}
