package members

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	deed "stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

const createDeed = "members.create"

// New is the form for a new member.
type New struct {
	app.Compo
	Query string // inbox=<command> takes up one that was refused

	form   form
	solves org.CommandID  // the conflict that saving resolves
	added  []org.MemberID // in this form, one after the other
	invite bool           // by mail, when saving
	text   string         // that stands in it
}

// OnInit begins with an empty form, or with what was entered before and refused.
func (p *New) OnInit() {
	c, in := resolving(p.Query), Input{Member: org.Member{Role: org.User}}
	in.created(c)
	p.solves = c.Command.ID
	p.form = newForm("new", in)
	p.form.role = true
	var args deed.NewMember
	if json.Unmarshal(c.Command.Args, &args) == nil && args.Invite != nil {
		p.invite, p.text = true, args.Invite.Text
	}
}

// OnMount follows the members: tags in use are offered.
func (p *New) OnMount(ctx app.Context) { store.Watch(ctx, store.Members) }

// Render shows the form.
func (p *New) Render() app.UI {
	if !may() {
		return lacking(ui.T("members.new.title"), org.ManageMembers)
	}
	return app.Div().Class("members-new").Body(
		back(),
		ui.PageHead(ui.T("members.new.title"), ui.T("members.new.sub")),
		ui.Form(p.save, ui.T("members.new.title"),
			p.form.Summary(),
			app.Div().Class("card card-pad").Body(p.form.fields()...),
			app.Div().Class("card card-pad members-new-invite").Body(
				ui.Check{
					ID: "new-invite", Label: ui.T("invite.new"), Hint: ui.T("invite.new.hint"), On: p.invite,
					OnChange: func(_ app.Context, on bool) { p.invite = on },
				}.UI(),
				app.Div().Body(app.If(p.invite, func() app.UI {
					return inviteField("new-invite-text", p.text, p.form.Wrong("members.invite.text"), func(v string) {
						p.text = v
						p.form.Mended("members.invite.text")
					})
				})),
				app.P().Class("members-new-many").Body(ui.Link(ui.T("links.many"), "/links")),
			),
			app.Div().Class("form-actions").Body(
				ui.Button{Text: ui.T("members.new.create"), Kind: ui.Primary, Submit: true, ID: "new-create"}.UI(),
				ui.Button{Text: ui.T("members.new.next"), OnClick: p.saveNext, ID: "new-next"}.UI(),
				ui.Button{Text: ui.T("members.cancel"), Kind: ui.Quiet, Href: "/members"}.UI(),
			),
		),
		app.Div().Class("members-added").Aria("live", "polite").Body(p.addedUI()...),
	)
}

func (p *New) save(ctx app.Context, _ app.Event) {
	if id, ok := p.create(ctx); ok {
		ui.Navigate(ctx, "/members/"+string(id))
	}
}

func (p *New) saveNext(ctx app.Context, _ app.Event) {
	id, ok := p.create(ctx)
	if !ok {
		return
	}
	p.added = append([]org.MemberID{id}, p.added...)
	p.form.in = p.form.in.Next()
	p.form.show()
	ui.Focus(ui.FieldID("new", "givenName"))
}

func (p *New) create(ctx app.Context) (org.MemberID, bool) {
	id := store.NewID[org.MemberID]()
	args := p.form.in.NewMember(id)
	said := "members.create.said"
	if p.invite {
		args.Invite, said = &deed.InviteWith{Text: p.text}, "invite.new.said"
	}
	name := org.Member{GivenName: args.GivenName, Surname: args.Surname}.Name()
	if _, err := store.Do(ctx, createDeed, args, ui.T(said, "name", name)); err != nil {
		p.form.refused(ctx, err)
		return "", false
	}
	p.form.Faults = nil
	store.Resolved(ctx, p.solves)
	p.solves = ""
	return id, true
}

func (p *New) addedUI() []app.UI {
	if len(p.added) == 0 {
		return nil
	}
	out := []app.UI{app.H2().Text(ui.N("members.new.added", len(p.added)))}
	for _, id := range p.added {
		if m, ok := store.Replica().Member(id); ok {
			out = append(out, app.A().Class("members-added-one").Href("/members/"+string(id)).Body(
				ui.AvatarOf(store.Here().Tenant, id, m), app.Span().Text(m.Name()), app.Small().Text(string(m.Email)),
			))
		}
	}
	return out
}

func back() app.UI {
	return app.A().Class("back").Href("/members").Body(ui.Icon(ui.IconArrowLeft), app.Span().Text(ui.T("members.title")))
}

// lacking is the page of somebody who lacks a right: what is missing, and whom to ask.
func lacking(title string, right org.Right) app.UI {
	return app.Div().Body(
		ui.PageHead(title, ""),
		ui.Empty(ui.IconLock, ui.T("members.lacking.title"), ui.T("members.lacking.text", "right", ui.T("right."+string(right)))),
	)
}
