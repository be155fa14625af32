package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// Where a new version of the app stands, as web/js/update.js says it; "" for nothing.
const (
	updateForm   = "form"   // it comes as soon as nothing is unsaved here
	updateNeeded = "needed" // the server no longer understands this version
)

// watchUpdates listens for web/js/update.js, which watches the service worker.
func (f *Frame) watchUpdates(ctx app.Context) {
	note := func() {
		f.update = ""
		if state := app.Window().Get("stellwerkUpdate"); state.Truthy() {
			f.update = state.String()
		}
	}
	note()
	app.Window().Call("addEventListener", "stellwerk-update", app.FuncOf(func(app.Value, []app.Value) any {
		ctx.Dispatch(func(app.Context) { note() })
		return nil
	}))
}

// updateBanner says that a new version is here and what it waits for. Nothing unsaved is ever lost for it.
func updateBanner(state string) app.UI {
	take := ui.Button{Text: ui.T("update.now"), Kind: ui.Quiet, OnClick: takeUpdate}.UI()
	switch state {
	case updateForm:
		return ui.Banner(ui.Info, ui.IconClock, ui.T("update.title"), ui.T("update.form"))
	case updateNeeded:
		return ui.Banner(ui.Wait, ui.IconRefresh, ui.T("update.needed"), ui.T("update.neededText"), take)
	}
	return ui.Banner(ui.Info, ui.IconRefresh, ui.T("update.title"), ui.T("update.text"), take)
}

// takeUpdate lets the new version take over, in all tabs.
func takeUpdate(app.Context, app.Event) {
	if take := app.Window().Get("stellwerkTakeUpdate"); take.Truthy() {
		take.Invoke()
	}
}
