package auth

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/links"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Join is where a link for many leads: who wants to join says their name and address, and gets a mail that leads on.
type Join struct {
	app.Compo
	form
	Link string

	to                    *route.LinkReply
	given, surname, email string
	sent                  bool
}

// OnMount asks what the link is.
func (j *Join) OnMount(ctx app.Context) { j.open(ctx) }

func (j *Join) open(ctx app.Context) {
	in := route.LinkRequest{Link: j.Link}
	ui.Send(ctx, &j.form, func() (route.LinkReply, error) { return store.Client().OpenLink(in) }, func(_ app.Context, to route.LinkReply) { j.to = &to })
}

func (j *Join) again(ctx app.Context, _ app.Event) { j.open(ctx) }

func (j *Join) submit(ctx app.Context, _ app.Event) {
	if j.Busy {
		return
	}
	if err := j.check(); err != nil {
		j.Fail(ctx, err)
		return
	}
	in := route.AskRequest{Link: j.Link, GivenName: j.given, Surname: j.surname, Email: j.email, Language: string(ui.Lang())}
	ui.Send(ctx, &j.form, nothing(func() error { return store.Client().AskToJoin(in) }), func(app.Context, struct{}) { j.sent = true })
}

// check finds what the server would refuse, without asking it.
func (j *Join) check() error {
	var faults fault.List
	add := func(err error) { _ = faults.Add(err) }
	_, err := org.ParseName("givenName", j.given)
	add(err)
	_, err = org.ParseName("surname", j.surname)
	add(err)
	email, err := org.ParseEmail("email", j.email)
	if err == nil {
		err = links.Takes(org.Link{Domains: j.to.Domains}, email)
	}
	add(err)
	return faults.Err()
}

// Render is the page.
func (j *Join) Render() app.UI {
	j.As("join", label)
	switch {
	case j.to == nil && len(j.Faults) > 0:
		return leadsNowhere(ui.T("join.failed"), j.Faults[0], j.again)
	case j.to == nil:
		return beside(sheet(ui.T("join.title"), ui.T("join.opening"), ui.Spinner(ui.T("join.opening"))))
	case j.sent:
		return beside(sheet(ui.T("join.sentTitle"), ui.T("join.sent", "email", j.email),
			app.Div().Class("sheet-actions").Body(outbox("btn")),
			footing(app.Text(ui.T("join.sentHint")))))
	}
	text := ui.T("invite.page.asUser")
	if j.to.Kind == org.KindGuest {
		text = ui.T("invite.page.asGuest")
	}
	hint := ""
	if len(j.to.Domains) > 0 {
		hint = ui.T("join.domains", "domains", strings.Join(j.to.Domains, ", "))
	}
	return beside(sheet(ui.T("join.to", "organisation", j.to.Organisation), text,
		ui.Form(j.submit, ui.T("join.title"),
			j.Summary(),
			app.Div().Class("pair").Body(
				j.Line("givenName", &j.given, ui.Field{Autocomplete: "given-name"}),
				j.Line("surname", &j.surname, ui.Field{Autocomplete: "family-name"}),
			),
			j.Line("email", &j.email, ui.Field{Type: "email", Autocomplete: "email", Hint: hint, Kept: true}),
			submit(ui.T("join.submit"), j.Busy),
		),
		footing(app.Text(ui.T("join.until", "time", ui.DateTime(j.to.Until)))),
	))
}
