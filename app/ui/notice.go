package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Notice says briefly what happened and offers to take it back. A line below it runs down while it stays, and stands still while
// somebody points at it; without motion the seconds are written. Who shows it removes it when the time is over.
type Notice struct {
	app.Compo

	ID      string // tells notices apart
	Text    string
	Tone    Tone
	Seconds int // how long it stays; until it is closed if 0
	OnUndo  app.EventHandler
	OnClose app.EventHandler
	OnHold  func(ctx app.Context, focus, on bool) // somebody points at it, or has the focus in it; or does no longer
}

// CompoID is the notice: it never becomes another one.
func (n *Notice) CompoID() string { return n.ID }

// OnMount sets how long the countdown is.
func (n *Notice) OnMount(app.Context) {
	SetStyle(n.JSValue(), "--for", strconv.Itoa(n.Seconds)+"s")
	SetStyle(n.JSValue(), "--from", strconv.Itoa(n.Seconds))
}

var toneIcon = [...]IconName{IconInfoCircle, IconInfoCircle, IconCircleCheck, IconClock, IconAlertCircle}

// Render is the notice.
func (n *Notice) Render() app.UI {
	hold := func(focus, on bool) (app.EventHandler, app.EventOption) {
		return On(func(ctx app.Context, _ app.Event) {
			if n.OnHold != nil {
				n.OnHold(ctx, focus, on)
			}
		}, n.ID, strconv.FormatBool(focus), strconv.FormatBool(on))
	}
	enter, enterScope := hold(false, true)
	leave, leaveScope := hold(false, false)
	in, inScope := hold(true, true)
	out, outScope := hold(true, false)
	class := "notice"
	if n.Seconds > 0 {
		class += " notice-counts"
	}
	return app.Div().Class(class).Class(toneClass[n.Tone]).
		OnMouseEnter(enter, enterScope).OnMouseLeave(leave, leaveScope).On("focusin", in, inScope).On("focusout", out, outScope).Body(
		Icon(toneIcon[n.Tone]),
		app.Span().Class("notice-text").Text(n.Text),
		app.Span().Class("notice-left").Aria("hidden", true),
		app.Span().Class("notice-undo").Body(app.If(n.OnUndo != nil, func() app.UI {
			return Button{Text: T("button.undo"), Icon: IconArrowBack, Kind: Quiet, Scope: n.ID, OnClick: n.leaving(n.OnUndo)}.UI()
		})),
		Button{Icon: IconX, Kind: Quiet, Label: T("button.close"), Scope: n.ID, OnClick: n.leaving(n.OnClose)}.UI(),
		app.Span().Class("notice-time").Aria("hidden", true),
	)
}

// leaving gives the focus to the page before the button that has it goes.
func (n *Notice) leaving(h app.EventHandler) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		Focus("main")
		if h != nil {
			h(ctx, e)
		}
	}
}
