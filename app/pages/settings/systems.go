package settings

import (
	"crypto/sha256"
	"encoding/base64"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/org"
)

const (
	connectID    = "system-connect"
	disconnectID = "system-disconnect"
)

// connecting is the dialog that connects a system, and shows its key once it has.
type connecting struct {
	name, key string
}

func (p *Organisation) systemsUI(t org.Tenant) app.UI {
	if !store.Me().Role.May(org.ManageTenant) {
		return app.Div().Class("settings-forbidden").Body(lacking(org.ManageTenant))
	}
	return app.Div().Class("joining").Body(
		app.Div().Body(systemsList(t, p.askDisconnect)),
		ui.Button{ID: "system-new", Text: ui.T("systems.connect"), Icon: ui.IconPlus, OnClick: p.openConnect}.UI(),
		p.connectDialog(),
		p.disconnectDialog(),
	)
}

func systemsList(t org.Tenant, end func(org.System)) app.UI {
	if len(t.Systems) == 0 {
		return app.P().Class("settings-value").Text(ui.T("systems.empty"))
	}
	return app.Ul().Class("joining-list").Body(app.Range(t.Systems).Slice(func(i int) app.UI {
		s := t.Systems[i]
		since := ui.T("systems.since", "day", ui.Date(s.At))
		if m, here := store.Replica().Member(s.By); here {
			since = ui.T("systems.by", "day", ui.Date(s.At), "name", m.Name())
		}
		return app.Li().Body(
			app.Div().Class("system-name").Body(app.Strong().Text(s.Name), app.Small().Text(since)),
			ui.Button{Text: ui.T("systems.disconnect"), Label: ui.T("systems.disconnectThis", "name", s.Name), Icon: ui.IconX, Kind: ui.Quiet, Scope: string(s.ID),
				OnClick: func(app.Context, app.Event) { end(s) }}.UI(),
		)
	}))
}

func (p *Organisation) openConnect(app.Context, app.Event) {
	p.connecting, p.system.Faults = connecting{}, nil
	ui.SetValue(p.system.Field("name"), "")
	ui.OpenDialog(connectID)
}

// connect makes the secret here and sends its hash: nobody but whoever looks at the dialog has it.
func (p *Organisation) connect(ctx app.Context, _ app.Event) {
	key := org.SystemKey{Tenant: store.Here().Tenant, System: store.NewID[org.SystemID](), Secret: store.Secret()}
	name, err := org.ParseSystemName("name", p.connecting.name)
	if err == nil {
		sum := sha256.Sum256([]byte(key.Secret))
		_, err = store.Do(ctx, tenants.Connect.Name, tenants.ConnectArgs{System: key.System, Name: name, Digest: base64.RawURLEncoding.EncodeToString(sum[:])},
			ui.T("systems.connected", "name", name))
	}
	if err != nil {
		p.system.Fail(ctx, err)
		return
	}
	p.system.Faults, p.connecting = nil, connecting{name, key.String()}
	ctx.Defer(func(app.Context) { ui.Focus("system-key-copy") })
}

func (p *Organisation) connectDialog() app.UI {
	c := p.connecting
	title := ui.T("systems.connect")
	if c.key != "" {
		title = ui.T("systems.key", "name", c.name)
	}
	return ui.Dialog(connectID, title, app.Div().Body(
		app.If(c.key == "", func() app.UI {
			return ui.Form(p.connect, ui.T("systems.connect"),
				p.system.Summary(),
				p.system.Line("name", &p.connecting.name, ui.Field{Autocomplete: "off", Hint: ui.T("systems.nameHint")}),
				ui.DialogActions(
					ui.Button{Text: ui.T("members.cancel"), Scope: connectID, OnClick: p.forgetKey}.UI(),
					ui.Button{ID: connectID + "-go", Text: ui.T("systems.connect"), Kind: ui.Primary, Submit: true}.UI(),
				),
			)
		}).Else(func() app.UI { return p.keyUI(c) }),
	))
}

// keyUI is the key, the one time that it is shown.
func (p *Organisation) keyUI(c connecting) app.UI {
	return app.Div().Class("confirm").Body(
		app.P().Text(ui.T("systems.keyText", "name", c.name)),
		app.Div().Body(app.If(!store.Online(), func() app.UI { return app.P().Text(ui.T("systems.keyWaits")) })),
		toCopy("system-key", ui.T("systems.key", "name", c.name), c.key, ui.T("systems.copied")),
		ui.DialogActions(ui.Button{ID: "system-done", Text: ui.T("systems.done"), Kind: ui.Primary, OnClick: p.forgetKey}.UI()),
	)
}

func (p *Organisation) forgetKey(app.Context, app.Event) {
	ui.CloseDialog(connectID)
	p.connecting = connecting{}
	ui.Focus("system-new")
}

func (p *Organisation) askDisconnect(s org.System) {
	p.ending = s
	ui.OpenDialog(disconnectID)
}

func (p *Organisation) disconnectDialog() app.UI {
	s := p.ending
	return ui.Confirm{
		ID: disconnectID, Title: ui.T("systems.disconnectThis", "name", s.Name), Text: ui.T("systems.disconnectText", "name", s.Name),
		Do: ui.T("systems.disconnect"), Danger: true, Scope: string(s.ID),
		OnDo: func(ctx app.Context, _ app.Event) {
			ui.CloseDialog(disconnectID)
			store.DoNow(ctx, tenants.Disconnect.Name, tenants.SystemList{Systems: []org.SystemID{s.ID}}, ui.T("systems.disconnected", "name", s.Name))
			ui.Focus("system-new")
		},
	}.UI()
}
