package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/route"
)

// Confirm takes the link of the confirmation mail. In another browser than the one that signed up it asks for a password.
type Confirm struct {
	app.Compo
	form
	Token string

	password string
	needs    bool // the server wants a password
	early    ui.Early
}

// OnInit takes over what was done before the app was there.
func (c *Confirm) OnInit() {
	c.As("confirm", nil)
	c.early = c.Adopt(map[string]*string{"password": &c.password})
	c.needs = c.early.State == "password"
}

// OnMount confirms at once, unless it is known already what that leads to.
func (c *Confirm) OnMount(ctx app.Context) {
	if c.early.Waits == "" && (c.needs || len(c.Faults) > 0) {
		return
	}
	c.Busy = false
	c.send(ctx)
}

func (c *Confirm) submit(ctx app.Context, _ app.Event) {
	if c.Busy {
		return
	}
	if err := ui.CheckPassword("password", c.password); err != nil {
		c.Fail(ctx, err)
		return
	}
	c.send(ctx)
}

func (c *Confirm) again(ctx app.Context, _ app.Event) { c.send(ctx) }

func (c *Confirm) send(ctx app.Context) {
	if c.Token == "" {
		c.Fail(ctx, fault.New(fault.NotFound, "confirm.link"))
		return
	}
	in := route.ConfirmRequest{Token: c.Token, Password: c.password}
	c.Start()
	ui.Ask(ctx, func() (route.SessionReply, error) { return store.Client().Confirm(in) }, func(ctx app.Context, s route.SessionReply, err error) {
		c.Busy = false
		switch {
		case err == nil:
			signedIn(ctx, s)
			ctx.Navigate("/")
		case fault.Is(err, "confirm.passwordNeeded") && !c.needs:
			c.needs = true
			ctx.Defer(func(app.Context) { ui.Focus(c.Field("password")) })
		default:
			c.Fail(ctx, err)
		}
	})
}

// Render is the page.
func (c *Confirm) Render() app.UI {
	c.As("confirm", nil)
	switch {
	case c.needs:
		c.As("confirm", label)
		return beside(way(2), sheet(ui.T("auth.confirm.title"), ui.T("auth.confirm.password"),
			ui.Form(c.submit, ui.T("auth.confirm.title"),
				c.Summary(),
				c.Line("password", &c.password, ui.Field{Type: "password", Autocomplete: "new-password", After: ui.PasswordMeter(c.password)}),
				submit(ui.T("auth.confirm.submit"), c.Busy),
			)))
	case len(c.Faults) > 0:
		return beside(way(2), sheet(ui.T("auth.confirm.failed"), ui.FaultText(c.Faults[0]),
			app.Div().Class("sheet-actions").Body(
				ui.Button{ID: "confirm-again", Text: ui.T("auth.confirm.retry"), OnClick: c.again}.UI(),
				ui.Button{Text: ui.T("auth.signIn.title"), Kind: ui.Primary, Href: "/sign-in"}.UI(),
			),
			footing(ui.Link(ui.T("auth.checkMail.resendLink"), "/check-mail"))))
	}
	return beside(way(2), sheet(ui.T("auth.confirm.title"), ui.T("auth.confirm.text"), ui.Spinner(ui.T("auth.confirm.working"))))
}
