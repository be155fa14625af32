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
	way    string         // in which the person comes in: one of ways
	text   string         // that stands in the invitation
	proof  string         // what somebody who may confirm them has looked at; identityLater for nothing yet
	handing
}

// The ways in which a new member comes in.
const (
	byNothing  = "nothing" // not yet
	byMail     = "invite"
	byPassword = "password"
)

// OnInit begins with an empty form, or with what was entered before and refused.
func (p *New) OnInit() {
	c, in := resolving(p.Query), Input{Member: org.Member{Role: org.User}}
	if in.created(c); c.Command.ID == "" {
		in.StartDate = store.Replica().Today()
	}
	p.solves = c.Command.ID
	p.form = newForm("new", in)
	p.form.role = true
	p.way, p.proof = byNothing, identityLater
	var args deed.NewMember
	if json.Unmarshal(c.Command.Args, &args) != nil {
		return
	}
	if args.Invite != nil {
		p.way, p.text = byMail, args.Invite.Text
	}
	if args.Identified != "" {
		p.proof = args.Identified
	}
}

// OnMount follows the members: tags in use are offered.
func (p *New) OnMount(ctx app.Context) { store.Watch(ctx, store.Members, store.Connection) }

// Render shows the form.
func (p *New) Render() app.UI {
	if !may() {
		return lacking(ui.T("members.new.title"), org.ManageMembers)
	}
	if p.handed.id != "" {
		return p.handedUI()
	}
	return app.Div().Class("members-new").Body(
		back(),
		ui.PageHead(ui.T("members.new.title"), ui.T("members.new.sub")),
		ui.Form(p.save, ui.T("members.new.title"),
			p.form.Summary(),
			p.insteadUI(),
			app.Div().Class("card card-pad").Body(p.form.fields()...),
			app.Div().Class("card card-pad members-new-invite").Body(
				ui.RadioCards{
					ID: "new-way", Label: ui.T("members.new.way"), Value: p.way, Choices: []ui.Choice{
						{Value: byNothing, Icon: ui.IconClock, Text: ui.T("members.new.later"), Note: ui.T("members.new.laterHint")},
						{Value: byMail, Icon: ui.IconMail, Text: ui.T("invite.new"), Note: ui.T("invite.new.hint")},
						{Value: byPassword, Icon: ui.IconKey, Text: ui.T("temporary.new"), Note: ui.T("temporary.new.hint")},
					},
					OnChange: func(_ app.Context, way string) { p.way = way },
				}.UI(),
				app.Div().Body(app.If(p.way == byMail, func() app.UI {
					return inviteField("new-invite-text", p.text, p.form.Wrong("members.invite.text"), func(v string) {
						p.text = v
						p.form.Mended("members.invite.text")
					})
				}).ElseIf(p.way == byPassword, p.passwordUI)),
				app.P().Class("members-new-many").Body(ui.Link(ui.T("links.many"), "/links")),
			),
			app.Div().Body(app.If(isAgent(), func() app.UI {
				return app.Div().Class("card card-pad").Body(ui.RadioCards{
					ID: "new-identified", Label: ui.T("field.identified"), Value: p.proof, Choices: append([]ui.Choice{{Value: identityLater, Text: ui.T("identity.later"), Note: ui.T("identity.later.note")}}, proofs()...),
					OnChange: func(_ app.Context, proof string) { p.proof = proof },
				}.UI())
			})),
			p.actions(),
		),
		app.Div().Class("members-added").Aria("live", "polite").Body(p.addedUI()...),
	)
}

func (p *New) actions() app.UI {
	add := ui.Button{Text: ui.T("members.new.create"), Kind: ui.Primary, Submit: true, ID: "new-create", Busy: p.form.Busy}
	if p.way == byPassword && !store.Online() {
		add.Disabled, add.Why = true, ui.T("temporary.offline")
	}
	return app.Div().Class("form-actions").Body(
		add.UI(),
		app.Div().Body(app.If(p.way != byPassword, func() app.UI {
			return ui.Button{Text: ui.T("members.new.next"), OnClick: p.saveNext, ID: "new-next"}.UI()
		})),
		ui.Button{Text: ui.T("members.cancel"), Kind: ui.Quiet, Href: "/members"}.UI(),
	)
}

func (p *New) save(ctx app.Context, _ app.Event) {
	if p.way == byPassword {
		p.createWithPassword(ctx)
		return
	}
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
	p.next()
}

// next empties the form for somebody else, and keeps what is likely to be the same.
func (p *New) next() {
	p.form.in, p.proof = p.form.in.Next(), identityLater
	p.form.show()
	ui.Focus(ui.FieldID("new", "givenName"))
}

func (p *New) create(ctx app.Context) (org.MemberID, bool) {
	id := store.NewID[org.MemberID]()
	args := p.args(id)
	said := "members.create.said"
	if p.way == byMail {
		args.Invite, said = &deed.InviteWith{Text: p.text}, "invite.new.said"
	}
	name := org.Member{GivenName: args.GivenName, Surname: args.Surname}.Name()
	if _, err := store.Do(ctx, createDeed, args, ui.T(said, "name", name)); err != nil {
		p.form.refused(ctx, err)
		return "", false
	}
	p.created(ctx)
	return id, true
}

// args is the member to be, as the form has it.
func (p *New) args(id org.MemberID) deed.NewMember {
	args := p.form.in.NewMember(id)
	if p.proof != identityLater && isAgent() {
		args.Identified = p.proof
	}
	return args
}

// created forgets what was wrong, and the conflict that is resolved.
func (p *New) created(ctx app.Context) {
	p.form.Faults = nil
	store.Resolved(ctx, p.solves)
	p.solves = ""
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
