package settings

import (
	"encoding/json"
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Organisation is the page on the organisation in view.
type Organisation struct {
	app.Compo
	Query string // inbox=<command> takes up what was refused

	rename           ui.FormState
	found            ui.FormState
	lease            ui.FormState
	master           ui.FormState
	domains, joining ui.FormState
	regional         ui.FormState
	sight            sight
	system           ui.FormState
	connecting       connecting
	ending           org.System // that is about to be disconnected
	newDomain        string
	proof            proving
	*orgDraft
}

// orgDraft is what was typed and not saved. It outlives the page: who looks something up elsewhere finds it again.
type orgDraft struct {
	tenant org.TenantID
	seen   string // the name that the field began with
	name   string
	solves org.CommandID // the conflict that saving resolves
	other  string        // of the organisation to be founded
	span   spanDraft
	spans  org.CommandID // the conflict that setting the time resolves
	data   masterDraft
}

var lastOrg *orgDraft

// OnInit finds what was typed before.
func (p *Organisation) OnInit() {
	p.follow()
	v, _ := url.ParseQuery(p.Query)
	for _, c := range store.Replica().Undecided() {
		if string(c.Command.ID) == v.Get("inbox") {
			p.takeUp(c.Command)
		}
	}
}

// takeUp puts what was refused into the form.
func (p *Organisation) takeUp(c ledger.Command) {
	var name tenants.RenameArgs
	var span tenants.OfflineArgs
	switch {
	case c.Deed == tenants.Rename.Name && json.Unmarshal(c.Args, &name) == nil:
		p.name, p.solves = name.To, c.ID
	case c.Deed == tenants.Edit.Name:
		p.data.takeUp(c)
	case c.Deed == tenants.SetOffline.Name && json.Unmarshal(c.Args, &span) == nil:
		was := p.span.was
		p.span.begin(span.To)
		p.span.was, p.spans = was, c.ID
	}
}

// OnMount follows the organisation's record.
func (p *Organisation) OnMount(ctx app.Context) {
	store.Watch(ctx, store.Members, store.Session, store.Connection)
}

// follow begins anew in another organisation. A name that has come from elsewhere takes the place of one nobody has touched.
func (p *Organisation) follow() {
	if here := store.Here().Tenant; lastOrg == nil || lastOrg.tenant != here {
		lastOrg = &orgDraft{tenant: here}
	}
	p.orgDraft = lastOrg
	t := store.Replica().Tenant()
	if now := t.Name; p.seen != now {
		if p.name == p.seen {
			p.name = now
		}
		p.seen = now
	}
	p.span.follow(t.Offline())
	p.data.follow(t)
	ui.Unsaved("organisation", p.name != p.seen || p.other != "" || p.span.dirty() || p.data.dirty())
}

// Render is the page.
func (p *Organisation) Render() app.UI {
	p.follow()
	t := store.Replica().Tenant()
	p.rename.As("rename", ui.Labels("name", ui.T("settings.name")))
	p.found.As("found", ui.Labels("organisation", ui.T("settings.anotherName")))
	p.lease.As("lease", ui.Labels("offlineHours", ui.T("lease.after"), "own", ui.T("lease.number")))
	p.master.As(masterID, masterLabel)
	p.domains.As("domains", ui.Labels("domain", ui.T("joining.domain")))
	p.regional.As("regional", ui.Labels("language", ui.T("regional.language"), "zone", ui.T("field.zone"), "wording", ui.T("field.wording")))
	p.sight.As("sight", ui.Labels("people", ui.T("field.people"), "hidden", ui.T("field.hidden")))
	p.joining.As("joining", ui.Labels("joining", ui.T("joining.who")))
	name, master, regional, joining, offline, facts := ui.SectionWaits(1), ui.SectionWaits(4), ui.SectionWaits(1), ui.SectionWaits(2), ui.SectionWaits(1), ui.SectionWaits(4)
	p.system.As("system", ui.Labels("name", ui.T("systems.name")))
	logo, sight, systems := ui.SectionWaits(1), ui.SectionWaits(3), ui.SectionWaits(2)
	if t.Name != "" {
		logo, sight, systems = p.logoUI(t), p.sightUI(t), p.systemsUI(t)
		name, master, regional, joining, offline, facts = p.nameUI(t), p.masterUI(t), p.regionalUI(t), p.joiningUI(t), p.offlineUI(t), factsUI(t)
	}
	return app.Div().Class("settings").Body(
		ui.PageHead(ui.T("settings.title"), ui.T("settings.sub")),
		ui.Section("name", ui.T("settings.name"), ui.T("settings.nameText"), name),
		ui.Section("logo", ui.T("field.logo"), ui.T("logo.text"), logo),
		ui.Section("master", ui.T("master.title"), ui.T("master.text"), master),
		ui.Section("regional", ui.T("regional.title"), ui.T("regional.text"), regional),
		ui.Section("joining", ui.T("joining.title"), ui.T("joining.text"), joining),
		ui.Section("sight", ui.T("sight.title"), ui.T("sight.text"), sight),
		ui.Section("offline", ui.T("lease.title"), ui.T("lease.text"), offline),
		ui.Section("systems", ui.T("systems.title"), ui.T("systems.text"), systems),
		ui.Section("facts", ui.T("settings.facts"), ui.T("settings.factsText"), facts),
		ui.Section("another", ui.T("settings.another"), ui.T("settings.anotherText"), p.foundUI()),
	)
}

func (p *Organisation) nameUI(t org.Tenant) app.UI {
	if !store.Me().Role.May(org.ManageTenant) {
		return app.Div().Class("settings-forbidden").Body(app.P().Class("settings-value").Text(t.Name), lacking(org.ManageTenant))
	}
	return ui.Form(p.save, ui.T("settings.name"),
		p.rename.Summary(),
		p.rename.Line("name", &p.name, ui.Field{Autocomplete: "off", Hint: ui.T("settings.nameHint")}),
		ui.Saving{Button: ui.Button{Text: ui.T("settings.rename"), Kind: ui.Primary, Disabled: p.name == p.seen}, Dirty: p.name != p.seen, OnDrop: p.drop}.UI(),
	)
}

func (p *Organisation) drop(app.Context, app.Event) {
	p.name, p.rename.Faults = p.seen, nil
	ui.SetValue("rename-name", p.seen)
	ui.Focus("rename-name")
}

func (p *Organisation) save(ctx app.Context, _ app.Event) {
	if _, err := store.Do(ctx, "tenants.rename", tenants.RenameArgs{From: p.seen, To: p.name}, ui.T("settings.renamed", "name", p.name)); err != nil {
		p.rename.Fail(ctx, err)
		return
	}
	p.rename.Faults = nil
	store.Resolved(ctx, p.solves)
	p.solves = ""
	p.name = store.Replica().Tenant().Name
}

func factsUI(t org.Tenant) app.UI {
	var out []app.UI
	if t.Founded != "" {
		out = append(out, fact(ui.T("settings.founded"), app.Span().Text(ui.Day(t.Founded))))
	}
	if id, m, ok := owner(); ok {
		out = append(out, fact(ui.RoleText(org.Owner), ui.Link(m.Name(), "/members/"+string(id))))
	}
	return app.Dl().Class("settings-facts").Body(append(out,
		fact(ui.T("settings.members"), app.Span().Text(ui.Number(store.Replica().Directory().Counts().All))),
		fact(ui.T("settings.id"), app.Code().Text(string(store.Here().Tenant)), ui.Button{Text: ui.T("settings.copy"), Icon: ui.IconCopy, Kind: ui.Quiet, OnClick: copyID}.UI()),
	)...)
}

func copyID(ctx app.Context, _ app.Event) {
	store.Copy(ctx, string(store.Here().Tenant), ui.T("settings.copied"))
}

func (p *Organisation) foundUI() app.UI {
	return ui.Form(p.make, ui.T("settings.another"),
		p.found.Summary(),
		p.found.Line("organisation", &p.other, ui.Field{Autocomplete: "off"}),
		ui.Saving{Button: ui.Button{Text: ui.T("settings.found"), Busy: p.found.Busy}, Waits: needsServer()}.UI(),
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
		p.other = ""
		ui.SetValue("found-organisation", "")
		store.SetSession(ctx, s)
		for _, m := range s.Memberships {
			if !had[m.Tenant] {
				store.Open(ctx, m.Tenant)
				store.Notify(ctx, ui.T("settings.founded.said", "name", m.Name))
			}
		}
	})
}
