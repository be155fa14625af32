package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/members"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Profile is the page on one's own account.
type Profile struct {
	app.Compo
	you        ui.FormState
	change     ui.FormState
	old, fresh string // passwords; gone with the page
	turning    bool   // hints are about to be what they are not
	proving    bool   // the mail that confirms the address is asked for
	*youDraft
}

// youDraft is what was typed and not saved. It outlives the page: who looks something up elsewhere finds it again.
type youDraft struct {
	account              org.AccountID
	given, surname, lang string
}

var lastYou *youDraft

// OnInit finds what was typed before.
func (p *Profile) OnInit() { p.follow() }

// OnMount follows the session.
func (p *Profile) OnMount(ctx app.Context) {
	store.Watch(ctx, store.Session, store.Connection, store.Members)
}

// follow begins anew with another account.
func (p *Profile) follow() {
	s, _ := store.Who()
	if lastYou == nil || lastYou.account != s.Account {
		lastYou = &youDraft{s.Account, s.GivenName, s.Surname, s.Language}
	}
	p.youDraft = lastYou
	ui.Unsaved("profile", p.dirty(s) || p.fresh != "")
}

func (p *Profile) dirty(s route.SessionReply) bool {
	return p.given != s.GivenName || p.surname != s.Surname || p.lang != s.Language
}

// OnDismount forgets the passwords.
func (p *Profile) OnDismount() {
	s, in := store.Who()
	ui.Unsaved("profile", in && p.dirty(s))
}

// Render is the page.
func (p *Profile) Render() app.UI {
	s, in := store.Who()
	p.follow()
	p.you.As("you", ui.Labels("givenName", ui.T("profile.givenName"), "surname", ui.T("profile.surname"), "language", ui.T("profile.language")))
	p.change.As("password", ui.Labels("old", ui.T("profile.old"), "new", ui.T("profile.new")))
	sub, you, password := "", ui.SectionWaits(2), ui.SectionWaits(2)
	if in {
		sub, you, password = ui.T("profile.sub", "email", s.Email), p.youUI(s), p.passwordUI(s)
	}
	return app.Div().Class("settings").Body(
		ui.PageHead(ui.T("profile.title"), sub),
		app.Div().Body(app.If(s.Unproved, p.unprovedUI)),
		app.Div().Body(greetingsUI()),
		ui.Section("you", ui.T("profile.you"), ui.T("profile.youHint"), you),
		app.Div().Body(app.If(store.Me().Member != "", func() app.UI {
			return ui.Section("details", ui.T("profile.details"), ui.T("profile.detailsHint", "organisation", store.Here().Name),
				app.Div().Body(ui.Button{Text: ui.T("profile.details.edit"), Icon: ui.IconPencil, Href: "/members/" + string(store.Me().Member) + "?edit=1"}.UI()))
		})),
		app.Div().Body(app.If(store.Me().Member != "", func() app.UI {
			return ui.Section("data", ui.T("dossier.mine"), ui.T("dossier.mineText", "organisation", store.Here().Name), dataUI())
		})),
		ui.Section("look", ui.T("profile.look"), ui.T("profile.lookHint"), lookUI()),
		ui.Section("hints", ui.T("hints.title"), ui.T("hints.text"), app.Div().Body(app.If(in, func() app.UI { return p.hintsUI(s) }))),
		&Notifications{},
		&Lock{},
		&Email{},
		ui.Section("password", ui.T("profile.password"), ui.T("profile.passwordText"), password),
		&Leave{},
	)
}

// hintsUI turns off what is explained unasked, and on again.
func (p *Profile) hintsUI(s route.SessionReply) app.UI {
	show := ui.Switch{ID: "profile-hints", Label: ui.T("hints.show"), On: s.HintsOff == p.turning, Why: needsServer()}
	show.Disabled = show.Why != ""
	show.OnChange = func(ctx app.Context, on bool) {
		p.turning = on == s.HintsOff
		ui.Ask(ctx, func() (route.SessionReply, error) {
			return store.Client().Profile(route.ProfileRequest{Hints: &on})
		}, func(ctx app.Context, s route.SessionReply, err error) {
			p.turning = false
			if err != nil {
				store.Notify(ctx, ui.ErrorText(err)) // and the switch is back where it was
				return
			}
			store.SetSession(ctx, s)
		})
	}
	return show.UI()
}

// unprovedUI says that nobody has confirmed the address yet, and what follows from it.
func (p *Profile) unprovedUI() app.UI {
	send := ui.Button{ID: "profile-prove", Text: ui.T("renew.again"), Busy: p.proving, OnClick: p.prove, Why: needsServer()}
	send.Disabled = send.Why != ""
	return ui.Banner(ui.Wait, ui.IconMail, ui.T("renew.unproved"), ui.T("renew.unprovedText"), send.UI())
}

// prove has the mail sent again by which one confirms the address.
func (p *Profile) prove(ctx app.Context, _ app.Event) {
	s, _ := store.Who()
	p.proving = true
	ui.Ask(ctx, func() (struct{}, error) {
		return struct{}{}, store.Client().Forgot(route.ForgotRequest{Email: s.Email})
	}, func(ctx app.Context, _ struct{}, err error) {
		p.proving = false
		said := ui.T("renew.sent", "email", s.Email)
		if err != nil {
			said = ui.ErrorText(err)
		}
		store.Notify(ctx, said)
	})
}

func (p *Profile) youUI(s route.SessionReply) app.UI {
	return ui.Form(p.save, ui.T("profile.you"),
		p.you.Summary(),
		app.Div().Class("pair").Body(
			p.you.Line("givenName", &p.given, ui.Field{Autocomplete: "given-name"}),
			p.you.Line("surname", &p.surname, ui.Field{Autocomplete: "family-name"}),
		),
		ui.Segmented{ID: "you-language", Label: ui.T("profile.language"), Hint: ui.T("profile.languageHint"), Value: p.lang, Error: p.you.Wrong("language"),
			Choices:  []ui.Choice{{Value: string(org.German), Text: "Deutsch"}, {Value: string(org.English), Text: "English"}},
			OnChange: p.you.Into("language", &p.lang)}.UI(),
		ui.Saving{Button: ui.Button{Text: ui.T("profile.save"), Kind: ui.Primary, Busy: p.you.Busy}, Dirty: p.dirty(s), Waits: needsServer(), OnDrop: p.drop}.UI(),
	)
}

// dataUI downloads all that the organisation keeps about oneself.
func dataUI() app.UI {
	button := func(format string) app.UI {
		b := ui.Button{Text: ui.T("dossier." + format), Icon: ui.IconDownload, Scope: format, OnClick: func(ctx app.Context, _ app.Event) {
			s, _ := store.Who()
			members.Data(ctx, store.Me().Member, s.GivenName+" "+s.Surname, format)
		}}
		b.Why = needsServer()
		b.Disabled = b.Why != ""
		return b.UI()
	}
	return app.Div().Class("form-actions").Body(button("pdf"), button("json"))
}

func (p *Profile) drop(app.Context, app.Event) {
	s, _ := store.Who()
	p.given, p.surname, p.lang, p.you.Faults = s.GivenName, s.Surname, s.Language, nil
	ui.SetValue("you-givenName", s.GivenName)
	ui.SetValue("you-surname", s.Surname)
	ui.Focus("you-givenName")
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
		lastYou = nil // the fields begin with what was saved
		store.SetSession(ctx, s)
		store.Notify(ctx, ui.T("profile.saved"))
	})
}

func (p *Profile) passwordUI(s route.SessionReply) app.UI {
	personal := []string{s.Email, s.GivenName, s.Surname}
	return ui.Form(p.setPassword, ui.T("profile.password"),
		p.change.Summary(),
		p.change.Line("old", &p.old, ui.Field{Type: "password", Autocomplete: "current-password"}),
		p.change.Line("new", &p.fresh, ui.Field{Type: "password", Autocomplete: "new-password", After: ui.PasswordMeter(p.fresh, personal...)}),
		ui.Saving{Button: ui.Button{Text: ui.T("profile.change"), Busy: p.change.Busy}, Waits: needsServer()}.UI(),
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
		browser().Call("again") // the session is another one
	})
}
