package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/app/vault"
	"stellwerk/shared/fault"
)

// Seal asks for the PIN or the passkey that opens what lies on this device.
type Seal struct {
	app.Compo
	form
	pin string
	out form // signing out instead
}

// OnMount leads to the field, and follows the connection: without it nobody can sign out.
func (s *Seal) OnMount(ctx app.Context) {
	store.Watch(ctx, store.Connection, store.Session)
	if !ui.Focus("seal-pin") {
		ui.Focus("seal-passkey")
	}
}

func sealLabel(field string) string {
	if field == "pin" {
		return ui.T("seal.pin")
	}
	return ""
}

// Render is the page.
func (s *Seal) Render() app.UI {
	s.As("seal", sealLabel)
	s.out.As("sealout", sealLabel)
	text, body := "seal.text", s.pinUI
	if store.Guard() == vault.WithPasskey {
		text, body = "seal.passkeyText", s.passkeyUI
	}
	return sheet(ui.T("seal.title"), ui.T(text), body(), s.forgottenUI())
}

func (s *Seal) pinUI() app.UI {
	return ui.Form(s.open, ui.T("seal.title"),
		app.Div().Body(app.If(s.Wrong("pin") == "", s.Summary)), // one field says itself what is wrong with it
		s.Line("pin", &s.pin, ui.Field{Type: "pin", Autocomplete: "off", Focus: true}),
		submit(ui.T("seal.open"), s.Busy),
	)
}

func (s *Seal) passkeyUI() app.UI {
	return app.Div().Class("form").Body(
		s.Summary(),
		ui.Button{ID: "seal-passkey", Text: ui.T("seal.withPasskey"), Kind: ui.Primary, Icon: ui.IconKey, Busy: s.Busy, OnClick: s.open}.UI(),
	)
}

func (s *Seal) forgottenUI() app.UI {
	why := ""
	if !store.Online() {
		why = ui.T("settings.offline")
	}
	lost := ui.T("seal.forgottenText")
	if n := store.Here().Waiting; n > 0 {
		lost += " " + ui.N("seal.forgottenLost", n)
	}
	return app.Details().Class("seal-forgotten").Body(
		app.Summary().Text(ui.T("seal.forgotten")),
		app.P().Text(lost),
		s.out.Summary(),
		ui.Button{Text: ui.T("seal.signOut"), Kind: ui.Danger, Icon: ui.IconLogout, Busy: s.out.Busy, Disabled: why != "", Why: why, OnClick: s.signOut}.UI(),
	)
}

func (s *Seal) open(ctx app.Context, _ app.Event) {
	secret := s.pin
	if store.Guard() == vault.WithPasskey {
		secret = vault.Passkey
	} else if secret == "" {
		s.Fail(ctx, fault.On("pin", "text.missing"))
		return
	}
	if s.Busy {
		return
	}
	s.Start()
	store.Unseal(ctx, secret, func(err error) {
		ctx.Dispatch(func(ctx app.Context) {
			s.Busy, s.pin = false, ""
			ui.SetValue("seal-pin", "")
			if err != nil {
				s.Fail(ctx, err)
			}
		})
	})
}

func (s *Seal) signOut(ctx app.Context, _ app.Event) {
	s.out.Start()
	store.SignOut(ctx, func(err error) {
		ctx.Dispatch(func(ctx app.Context) {
			if s.out.Busy = false; err != nil {
				s.out.Fail(ctx, err)
			}
		})
	})
}
