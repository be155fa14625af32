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
	email   string // "" as long as the server has not named it
	sending bool   // the mail, once more
	resent  bool
	early   ui.Early
}

// OnInit takes over what was done before the app was there.
func (c *CheckMail) OnInit() {
	c.As("checkmail", nil)
	c.early = c.Adopt(nil)
	if v := c.early.Value("email"); v != "" {
		c.email = v
	}
	c.resent = c.early.Value("resent") != ""
	c.sending = c.early.Waits == "resend"
}

// OnMount asks what is awaited, and goes on with what is under way.
func (c *CheckMail) OnMount(ctx app.Context) {
	switch {
	case c.sending:
		c.resend(ctx, app.Event{})
	case c.email == "" && len(c.Faults) == 0:
		c.Busy = false
		ui.Send(ctx, &c.form, store.Client().SignUpState, func(_ app.Context, s route.SignUpStateReply) { c.email = s.Email })
	}
}

func (c *CheckMail) resend(ctx app.Context, _ app.Event) {
	c.resent, c.sending = false, true
	c.Start()
	ui.Ask(ctx, nothing(store.Client().SignUpResend), func(ctx app.Context, _ struct{}, err error) {
		c.Busy, c.sending = false, false
		if err != nil {
			c.Fail(ctx, err)
			return
		}
		c.resent = true
	})
}

// Render is the page.
func (c *CheckMail) Render() app.UI {
	c.As("checkmail", nil)
	text, said := ui.T("auth.checkMail.textPlain"), ""
	if c.email != "" {
		text = ui.T("auth.checkMail.text", "email", c.email)
	}
	if c.resent {
		said = ui.T("auth.checkMail.resent")
	}
	return beside(way(2), sheet(ui.T("auth.checkMail.title"), text,
		c.Summary(),
		app.P().ID("checkmail-note").Class("sheet-note").Attr("role", "status").Text(said),
		app.Div().Class("sheet-actions").Body(
			outbox("btn btn-primary"),
			ui.Button{ID: "checkmail-resend", Text: ui.T("auth.checkMail.resend"), Icon: ui.IconMail, Busy: c.sending, OnClick: c.resend}.UI(),
		),
		footing(app.Text(ui.T("auth.checkMail.wrong")+" "), ui.Link(ui.T("auth.checkMail.again"), "/sign-up")),
	))
}
