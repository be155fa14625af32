package members

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

const (
	inviteID     = "members-invite"
	inviteTextID = "members-invite-text"
)

// inviteArgs are those of members.invite.
type inviteArgs struct {
	Members []org.MemberID `json:"members,omitempty"`
	Text    string         `json:"text,omitempty"`
}

// inviting is the dialog that asks people to join, first or again.
type inviting struct {
	plan   Plan
	filter *replica.Query // as a question has it
	text   string
	err    error
}

func (in *inviting) open(slots []int32) {
	*in = inviting{plan: plannerHere().plan(invite, slots), filter: later(len(slots))}
	ui.SetValue(inviteTextID, "")
	ui.OpenDialog(inviteID)
	ui.Focus(inviteTextID)
}

// send does it, and says whether it is done.
func (in *inviting) send(ctx app.Context) bool {
	text, err := org.ParseInviteText("text", in.text)
	switch {
	case err != nil:
	case in.filter != nil:
		err = store.DoFiltered(ctx, invite, inviteArgs{Text: text}, *in.filter, len(in.plan.Act), ui.N(words[invite].later, len(in.plan.Act)))
	default:
		_, err = store.Do(ctx, invite, inviteArgs{in.plan.Act, text}, saidOf(in.plan))
	}
	if in.err = err; err != nil {
		return false
	}
	ui.CloseDialog(inviteID)
	return true
}

// dialog says whom a mail goes to and takes what is added to it.
func (in *inviting) dialog(done func(app.Context)) app.UI {
	n, left := len(in.plan.Act), leftOut(in.plan, words[invite])
	title := ui.N("members.invite.title", n, "name", in.plan.Name)
	text := ui.N("members.invite.text", n)
	if n == 0 {
		title, text = ui.T("members.nobody.title"), ui.T("members.nobody.text")
	} else if in.plan.Invited > 0 {
		text += " " + ui.N("members.invite.again", in.plan.Invited)
	}
	if in.filter != nil && n > 0 {
		text += " " + ui.T("inbox.later.text")
	}
	return ui.Dialog(inviteID, title, ui.Form(func(ctx app.Context, _ app.Event) {
		if in.send(ctx) {
			done(ctx)
		}
	}, title,
		app.P().Text(text),
		inviteField(inviteTextID, in.text, errorText(in.err), func(v string) { in.text, in.err = v, nil }),
		app.Div().Body(app.Range(left).Slice(func(i int) app.UI { return left[i].UI() })),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: inviteID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(inviteID) }}.UI(),
			ui.Button{Text: ui.N("members.invite.button", n), Kind: ui.Primary, Submit: true, Disabled: n == 0}.UI(),
		),
	))
}

// inviteField takes what somebody adds to an invitation.
func inviteField(id, value, wrong string, typed func(string)) app.UI {
	return ui.Field{
		ID: id, Label: ui.T("members.invite.field"), Hint: ui.T("members.invite.field.hint"), Multiline: true, Value: value, Error: wrong,
		OnInput: func(_ app.Context, v string) { typed(v) },
	}.UI()
}

func (p *Page) invited(app.Context) { chosen().Drop(p.inviting.plan.Act) }

// invitable says whether somebody can be asked to join.
func invitable(m org.Member) bool { return !m.Confirmed && !m.Deactivated }

func inviteText(m org.Member) string {
	if m.Invitation != nil {
		return ui.T("members.invite.action.again")
	}
	return ui.T("members.invite.action")
}

// invitedText says where an invitation stands, in a word or two.
func invitedText(i org.Invited) string { return ui.T("invite.filter." + string(i)) }

// invitationUI is where the invitation stands, and what can be done about it.
func (p *One) invitationUI(m org.Member) []app.UI {
	said := ui.T("invite.none")
	switch m.Invited(time.Now()) {
	case org.InvitedOpen:
		said = ui.T("invite.open", "time", ui.DateTime(m.Invitation.Until()))
	case org.InvitedExpired:
		said = ui.T("invite.expired", "time", ui.DateTime(m.Invitation.Until()))
	case org.NotInvited:
		if m.PasswordUntil != "" {
			said = ui.T("temporary.given", "day", ui.DayWords(string(m.PasswordUntil)))
		}
	}
	value := app.Div().Class("member-value").Body(app.Span().Text(said))
	if m.Invitation != nil && m.Invitation.Text != "" {
		value = app.Div().Class("member-value").Body(app.Span().Text(said), app.Small().Class("member-note").Text(ui.T("audit.quoted", "text", m.Invitation.Text)))
	}
	if !invitable(m) {
		return []app.UI{value}
	}
	id := org.MemberID(p.ID)
	return []app.UI{
		value,
		ui.Button{ID: "member-invite", Text: inviteText(m), Icon: ui.IconMail, Scope: "invite" + p.ID, OnClick: func(app.Context, app.Event) { p.inviting.open(at(id)) }}.UI(),
		app.If(m.Invitation != nil, func() app.UI {
			return ui.Button{ID: "member-withdraw", Text: ui.T("members.withdrawInvitation.action"), Kind: ui.Quiet, Scope: "withdraw" + p.ID, OnClick: p.do(withdraw)}.UI()
		}),
	}
}
