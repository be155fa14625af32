package imports

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
)

const sharedID = "imports-shared"

// expect takes up a list that the system hands over, now or while the page is there: see web/js/device.js.
func (p *Page) expect() {
	if !app.IsClient {
		return
	}
	p.came = app.FuncOf(func(_ app.Value, args []app.Value) any {
		p.dispatch(func(ctx app.Context) { p.shared(ctx, args[0]) })
		return nil
	})
	p.look = app.FuncOf(func(app.Value, []app.Value) any {
		if look := app.Window().Get("stellwerkShared"); look.Truthy() {
			look.Invoke(p.came)
		}
		return nil
	})
	app.Window().Call("addEventListener", "stellwerk-shared", p.look)
	p.look.Invoke()
}

// shared opens a list that was handed over. For one that is open already somebody is asked first.
func (p *Page) shared(ctx app.Context, file app.Value) {
	p.desk = deskHere()
	if p.waits = file; p.desk.list == nil && !p.applying() {
		p.openShared(ctx, app.Event{})
		return
	}
	ctx.Defer(func(app.Context) { ui.OpenDialog(sharedID) })
}

func (p *Page) applying() bool { return p.desk.job != "" && moving(p.desk.reply.State) }

// openShared puts the list that waits in the place of what is on the desk. A job goes on, and the frame shows it.
func (p *Page) openShared(ctx app.Context, _ app.Event) {
	ui.CloseDialog(sharedID)
	if p.applying() {
		store.Follow(ctx, p.desk.reply)
	}
	if p.desk.list != nil || p.desk.job != "" {
		p.desk.clear()
	}
	p.pastedFile(p.waits)
	Forget()
}

// sharedDialog asks whether a list that came makes the one that is open go.
func (p *Page) sharedDialog() app.UI {
	name := ""
	if p.waits != nil {
		name = p.waits.Get("name").String()
	}
	return ui.Confirm{
		ID: sharedID, Title: ui.T("imports.shared.title", "file", name), Text: ui.T("imports.shared.text"),
		Cancel: ui.T("imports.shared.later"), Do: ui.T("imports.shared.open"), OnDo: p.openShared,
	}.UI()
}

// Forget drops a list that waits to be taken up: whoever signs in next has not shared it.
func Forget() {
	if done := app.Window().Get("stellwerkSharedDone"); done.Truthy() {
		done.Invoke()
	}
}
