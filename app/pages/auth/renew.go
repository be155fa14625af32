package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/route"
)

// Renew asks somebody who has signed in with a temporary password for one of their own: until then there is nothing else.
type Renew struct {
	app.Compo
	form
	password string
}

// OnInit names the form.
func (r *Renew) OnInit() { r.name() }

// OnMount follows the session.
func (r *Renew) OnMount(ctx app.Context) { store.Watch(ctx, store.Session) }

func (r *Renew) name() { r.As("renew", ui.Labels("new", ui.T("auth.newPassword"))) }

func (r *Renew) submit(ctx app.Context, _ app.Event) {
	if r.Busy {
		return
	}
	who, _ := store.Who()
	if err := ui.CheckPassword("new", r.password, personal(who)...); err != nil {
		r.Fail(ctx, err)
		return
	}
	in := route.ChangePasswordRequest{New: r.password}
	ui.Send(ctx, &r.form, func() (route.SessionReply, error) {
		if err := store.Client().ChangePassword(in); err != nil {
			return route.SessionReply{}, err
		}
		return store.Client().Session()
	}, func(ctx app.Context, s route.SessionReply) {
		r.password = ""
		store.SetSession(ctx, s)
		store.Notify(ctx, ui.T("renew.done", "email", s.Email))
	})
}

func personal(who route.SessionReply) []string {
	return []string{who.Email, who.GivenName, who.Surname}
}

// Render is the page.
func (r *Renew) Render() app.UI {
	r.name()
	who, _ := store.Who()
	return sheet(ui.T("renew.title"), ui.T("renew.text"),
		ui.Form(r.submit, ui.T("renew.title"),
			r.Summary(),
			r.Line("new", &r.password, ui.Field{Type: "password", Autocomplete: "new-password", Focus: true, After: ui.PasswordMeter(r.password, personal(who)...)}),
			submit(ui.T("auth.reset.submit"), r.Busy),
		))
}
