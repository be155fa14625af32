package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/inbox"
	"stellwerk/app/store"
	"stellwerk/app/ui"
)

// top is the bar above the page: the way to find everything, the state of the connection, what is happening, help, and oneself.
// On the phone the organisation stands at its beginning.
func (f *Frame) top() app.UI {
	return app.Header().Class("top").Body(
		app.Div().Class("top-org").Body(f.organisation("top")),
		app.Div().Class("top-find").Body(SearchButton()),
		app.Div().Class("top-state").Body(f.connectionButton()),
		app.Div().Class("top-tools").Body(f.tools()...),
		f.me(),
	)
}

// tools are there for somebody who is signed in.
func (f *Frame) tools() []app.UI {
	if _, in := store.Who(); !in || !store.In() {
		return nil
	}
	return []app.UI{f.activity(), helpButton(f.address.Path)}
}

// connectionButton says how things stand; pressing it tells more.
func (f *Frame) connectionButton() app.UI {
	return app.Button().Type("button").Class("state").Attr("popovertarget", "state-panel").Aria("description", ui.T("connection.label")).Body(f.connection().UI())
}

// panels are what the buttons of the bar open.
func (f *Frame) panels() app.UI {
	return app.Div().Class("panels").Body(
		app.Div().ID("state-panel").Class("menu flyout").Attr("popover", "auto").Aria("label", ui.T("connection.label")).Attr("role", "dialog").TabIndex(-1).Body(f.stateMore()...),
		f.activityPanel(),
	)
}

// stateMore is what there is to say about the connection: since when, what waits, and what to do.
func (f *Frame) stateMore() []app.UI {
	last := ui.T("connection.never")
	at := store.AsOf()
	if at.IsZero() {
		at = store.InStep()
	}
	if !at.IsZero() {
		last = ui.T("connection.last", "time", ui.DateTime(at))
	}
	state := f.connection()
	more := ui.T("connection.liveText")
	switch state.State {
	case ui.Offline:
		more = ui.T("connection.nothingWaits")
	case ui.Blocked:
		more = ui.T("connection.stuckText")
		if f.update == updateNeeded {
			more = ui.T("update.neededText")
		}
	case ui.Locked, ui.Barred:
		more = ui.T("connection.lockedText")
	}
	if store.Persistence() == "yes" {
		more += " " + ui.T("device.persistent")
	}
	waiting := store.Replica().Pending()
	return []app.UI{
		app.P().Class("flyout-title").Text(state.Says()),
		app.P().Class("flyout-text").Text(last),
		app.P().Class("flyout-text").Text(more),
		app.Ul().Class("flyout-list").Body(app.Range(waiting).Slice(func(i int) app.UI {
			return app.Li().Body(ui.Icon(ui.IconClock), app.Span().Text(inbox.DeedTitle(waiting[i].Command.Deed)), app.Small().Text(ui.Clock(waiting[i].At)))
		})),
		ui.Link(ui.T("inbox.open"), "/inbox"),
		ui.Button{Text: ui.T("connection.now"), Icon: ui.IconRefresh, Scope: "now", OnClick: func(ctx app.Context, _ app.Event) { store.Refresh(ctx) }}.UI(),
	}
}
