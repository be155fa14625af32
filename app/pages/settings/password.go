package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/password"
	"stellwerk/shared/route"
)

// passwordForm sets a new password by the old one.
type passwordForm struct {
	old, fresh string
	shown      bool
	busy       bool
	faults     fault.List
}

func passwordLabel(field string) string {
	switch field {
	case "old":
		return ui.T("profile.password.old")
	case "new":
		return ui.T("profile.password.new")
	}
	return ""
}

// UI is the form.
func (f *passwordForm) UI(s route.SessionReply) app.UI {
	kind := "password"
	if f.shown {
		kind = "text"
	}
	return ui.Card(ui.T("profile.password"), ui.Form(f.save, ui.T("profile.password"),
		ui.Faults("password", f.faults, passwordLabel),
		// Password managers want to know whose password this is.
		app.Input().Type("text").Class("visually-hidden").Attr("autocomplete", "username").Value(s.Email).TabIndex(-1).Aria("hidden", true).Attr("readonly", true),
		app.Div().Class("form-grid").Body(
			ui.Field{
				ID: "password-old", Label: passwordLabel("old"), Type: kind, Required: true, Autocomplete: "current-password", Error: ui.FaultOn(f.faults, "old"),
				Value: f.old, OnInput: func(_ app.Context, v string) { f.old, f.faults = v, nil },
			}.UI(),
			ui.Field{
				ID: "password-new", Label: passwordLabel("new"), Type: kind, Required: true, Autocomplete: "new-password", Error: ui.FaultOn(f.faults, "new"),
				Value: f.fresh, OnInput: func(_ app.Context, v string) { f.fresh, f.faults = v, nil },
				After: ui.PasswordMeter(f.fresh, personal(s)...),
			}.UI(),
		),
		ui.Check{ID: "password-shown", Label: ui.T("profile.password.show"), On: f.shown, OnChange: func(_ app.Context, on bool) { f.shown = on }}.UI(),
		app.P().Class("muted").Text(ui.T("profile.password.hint")),
		app.Div().Class("form-actions").Body(
			ui.Button{Text: ui.T("profile.password.save"), Kind: ui.Primary, Submit: true, Busy: f.busy, Disabled: f.old == "" || f.fresh == "", ID: "password-save"}.UI(),
		),
	))
}

// personal are the words that make a password easy to guess for this person.
func personal(s route.SessionReply) []string {
	return []string{s.GivenName, s.Surname, s.Email, store.Here().Name}
}

func (f *passwordForm) save(ctx app.Context, _ app.Event) {
	if f.busy || f.old == "" || f.fresh == "" {
		return
	}
	s, _ := store.Who()
	if _, problems := password.Check(f.fresh, personal(s)...); password.Refused(problems) != "" {
		f.faults = fault.List{fault.On("new", string(password.Refused(problems)))}
		ui.FocusFault(ctx, "password", f.faults)
		return
	}
	f.busy, f.faults = true, nil
	in := route.ChangePasswordRequest{Old: f.old, New: f.fresh}
	ui.Ask(ctx, func() (struct{}, error) { return struct{}{}, store.Client().ChangePassword(in) },
		func(ctx app.Context, _ struct{}, err error) {
			f.busy = false
			if err != nil {
				f.faults = fault.All(err)
				ui.FocusFault(ctx, "password", f.faults)
				return
			}
			*f = passwordForm{}
			ui.SetValue("password-old", "")
			ui.SetValue("password-new", "")
			store.Notify(ctx, ui.T("profile.password.saved"))
		})
}
