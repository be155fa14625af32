package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/route"
)

// CheckMail is what somebody sees who has signed up and not yet confirmed the address.
type CheckMail struct {
	app.Compo
	form
	state  route.SignUpStateReply
	known  bool
	resent bool
}

// OnMount asks what is awaited.
func (c *CheckMail) OnMount(ctx app.Context) {
	ask(ctx, &c.form, store.Client().SignUpState, func(_ app.Context, s route.SignUpStateReply) { c.state, c.known = s, true })
}

func (c *CheckMail) resend(ctx app.Context, _ app.Event) {
	c.resent = false
	ask(ctx, &c.form, nothing(store.Client().SignUpResend), func(app.Context, struct{}) { c.resent = true })
}

// Render is the page.
func (c *CheckMail) Render() app.UI {
	c.id = "checkmail"
	text := ui.T("auth.checkMail.textPlain")
	if c.known {
		text = ui.T("auth.checkMail.text", "email", c.state.Email)
	}
	return sheet(ui.T("auth.checkMail.title"), text,
		ui.Faults(c.id, c.faults, func(string) string { return "" }),
		app.P().Class("sheet-note").Attr("role", "status").Text(map[bool]string{true: ui.T("auth.checkMail.resent")}[c.resent]),
		app.Div().Class("sheet-actions").Body(
			app.If(local(), func() app.UI {
				return app.A().Class("btn btn-primary").Href("/local/outbox").Body(ui.Icon(ui.IconInbox), app.Span().Text(ui.T("auth.checkMail.outbox")))
			}),
			ui.Button{Text: ui.T("auth.checkMail.resend"), Icon: ui.IconMail, Busy: c.busy && c.known, OnClick: c.resend}.UI(),
		),
		footing(app.Text(ui.T("auth.checkMail.wrong")+" "), ui.Link(ui.T("auth.checkMail.again"), "/sign-up")),
	)
}
