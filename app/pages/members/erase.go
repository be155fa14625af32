package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const (
	eraseID     = "members-erase"
	eraseNameID = "members-erase-name"
	erasePassID = "members-erase-password"
)

// erasing is what is asked before somebody's data is erased for good, and what came of it.
type erasing struct {
	id      org.CommandID // of the attempt: one that is sent again is the same
	name    string        // as it was typed
	busy    bool
	err     error
	stale   bool // whoever erases has to sign in once more before
	pass    string
	passErr error
	receipt bool // there is one
}

// openErase asks.
func (p *One) openErase(app.Context, app.Event) {
	p.erase = erasing{id: store.NewID[org.CommandID](), receipt: p.erase.receipt}
	ui.SetValue(eraseNameID, "")
	ui.SetValue(erasePassID, "")
	ui.OpenDialog(eraseID)
	ui.Focus(eraseNameID)
}

// eraseDialog says what is lost, and takes the person's name as confirmation.
func (p *One) eraseDialog() app.UI {
	e, title := &p.erase, ui.T("erase.titleGone")
	if m, there := p.member(); there {
		title = ui.T("erase.title", "name", m.Name())
	}
	why := ""
	if !store.Online() {
		why = ui.T("erase.offline")
	}
	return ui.Dialog(eraseID, title, ui.Form(p.eraseNow, title,
		app.Div().Class("confirm").Body(
			app.P().Text(ui.T("erase.text")),
			app.P().Body(app.Strong().Text(ui.T("erase.never"))),
			ui.Field{ID: eraseNameID, Label: ui.T("erase.confirm"), Value: e.name, Error: errorText(e.err), Required: true, Autocomplete: "off",
				OnInput: func(_ app.Context, v string) { e.name, e.err = v, nil }}.UI(),
			app.Div().Body(app.If(e.stale, func() app.UI {
				return ui.Field{ID: erasePassID, Label: ui.T("erase.password"), Hint: ui.T("erase.passwordHint"), Kept: true, Type: "password", Autocomplete: "current-password", Required: true,
					Value: e.pass, Error: errorText(e.passErr), OnInput: func(_ app.Context, v string) { e.pass, e.passErr = v, nil }}.UI()
			})),
		),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: eraseID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(eraseID) }}.UI(),
			ui.Button{Text: ui.T("erase.now"), Kind: ui.DangerNow, Submit: true, Busy: e.busy, Disabled: why != "", Why: why}.UI(),
		),
	))
}

func (p *One) eraseNow(ctx app.Context, _ app.Event) {
	e := &p.erase
	if e.busy {
		return
	}
	e.busy, e.err, e.passErr = true, nil, nil
	if e.stale {
		p.signInAgain(ctx)
		return
	}
	p.eraseFresh(ctx)
}

// signInAgain shows that whoever erases is the person whose session this is, and goes on.
func (p *One) signInAgain(ctx app.Context) {
	e, in := &p.erase, route.SignInRequest{Password: p.erase.pass}
	if who, known := store.Who(); known {
		in.Email = who.Email
	}
	ui.Ask(ctx, func() (route.SessionReply, error) { return store.Client().SignIn(in) }, func(ctx app.Context, s route.SessionReply, err error) {
		if err != nil {
			e.busy, e.passErr = false, err
			ui.Focus(erasePassID)
			return
		}
		e.stale, e.pass = false, ""
		store.SetSession(ctx, s)
		p.eraseFresh(ctx)
	})
}

func (p *One) eraseFresh(ctx app.Context) {
	e := &p.erase
	tenant, in := store.Here().Tenant, route.EraseRequest{ID: string(e.id), Name: e.name}
	ui.Ask(ctx, func() (route.ErasureReply, error) { return store.Client().EraseMember(tenant, org.MemberID(p.ID), in) },
		func(ctx app.Context, _ route.ErasureReply, err error) {
			e.busy = false
			if e.stale = fault.Is(err, "session.stale"); e.stale {
				ctx.Defer(func(app.Context) { ui.Focus(erasePassID) })
				return
			}
			if e.err = err; err != nil {
				ui.Focus(eraseNameID)
				return
			}
			e.receipt, e.name, p.history = true, "", nil
			ui.CloseDialog(eraseID)
			store.Notify(ctx, ui.T("erase.done"))
			store.Refresh(ctx)
			ctx.Defer(func(app.Context) { ui.Focus("page-title") })
		})
}

// receiptButton downloads the receipt, which stays with the server.
func (p *One) receiptButton() app.UI {
	return ui.Button{Text: ui.T("erase.receipt"), Icon: ui.IconDownload, Scope: "receipt" + p.ID, OnClick: func(ctx app.Context, _ app.Event) {
		tenant := store.Here().Tenant
		ui.Ask(ctx, func() ([]byte, error) { return store.Client().Erasure(tenant, org.MemberID(p.ID), "pdf") }, func(ctx app.Context, file []byte, err error) {
			if err != nil {
				store.Notify(ctx, ui.ErrorText(err))
				return
			}
			ui.Download(ui.T("erase.receiptFile")+".pdf", "application/pdf", file)
		})
	}}.UI()
}

// goneActions are what can be done about somebody who is not there any more.
func (p *One) goneActions() []app.UI {
	actions := []app.UI{ui.Button{Text: ui.T("members.one.toList"), Href: backHref()}.UI()}
	switch {
	case !may():
	case p.erase.receipt || p.history != nil && p.history.Erased():
		actions = append(actions, p.receiptButton())
	case p.history != nil && len(p.history.Entries) > 0:
		actions = append(actions, ui.Button{Text: ui.T("erase.action"), Icon: ui.IconTrash, Kind: ui.Danger, OnClick: p.openErase, Scope: "erase"}.UI())
	}
	return actions
}
