package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Organisation is the page on the organisation in view.
type Organisation struct {
	app.Compo
	rename ui.FormState
	seen   string // the name that the field began with
	name   string
	found  ui.FormState
	other  string
}

// OnMount follows the organisation's record.
func (p *Organisation) OnMount(ctx app.Context) { store.Watch(ctx, store.Members, store.Session) }

// Render is the page.
func (p *Organisation) Render() app.UI {
	t := store.Replica().Tenant()
	if p.seen != t.Name {
		p.seen, p.name = t.Name, t.Name // another name has come from elsewhere
	}
	p.rename.ID, p.rename.Label = "rename", named("name", ui.T("settings.name"))
	p.found.ID, p.found.Label = "found", named("organisation", ui.T("settings.anotherName"))
	return app.Div().Class("settings").Body(
		ui.PageHead(ui.T("settings.title"), ui.T("settings.sub")),
		ui.CardAt("name", ui.T("settings.name"), p.nameUI(t)),
		ui.CardAt("facts", ui.T("settings.facts"), app.Dl().Class("settings-facts").Body(facts(t)...)),
		ui.CardAt("another", ui.T("settings.another"), p.foundUI()),
	)
}

func (p *Organisation) nameUI(t org.Tenant) app.UI {
	if !store.Me().Role.May(org.ManageTenant) {
		return app.Div().Body(app.P().Class("settings-value").Text(t.Name), app.P().Class("muted").Text(ui.T("settings.lacking", "right", rightText(org.ManageTenant))))
	}
	return ui.Form(p.save, ui.T("settings.name"),
		p.rename.Summary(),
		p.rename.Line("name", &p.name, ui.Field{Hint: ui.T("settings.nameHint"), Autocomplete: "off"}),
		app.Div().Class("form-actions").Body(ui.Button{Text: ui.T("settings.rename"), Kind: ui.Primary, Submit: true, Disabled: p.name == p.seen}.UI()),
	)
}

func (p *Organisation) save(ctx app.Context, _ app.Event) {
	if _, err := store.Do(ctx, "tenants.rename", tenants.RenameArgs{From: p.seen, To: p.name}, ui.T("settings.renamed", "name", p.name)); err != nil {
		p.rename.Fail(ctx, err)
		return
	}
	p.rename.Faults = nil
}

func facts(t org.Tenant) []app.UI {
	counts := store.Replica().Directory().Counts()
	id := string(store.Here().Tenant)
	languages := map[org.Language]string{org.German: "Deutsch", org.English: "English"}
	out := []app.UI{fact(ui.T("settings.language"), app.Text(languages[t.Language]))}
	if t.Founded != "" {
		out = append(out, fact(ui.T("settings.founded"), app.Text(ui.Day(t.Founded))))
	}
	return append(out,
		fact(ui.T("settings.members"), app.Text(ui.Number(counts.All))),
		fact(ui.T("settings.id"), app.Code().Text(id), ui.Button{Text: ui.T("settings.copy"), Icon: ui.IconCopy, Kind: ui.Quiet, OnClick: func(ctx app.Context, _ app.Event) {
			ui.Copy(id)
			store.Notify(ctx, ui.T("settings.copied"))
		}}.UI()),
	)
}

func (p *Organisation) foundUI() app.UI {
	return ui.Form(p.make, ui.T("settings.another"),
		app.P().Class("muted").Text(ui.T("settings.anotherText")),
		p.found.Summary(),
		p.found.Line("organisation", &p.other, ui.Field{Autocomplete: "off"}),
		app.Div().Class("form-actions").Body(ui.Button{Text: ui.T("settings.found"), Submit: true, Busy: p.found.Busy}.UI()),
	)
}

func (p *Organisation) make(ctx app.Context, _ app.Event) {
	in := route.FoundRequest{Organisation: p.other, Language: string(ui.Lang())}
	if _, err := org.ParseTenantName("organisation", in.Organisation); err != nil {
		p.found.Fail(ctx, err)
		return
	}
	had := map[org.TenantID]bool{}
	if s, ok := store.Who(); ok {
		for _, m := range s.Memberships {
			had[m.Tenant] = true
		}
	}
	ui.Send(ctx, &p.found, func() (route.SessionReply, error) { return store.Client().Found(in) }, func(ctx app.Context, s route.SessionReply) {
		store.SetSession(ctx, s)
		for _, m := range s.Memberships {
			if !had[m.Tenant] {
				store.Open(ctx, m.Tenant)
				store.Notify(ctx, ui.T("settings.founded.said", "name", m.Name))
			}
		}
		p.other = ""
	})
}
