package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
)

// watchDevice listens for what web/js/device.js learns from the device, and tells it what waits.
func (f *Frame) watchDevice(ctx app.Context) {
	note := func() { f.installable = app.Window().Get("stellwerkInstall").Truthy() }
	note()
	app.Window().Call("addEventListener", "stellwerk-install", app.FuncOf(func(app.Value, []app.Value) any {
		ctx.Dispatch(func(app.Context) { note() })
		return nil
	}))
	ctx.Handle(store.Members, func(app.Context, app.Action) { f.count() })
}

// count puts the number of changes that wait on the icon of the app, where the system shows one.
func (f *Frame) count() {
	n := len(store.Replica().Pending())
	if badge := app.Window().Get("stellwerkBadge"); f.counted != n+1 && badge.Truthy() {
		f.counted = n + 1
		badge.Invoke(n)
	}
}

// installEntry offers to install the app, only while the browser can.
func (f *Frame) installEntry() app.UI {
	return app.Div().Attr("role", "none").Body(app.If(f.installable, func() app.UI {
		return ui.MenuItem(ui.IconDeviceMobile, ui.T("install.app"), func(app.Context, app.Event) {
			if install := app.Window().Get("stellwerkInstall"); install.Truthy() {
				install.Invoke()
			}
		})
	}))
}
