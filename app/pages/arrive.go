package pages

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// The frame, for what reaches it from outside of its own rendering: the palette and the keyboard.
var frame struct {
	it  *Frame
	ctx app.Context
}

// address is the path that is shown now.
func address() string {
	if frame.it == nil {
		return ""
	}
	return frame.it.address.Path
}

// onFrame does something as the frame's own.
func onFrame(do func(f *Frame, ctx app.Context)) {
	if frame.it == nil {
		return
	}
	frame.ctx.Dispatch(func(ctx app.Context) {
		defer ui.Guard(ctx)
		do(frame.it, ctx)
	})
}

// toCard leads to a place of a page.
func toCard(path, id string) func(*Frame, app.Context) {
	return func(_ *Frame, ctx app.Context) {
		ui.Navigate(ctx, path+"#"+id)
		arrive(ctx, "#"+id, false)
	}
}

// toPress leads to a page and presses a button there.
func toPress(path, selector string) func(*Frame, app.Context) {
	return func(_ *Frame, ctx app.Context) {
		ui.Navigate(ctx, path)
		arrive(ctx, selector, true)
	}
}

// A page that is led to may take this many moments to show what is looked for in it.
const (
	moments = 60
	moment  = 50 * time.Millisecond
)

// arrive gives the focus to an element as soon as the page that is led to shows it, and presses it if press is true.
func arrive(ctx app.Context, selector string, press bool) {
	arriveWithin(ctx, selector, press, moments)
}

func arriveWithin(ctx app.Context, selector string, press bool, left int) {
	ctx.After(moment, func(ctx app.Context) {
		defer ui.Guard(ctx)
		ctx.PreventUpdate()
		e := app.Window().Get("document").Call("querySelector", selector)
		if !e.Truthy() {
			if left > 0 {
				arriveWithin(ctx, selector, press, left-1)
			}
			return
		}
		if e.Get("tabIndex").Int() < 0 {
			e.Set("tabIndex", -1)
		}
		e.Call("scrollIntoView", map[string]any{"block": "nearest"})
		e.Call("focus")
		if press {
			e.Call("click")
		}
	})
}
