package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Invitation takes the link of an invitation's mail. Opening it does nothing: the person sees who invites them, and then agrees with the
// account that is signed in, with another one, or with a new one.
type Invitation struct {
	app.Compo
	form
	Token string

	to     *route.InvitationReply
	how    entry
	turned bool // the person has chosen how
	// what is typed
	given, surname, email, password string
}

// entry is how somebody joins.
type entry uint8

const (
	asSignedIn entry = iota
	bySigningIn
	withNew
)

// OnMount asks what the invitation is.
func (i *Invitation) OnMount(ctx app.Context) {
	store.Watch(ctx, store.Session)
	i.open(ctx)
}

func (i *Invitation) open(ctx app.Context) {
	in := route.InvitationRequest{Token: i.Token}
	ui.Send(ctx, &i.form, func() (route.InvitationReply, error) { return store.Client().Invitation(in) }, func(_ app.Context, to route.InvitationReply) {
		i.to = &to
		i.given, i.surname, i.email = to.GivenName, to.Surname, to.Email
	})
}

// begin says how somebody will probably join, until they say otherwise: the server may not have told yet who is signed in.
func (i *Invitation) begin() {
	if i.turned {
		return
	}
	i.how = withNew
	if _, in := store.Who(); in {
		i.how = asSignedIn
	} else if i.to.Account || i.to.Linked {
		i.how = bySigningIn
	}
}

func (i *Invitation) again(ctx app.Context, _ app.Event) { i.open(ctx) }

// turn shows another way to join.
func (i *Invitation) turn(how entry, focus string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		i.how, i.turned, i.Faults = how, true, nil
		ctx.Defer(func(app.Context) { ui.Focus(i.Field(focus)) })
	}
}

func (i *Invitation) submit(ctx app.Context, _ app.Event) {
	if i.Busy {
		return
	}
	if err := i.check(); err != nil {
		i.Fail(ctx, err)
		return
	}
	if n := len(store.Replica().Pending()); n > 0 {
		store.Notify(ctx, ui.N("nav.waits", n))
		return
	}
	switch i.how {
	case bySigningIn:
		in := route.SignInRequest{Email: i.email, Password: i.password}
		i.Start()
		ui.Ask(ctx, func() (route.SessionReply, error) { return store.Client().SignIn(in) }, func(ctx app.Context, _ route.SessionReply, err error) {
			i.Busy = false
			if err != nil {
				i.Fail(ctx, err)
				return
			}
			i.accept(ctx, nil)
		})
	case withNew:
		i.accept(ctx, &route.NewAccount{GivenName: i.given, Surname: i.surname, Password: i.password, Language: string(ui.Lang())})
	default:
		i.accept(ctx, nil)
	}
}

// check finds what the server would refuse, without asking it.
func (i *Invitation) check() error {
	var faults fault.List
	add := func(err error) { _ = faults.Add(err) }
	switch i.how {
	case bySigningIn:
		_, err := org.ParseEmail("email", i.email)
		add(err)
		if i.password == "" {
			add(fault.On("password", "text.missing"))
		}
	case withNew:
		_, err := org.ParseName("givenName", i.given)
		add(err)
		_, err = org.ParseName("surname", i.surname)
		add(err)
		add(ui.CheckPassword("password", i.password, i.personal()...))
	}
	return faults.Err()
}

func (i *Invitation) personal() []string {
	return []string{i.to.Organisation, i.given, i.surname, i.to.Email}
}

func (i *Invitation) accept(ctx app.Context, with *route.NewAccount) {
	in := route.AcceptRequest{Token: i.Token, New: with}
	i.Start()
	ui.Ask(ctx, func() (route.SessionReply, error) { return store.Client().Accept(in) }, func(ctx app.Context, s route.SessionReply, err error) {
		i.Busy = false
		switch {
		case err == nil:
			signedIn(ctx, s)
			store.Open(ctx, i.to.Tenant)
			ctx.Navigate("/")
		case fault.Is(err, "invitation.signIn") && i.how == asSignedIn:
			who, _ := store.Who()
			i.how, i.turned, i.email = bySigningIn, true, who.Email
			i.Fail(ctx, err)
		case fault.Is(err, "invitation.account"):
			i.how, i.turned = bySigningIn, true
			i.Fail(ctx, err)
		default:
			i.Fail(ctx, err)
		}
	})
}

// Render is the page.
func (i *Invitation) Render() app.UI {
	i.As("invitation", label)
	switch {
	case i.to == nil && len(i.Faults) > 0:
		return leadsNowhere(ui.T("invite.page.failed"), i.Faults[0], i.again)
	case i.to == nil:
		return beside(sheet(ui.T("invite.page.title"), ui.T("invite.page.opening"), ui.Spinner(ui.T("invite.page.opening"))))
	}
	i.begin()
	title, text := ui.T("invite.page.to", "organisation", i.to.Organisation), ui.T("invite.page.asUser")
	switch {
	case i.to.Linked:
		title, text = ui.T("invite.page.address", "organisation", i.to.Organisation), ui.T("invite.page.addressText", "email", i.to.Email)
	case i.to.Kind == org.KindGuest:
		text = ui.T("invite.page.asGuest")
	}
	return beside(sheet(title, text, i.from(), i.way()))
}

// from is who invites, with what they add.
func (i *Invitation) from() app.UI {
	by := ""
	if i.to.By != "" {
		by = ui.T("invite.page.by", "by", i.to.By)
	}
	return app.Div().Class("sheet-invite").Body(
		app.If(by != "", func() app.UI { return app.P().Text(by) }),
		app.If(i.to.Text != "", func() app.UI { return app.Blockquote().Text(i.to.Text) }),
		app.P().Class("sheet-text").Text(ui.T("invite.page.until", "time", ui.DateTime(i.to.Until))),
	)
}

func (i *Invitation) way() app.UI {
	var fields []app.UI
	button, other := ui.T("invite.page.signIn"), app.Div()
	switch i.how {
	case asSignedIn:
		who, _ := store.Who()
		button = ui.T("invite.page.join")
		fields = []app.UI{app.P().Text(ui.T("invite.page.as", "name", org.Member{GivenName: who.GivenName, Surname: who.Surname}.Name(), "email", who.Email))}
		other = i.other(ui.T("invite.page.otherAccount"), bySigningIn, "email")
	case bySigningIn:
		fields = []app.UI{
			i.Line("email", &i.email, ui.Field{Type: "email", Autocomplete: "username"}),
			i.Line("password", &i.password, ui.Field{Type: "password", Autocomplete: "current-password", After: ui.Link(ui.T("auth.signIn.forgotten"), "/forgotten")}),
		}
		if !i.to.Account && !i.to.Linked {
			other = i.other(ui.T("invite.page.new"), withNew, "givenName")
		}
	case withNew:
		button = ui.T("invite.page.create")
		fields = []app.UI{
			app.P().Text(ui.T("invite.page.for", "email", i.to.Email)),
			app.Div().Class("pair").Body(
				i.Line("givenName", &i.given, ui.Field{Autocomplete: "given-name"}),
				i.Line("surname", &i.surname, ui.Field{Autocomplete: "family-name"}),
			),
			i.Line("password", &i.password, ui.Field{Type: "password", Autocomplete: "new-password", After: ui.PasswordMeter(i.password, i.personal()...)}),
		}
		other = i.other(ui.T("invite.page.known"), bySigningIn, "email")
	}
	body := append([]app.UI{i.Summary()}, fields...)
	return app.Div().Class("sheet-way").Body(
		ui.Form(i.submit, button, append(body, submit(button, i.Busy))...),
		other,
		footing(app.Text(ui.T("invite.page.no"))),
	)
}

func (i *Invitation) other(text string, how entry, focus string) app.HTMLDiv {
	return app.Div().Body(ui.Button{Text: text, Kind: ui.Quiet, OnClick: i.turn(how, focus), Scope: text}.UI())
}
