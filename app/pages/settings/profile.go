package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Profile is the page on one's own account.
type Profile struct {
	app.Compo
	you            ui.FormState
	given, surname string
	lang           string
	seen           org.AccountID
	change         ui.FormState
	old, fresh     string
}

// OnMount follows the session.
func (p *Profile) OnMount(ctx app.Context) { store.Watch(ctx, store.Session) }

// Render is the page.
func (p *Profile) Render() app.UI {
	s, in := store.Who()
	if !in {
		return ui.Skeleton(3)
	}
	if p.seen != s.Account {
		p.seen, p.given, p.surname, p.lang = s.Account, s.GivenName, s.Surname, s.Language
	}
	p.you.ID, p.you.Label = "you", named("givenName", ui.T("profile.givenName"), "surname", ui.T("profile.surname"), "language", ui.T("profile.language"))
	p.change.ID, p.change.Label = "password", named("old", ui.T("profile.old"), "new", ui.T("profile.new"))
	return app.Div().Class("settings").Body(
		ui.PageHead(ui.T("profile.title"), ui.T("profile.sub", "email", s.Email)),
		ui.CardAt("you", ui.T("profile.you"), p.youUI()),
		ui.CardAt("look", ui.T("profile.look"), lookUI()),
		ui.CardAt("password", ui.T("profile.password"), p.passwordUI(s)),
	)
}

func (p *Profile) youUI() app.UI {
	return ui.Form(p.save, ui.T("profile.you"),
		p.you.Summary(),
		app.Div().Class("pair").Body(
			p.you.Line("givenName", &p.given, ui.Field{Autocomplete: "given-name"}),
			p.you.Line("surname", &p.surname, ui.Field{Autocomplete: "family-name"}),
		),
		app.P().Class("muted").Text(ui.T("profile.youHint")),
		ui.Select{ID: "you-language", Label: ui.T("profile.language"), Value: p.lang, Options: []ui.Option{{Value: "de", Text: "Deutsch"}, {Value: "en", Text: "English"}},
			OnChange: func(_ app.Context, v string) { p.lang = v }}.UI(),
		app.Div().Class("form-actions").Body(ui.Button{Text: ui.T("profile.save"), Kind: ui.Primary, Submit: true, Busy: p.you.Busy}.UI()),
	)
}

func (p *Profile) save(ctx app.Context, _ app.Event) {
	var faults fault.List
	given, err := org.ParseName("givenName", p.given)
	_ = faults.Add(err)
	surname, err := org.ParseName("surname", p.surname)
	_ = faults.Add(err)
	if err := faults.Err(); err != nil {
		p.you.Fail(ctx, err)
		return
	}
	in := route.ProfileRequest{GivenName: given, Surname: surname, Language: p.lang}
	ui.Send(ctx, &p.you, func() (route.SessionReply, error) { return store.Client().Profile(in) }, func(ctx app.Context, s route.SessionReply) {
		p.seen = "" // the fields begin with what was saved
		store.SetSession(ctx, s)
		store.Notify(ctx, ui.T("profile.saved"))
	})
}

// lookUI chooses between light, dark, and what the device does.
func lookUI() app.UI {
	one := func(theme, text string, icon ui.IconName) app.UI {
		b := ui.Button{Text: text, Icon: icon, Scope: theme, OnClick: func(ctx app.Context, _ app.Event) { store.SetTheme(ctx, theme) }}
		if store.Theme() == theme {
			b.Kind = ui.Primary
		}
		return b.UI()
	}
	return app.Div().Body(
		app.Div().Class("look").Attr("role", "group").Aria("label", ui.T("profile.look")).Body(
			one("light", ui.T("profile.light"), ui.IconSun),
			one("dark", ui.T("profile.dark"), ui.IconMoon),
			one("system", ui.T("profile.system"), ui.IconDeviceDesktop),
		),
		app.P().Class("muted").Text(ui.T("profile.lookHint")),
	)
}

func (p *Profile) passwordUI(s route.SessionReply) app.UI {
	personal := []string{s.Email, s.GivenName, s.Surname}
	return ui.Form(p.setPassword, ui.T("profile.password"),
		app.P().Class("muted").Text(ui.T("profile.passwordText")),
		p.change.Summary(),
		p.change.Line("old", &p.old, ui.Field{Type: "password", Autocomplete: "current-password"}),
		p.change.Line("new", &p.fresh, ui.Field{Type: "password", Autocomplete: "new-password", After: ui.PasswordMeter(p.fresh, personal...)}),
		app.Div().Class("form-actions").Body(ui.Button{Text: ui.T("profile.change"), Submit: true, Busy: p.change.Busy}.UI()),
	)
}

func (p *Profile) setPassword(ctx app.Context, _ app.Event) {
	s, _ := store.Who()
	var faults fault.List
	if p.old == "" {
		_ = faults.Add(fault.On("old", "text.missing"))
	}
	_ = faults.Add(ui.CheckPassword("new", p.fresh, s.Email, s.GivenName, s.Surname))
	if err := faults.Err(); err != nil {
		p.change.Fail(ctx, err)
		return
	}
	in := route.ChangePasswordRequest{Old: p.old, New: p.fresh}
	ui.Send(ctx, &p.change, func() (struct{}, error) { return struct{}{}, store.Client().ChangePassword(in) }, func(ctx app.Context, _ struct{}) {
		p.old, p.fresh = "", ""
		ui.SetValue("password-old", "")
		ui.SetValue("password-new", "")
		store.Notify(ctx, ui.T("profile.changed"))
	})
}
