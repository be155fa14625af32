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
}

// OnMount confirms at once.
func (c *Confirm) OnMount(ctx app.Context) { c.send(ctx) }

func (c *Confirm) submit(ctx app.Context, _ app.Event) {
	if c.busy {
		return
	}
	if err := ui.CheckPassword("password", c.password); err != nil {
		c.fail(ctx, err)
		return
	}
	c.send(ctx)
}

func (c *Confirm) send(ctx app.Context) {
	if c.Token == "" {
		c.fail(ctx, fault.New(fault.NotFound, "confirm.link"))
		return
	}
	in := route.ConfirmRequest{Token: c.Token, Password: c.password}
	c.start()
	ui.Ask(ctx, func() (route.SessionReply, error) { return store.Client().Confirm(in) }, func(ctx app.Context, s route.SessionReply, err error) {
		c.busy = false
		switch {
		case err == nil:
			signedIn(ctx, s)
			ctx.Navigate("/")
		case fault.Is(err, "confirm.passwordNeeded") && !c.needs:
			c.needs = true
			ctx.Defer(func(app.Context) { ui.Focus(c.field("password")) })
		default:
			c.fail(ctx, err)
		}
	})
}

// Render is the page.
func (c *Confirm) Render() app.UI {
	c.id = "confirm"
	label := func(f string) string {
		if c.needs && f == "password" {
			return ui.T("auth.password")
		}
		return ""
	}
	switch {
	case c.needs:
		return sheet(ui.T("auth.confirm.title"), ui.T("auth.confirm.password"),
			ui.Form(c.submit, ui.T("auth.confirm.title"),
				ui.Faults(c.id, c.faults, label),
				ui.Field{ID: c.field("password"), Label: label("password"), Type: "password", Value: c.password, Autocomplete: "new-password", Required: true,
					Error: ui.FaultOn(c.faults, "password"), OnInput: c.into("password", &c.password), After: ui.PasswordMeter(c.password)}.UI(),
				ui.Button{Text: ui.T("auth.confirm.submit"), Kind: ui.Primary, Submit: true, Busy: c.busy}.UI(),
			))
	case len(c.faults) > 0:
		return sheet(ui.T("auth.confirm.failed"), ui.FaultText(c.faults[0]),
			app.Div().Class("sheet-actions").Body(
				ui.Button{Text: ui.T("auth.confirm.retry"), OnClick: func(ctx app.Context, _ app.Event) { c.send(ctx) }}.UI(),
				ui.Button{Text: ui.T("auth.signIn.title"), Kind: ui.Primary, Href: "/sign-in"}.UI(),
			),
			footing(ui.Link(ui.T("auth.checkMail.resendLink"), "/check-mail")))
	}
	return sheet(ui.T("auth.confirm.title"), ui.T("auth.confirm.text"), ui.Spinner(ui.T("auth.confirm.working")))
}
