package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const proveID = "domain-prove"

// anyAddress stands for org.JoiningAny in the list of choices, whose values can't be empty.
const anyAddress = "any"

func choiceOf(j org.Joining) string {
	if j == org.JoiningAny {
		return anyAddress
	}
	return string(j)
}

// proving is the dialog that shows how a domain is proved, and looks whether it is.
type proving struct {
	domain, record string
	busy           bool
	err            error
}

// joiningUI is the organisation's mail domains and whose addresses may become users.
func (p *Organisation) joiningUI(t org.Tenant) app.UI {
	if !store.Me().Role.May(org.ManageTenant) {
		return app.Div().Class("settings-forbidden").Body(lacking(org.ManageTenant))
	}
	return app.Div().Class("joining").Body(
		app.Div().Body(p.domainsUI(t)),
		ui.Form(p.addDomain, ui.T("joining.add"),
			p.domains.Summary(),
			app.Div().Class("joining-add").Body(
				p.domains.Line("domain", &p.newDomain, ui.Field{Autocomplete: "off", Hint: ui.T("joining.domainHint")}),
				ui.Button{ID: "joining-add", Text: ui.T("joining.add"), Submit: true}.UI(),
			),
		),
		ui.Select{
			ID: p.joining.Field("joining"), Label: ui.T("joining.who"), Hint: ui.T("joining.note"), Value: choiceOf(t.Joining), Error: p.joining.Wrong("joining"),
			Options: []ui.Option{
				{Value: anyAddress, Text: ui.JoiningText(org.JoiningAny)},
				{Value: string(org.JoiningDomains), Text: ui.JoiningText(org.JoiningDomains)},
				{Value: string(org.JoiningProved), Text: ui.JoiningText(org.JoiningProved)},
			},
			OnChange: p.setJoining,
		}.UI(),
		p.proveDialog(),
	)
}

func (p *Organisation) domainsUI(t org.Tenant) app.UI {
	if len(t.Domains) == 0 {
		return app.P().Class("settings-value").Text(ui.T("joining.none"))
	}
	return app.Ul().Class("joining-list").Body(app.Range(t.Domains).Slice(func(i int) app.UI {
		name, state, tone := t.Domains[i].Name, "unproved", ui.Wait
		if t.Domains[i].Proved != "" {
			state, tone = "proved", ui.OK
		}
		return app.Li().Body(
			app.Strong().Text(name), ui.Badge(tone, ui.T("joining.state."+state)),
			app.Div().Body(app.If(state == "unproved", func() app.UI {
				return ui.Button{Text: ui.T("joining.prove"), Label: ui.T("joining.proveThis", "domain", name), Icon: ui.IconShieldCheck, Kind: ui.Quiet, Scope: "prove" + name,
					OnClick: func(ctx app.Context, _ app.Event) { p.openProof(ctx, name) }}.UI()
			})),
			ui.Button{Text: ui.T("joining.remove"), Label: ui.T("joining.removeThis", "domain", name), Icon: ui.IconTrash, Kind: ui.Quiet, Scope: "remove" + name,
				OnClick: func(ctx app.Context, _ app.Event) { p.removeDomain(ctx, name) }}.UI(),
		)
	}))
}

func (p *Organisation) addDomain(ctx app.Context, _ app.Event) {
	name, err := org.ParseDomain("domain", p.newDomain)
	if err == nil {
		_, err = store.Do(ctx, tenants.AddDomain.Name, tenants.OneDomain{Domain: name}, ui.T("joining.added", "domain", name))
	}
	if err != nil {
		p.domains.Fail(ctx, err)
		return
	}
	p.domains.Faults, p.newDomain = nil, ""
	ui.SetValue(p.domains.Field("domain"), "")
	ui.Focus(p.domains.Field("domain"))
}

func (p *Organisation) removeDomain(ctx app.Context, name string) {
	if !store.DoNow(ctx, tenants.RemoveDomain.Name, tenants.OneDomain{Domain: name}, ui.T("joining.removed", "domain", name)) {
		return
	}
	ui.Focus(p.domains.Field("domain"))
}

func (p *Organisation) setJoining(ctx app.Context, to string) {
	from := string(store.Replica().Tenant().Joining)
	if to == anyAddress {
		to = string(org.JoiningAny)
	}
	if to == from {
		return
	}
	p.joining.Faults = nil
	if _, err := store.Do(ctx, tenants.SetJoining.Name, tenants.JoiningArgs{From: from, To: to}, ui.T("joining.saved")); err != nil {
		p.joining.Fail(ctx, err)
		ui.SetValue(p.joining.Field("joining"), choiceOf(org.Joining(from)))
	}
}

func (p *Organisation) openProof(ctx app.Context, domain string) {
	p.proof = proving{domain: domain}
	ui.OpenDialog(proveID)
	here := store.Here().Tenant
	p.ask(ctx, func() (route.DomainReply, error) { return store.Client().Domain(here, domain) }, func(_ app.Context, reply route.DomainReply) { p.proof.record = reply.Record })
}

func (p *Organisation) check(ctx app.Context, _ app.Event) {
	here, domain := store.Here().Tenant, p.proof.domain
	p.ask(ctx, func() (route.DomainReply, error) {
		return route.DomainReply{}, store.Client().ProveDomain(here, domain)
	}, func(ctx app.Context, _ route.DomainReply) {
		ui.CloseDialog(proveID)
		store.Notify(ctx, ui.T("joining.checked", "domain", domain))
		store.Refresh(ctx)
	})
}

// ask asks the server for the domain of the dialog; an answer for another one comes too late.
func (p *Organisation) ask(ctx app.Context, work func() (route.DomainReply, error), then func(app.Context, route.DomainReply)) {
	if p.proof.busy {
		return
	}
	domain := p.proof.domain
	p.proof.busy, p.proof.err = true, nil
	if !store.Online() {
		p.proof.busy, p.proof.err = false, client.NoConnection()
		return
	}
	ui.Ask(ctx, work, func(ctx app.Context, reply route.DomainReply, err error) {
		if p.proof.domain != domain {
			return
		}
		if p.proof.busy, p.proof.err = false, err; err == nil {
			then(ctx, reply)
		}
	})
}

func (p *Organisation) proveDialog() app.UI {
	d := p.proof
	wrong := ""
	if d.err != nil {
		wrong = ui.ErrorText(d.err)
	}
	return ui.Dialog(proveID, ui.T("joining.proveThis", "domain", d.domain),
		app.P().Text(ui.T("joining.proveText", "domain", d.domain)),
		toCopy("joining-record", ui.T("joining.record"), d.record, ui.T("joining.copied")),
		app.P().Class("joining-wrong").Attr("role", "status").Text(wrong),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: proveID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(proveID) }}.UI(),
			ui.Button{ID: "joining-check", Text: ui.T("joining.check"), Kind: ui.Primary, Busy: d.busy && d.record != "", Disabled: d.record == "", OnClick: p.check}.UI(),
		),
	)
}

// toCopy is a text to be pasted elsewhere, with the button that copies it.
func toCopy(id, label, text, said string) app.UI {
	return app.Div().Class("joining-record").Body(
		app.Input().ID(id).Type("text").Class("form-control").ReadOnly(true).Value(text).Aria("label", label),
		ui.Button{ID: id + "-copy", Text: ui.T("links.copy"), Icon: ui.IconCopy, Scope: text, Disabled: text == "", OnClick: func(ctx app.Context, _ app.Event) {
			store.Copy(ctx, text, said)
		}}.UI(),
	)
}
