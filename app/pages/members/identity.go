package members

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	deed "stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

const (
	identifyID    = "member-identify"
	identityLater = "later" // nobody has looked at anything yet
)

// isAgent says whether this person may confirm who others are.
func isAgent() bool {
	m, there := memberHere(store.Me().Member)
	return there && m.IsAgent()
}

// proofs are what a registration agent may have looked at.
func proofs() []ui.Choice {
	out := make([]ui.Choice, len(org.IdentityWays))
	for i, how := range org.IdentityWays {
		out[i] = ui.Choice{Value: how, Text: ui.IdentityWayText(how)}
	}
	return out
}

// identityUI is how sure it is who somebody is, and what this person can do about it.
func (p *One) identityUI(m org.Member) []app.UI {
	id := org.MemberID(p.ID)
	notes := []app.UI{app.Span().Text(ui.T("identity.level." + strconv.Itoa(int(m.Level()))))}
	note := func(s string) { notes = append(notes, app.Small().Class("member-note").Text(s)) }
	if i := m.Identity; i != nil {
		by := ui.T("schedule.nobody")
		if agent, there := memberHere(i.By); there {
			by = agent.Name()
		}
		note(ui.IdentityText(*i, by))
		if i.Name != m.Name() {
			note(ui.T("identity.renamed", "name", i.Name))
		}
	}
	if m.IsAgent() {
		note(ui.T("identity.agent"))
	}
	confirm := isAgent() && id != store.Me().Member && !m.Deactivated
	return []app.UI{
		app.Div().Class("member-value").Body(notes...),
		ui.Explain("identity", "identity"),
		app.Div().Class("member-ends").Body(
			app.If(confirm, func() app.UI {
				return ui.Button{ID: "member-identify-open", Text: ui.T("deed.members.identify"), Kind: ui.Quiet, Scope: "identify" + p.ID, OnClick: func(app.Context, app.Event) { p.identifying.open(id, m) }}.UI()
			}),
			app.If(m.Identity != nil && (may() || isAgent()), func() app.UI {
				return ui.Button{Text: ui.T("members.unidentify.action"), Kind: ui.Quiet, Scope: "unidentify" + p.ID, OnClick: func(ctx app.Context, _ app.Event) {
					store.DoNow(ctx, "members.unidentify", deed.OneMember{Member: id}, ui.T("members.unidentify.said", "name", m.Name()))
				}}.UI()
			}),
		),
	}
}

// agentItem makes somebody a registration agent, or ends that; none for guests and who is deactivated.
func (p *One) agentItem(m org.Member) app.UI {
	name, said := "members.nameAgents", ui.T("members.nameAgents.said", "name", m.Name())
	if m.Agent {
		name, said = "members.dismissAgents", ui.T("members.dismissAgents.said", "name", m.Name())
	}
	return app.If(store.Me().Role.May(org.GrantAdmin) && (m.Agent || m.Role != org.Guest && !m.Deactivated), func() app.UI {
		return ui.MenuItem(ui.IconShield, ui.T("deed."+name), func(ctx app.Context, _ app.Event) {
			store.DoNow(ctx, name, listArgs{[]org.MemberID{org.MemberID(p.ID)}}, said)
		}, name+p.ID)
	})
}

// identifying is the dialog in which a registration agent confirms somebody.
type identifying struct {
	id   org.MemberID
	name string
	how  string
	err  error
}

func (i *identifying) open(id org.MemberID, m org.Member) {
	*i = identifying{id: id, name: m.Name()}
	ui.OpenDialog(identifyID)
}

func (i *identifying) send(ctx app.Context, _ app.Event) {
	if _, i.err = store.Do(ctx, "members.identify", deed.IdentifyArgs{Member: i.id, How: i.how}, ui.T("members.identify.said", "name", i.name)); i.err != nil {
		ui.Focus("member-identify-how")
		return
	}
	ui.CloseDialog(identifyID)
	ui.Focus("member-identify-open")
}

func (i *identifying) dialog() app.UI {
	title := ui.T("members.identify.title", "name", i.name)
	return ui.Dialog(identifyID, title, ui.Form(i.send, title,
		app.P().Text(ui.T("members.identify.text", "name", i.name)),
		ui.RadioCards{
			ID: "member-identify-how", Label: ui.T("members.identify.how"), Value: i.how, Error: errorText(i.err), Choices: proofs(),
			OnChange: func(_ app.Context, how string) { i.how, i.err = how, nil },
		}.UI(),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: identifyID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(identifyID) }}.UI(),
			ui.Button{Text: ui.T("deed.members.identify"), Kind: ui.Primary, Submit: true, Scope: identifyID + "go"}.UI(),
		),
	))
}
