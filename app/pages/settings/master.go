package settings

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

const masterID = "master"

// masterDraft is the master data as typed, field by field as org.MasterData has them.
type masterDraft struct {
	seen, typed []string
	solves      org.CommandID // the conflict that saving resolves
}

// follow takes what has come from elsewhere where nobody has typed.
func (d *masterDraft) follow(t org.Tenant) {
	if d.seen == nil {
		d.seen, d.typed = make([]string, len(org.MasterData)), make([]string, len(org.MasterData))
	}
	for i, f := range org.MasterData {
		if now := *f.Of(&t); d.seen[i] != now {
			if d.typed[i] == d.seen[i] {
				d.typed[i] = now
				ui.SetValue(ui.FieldID(masterID, f.Name), now) // rendering alone can't empty a field
			}
			d.seen[i] = now
		}
	}
}

func (d *masterDraft) dirty() bool {
	for i := range d.typed {
		if d.typed[i] != d.seen[i] {
			return true
		}
	}
	return false
}

// takeUp puts what was refused into the form.
func (d *masterDraft) takeUp(c ledger.Command) {
	var args tenants.EditArgs
	if json.Unmarshal(c.Args, &args) != nil {
		return
	}
	for i, f := range org.MasterData {
		if edited, ok := args.Fields[f.Name]; ok {
			d.typed[i] = edited.To
		}
	}
	d.solves = c.ID
}

// args are what leads from what was seen to what is typed.
func (d *masterDraft) args() tenants.EditArgs {
	a := tenants.EditArgs{Fields: map[string]tenants.Edited{}}
	for i, f := range org.MasterData {
		if d.typed[i] != d.seen[i] {
			a.Fields[f.Name] = tenants.Edited{From: d.seen[i], To: d.typed[i]}
		}
	}
	return a
}

func masterLabel(field string) string {
	if _, known := org.Master(field); !known {
		return ""
	}
	return ui.T("field." + field)
}

// masterUI is the form, or for whoever may not change it what is known to them.
func (p *Organisation) masterUI(t org.Tenant) app.UI {
	if !store.Me().Role.May(org.ManageTenant) {
		return masterFacts(t)
	}
	var fields, wide []app.UI
	for i, f := range org.MasterData {
		field := ui.Field{
			ID: p.master.Field(f.Name), Label: masterLabel(f.Name), Value: p.data.typed[i], Error: p.master.Wrong(f.Name),
			OnInput: p.master.Into(f.Name, &p.data.typed[i]), Autocomplete: "off", Quiet: true,
		}
		switch f.Name {
		case "email", "website":
			field.Type = map[string]string{"email": "email", "website": "url"}[f.Name]
		case "phone":
			field.Type = "tel"
		case "billing", "signatureDe", "signatureEn":
			field.Multiline = true
		}
		switch f.Name {
		case "register", "vatID", "billing", "signatureDe":
			field.Hint = ui.T("master." + f.Name + "Hint")
		}
		if field.Multiline {
			wide = append(wide, field.UI())
		} else {
			fields = append(fields, field.UI())
		}
	}
	return ui.Form(p.saveMaster, ui.T("master.title"),
		p.master.Summary(),
		app.Div().Class("form-grid").Body(fields...),
		app.Div().Class("settings-wide").Body(wide...),
		ui.Saving{Button: ui.Button{Text: ui.T("master.save"), Kind: ui.Primary, Disabled: !p.data.dirty()}, Dirty: p.data.dirty(), OnDrop: p.dropMaster}.UI(),
	)
}

func masterFacts(t org.Tenant) app.UI {
	var out []app.UI
	for _, f := range org.MasterData {
		if v := *f.Of(&t); v != "" {
			out = append(out, fact(masterLabel(f.Name), app.Span().Text(v)))
		}
	}
	if len(out) == 0 {
		return app.Div().Class("settings-forbidden").Body(app.P().Text(ui.T("master.none")), lacking(org.ManageTenant))
	}
	return app.Div().Class("settings-forbidden").Body(app.Dl().Class("settings-facts").Body(out...), lacking(org.ManageTenant))
}

func (p *Organisation) saveMaster(ctx app.Context, _ app.Event) {
	if _, err := store.Do(ctx, tenants.Edit.Name, p.data.args(), ui.T("master.saved")); err != nil {
		p.master.Fail(ctx, err)
		return
	}
	p.master.Faults = nil
	store.Resolved(ctx, p.data.solves)
	p.data.solves = ""
	p.showMaster(func(i int) string { return *org.MasterData[i].Of(tenantNow()) })
}

func tenantNow() *org.Tenant {
	t := store.Replica().Tenant()
	return &t
}

func (p *Organisation) dropMaster(app.Context, app.Event) {
	p.master.Faults = nil
	p.showMaster(func(i int) string { return p.data.seen[i] })
	ui.Focus(p.master.Field(org.MasterData[0].Name))
}

// showMaster puts values into the form and its inputs.
func (p *Organisation) showMaster(value func(i int) string) {
	for i, f := range org.MasterData {
		p.data.typed[i] = value(i)
		ui.SetValue(p.master.Field(f.Name), p.data.typed[i])
	}
}
