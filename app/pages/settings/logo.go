package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/org"
)

const logoID = "organisation-logo"

// logoUI shows the logo, and lets those change it who may.
func (p *Organisation) logoUI(t org.Tenant) app.UI {
	shown := app.Div().Class("settings-logo").Body(ui.OrgMark(store.Here().Tenant, t.Logo))
	if !store.Me().Role.May(org.ManageTenant) {
		return app.Div().Class("settings-forbidden").Body(shown, lacking(org.ManageTenant))
	}
	text := ui.T("logo.change")
	if t.Logo == "" {
		text = ui.T("logo.choose")
	}
	return app.Div().Class("settings-logo").Body(
		ui.OrgMark(store.Here().Tenant, t.Logo),
		ui.Button{Text: text, ID: logoID + "-change", Scope: logoID, OnClick: func(app.Context, app.Event) { ui.OpenPicture(logoID) }}.UI(),
		&ui.Picture{
			ID: logoID, Title: text, Hint: ui.T("logo.hint"), Of: string(store.Here().Tenant) + "/logo", Square: true,
			Has: t.Logo != "", Save: ui.T("logo.save"), Remove: ui.T("logo.remove"), OnPicture: p.putLogo,
		},
	)
}

// putLogo gives the organisation another logo, or none.
func (p *Organisation) putLogo(ctx app.Context, name, picture string) error {
	said := ui.T("logo.said")
	if name == "" {
		said = ui.T("logo.removed")
	}
	args := tenants.LogoArgs{From: store.Replica().Tenant().Logo, To: org.PictureID(name), Picture: picture}
	if args.From == args.To {
		return nil
	}
	if _, err := store.Do(ctx, tenants.SetLogo.Name, args, said); err != nil {
		return err
	}
	ui.Focus(logoID + "-change")
	return nil
}
