package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Slice is how long work may keep the page from everything else: two frames.
const Slice = 30 * time.Millisecond

// Pause goes on with then after the browser has had time to paint and to take input. A Go timer would not do: in WebAssembly Go
// returns to the browser only when nothing is left to run, and a timer that is due is something to run.
func Pause(ctx app.Context, then func(ctx app.Context)) {
	if !app.IsClient {
		ctx.Dispatch(then)
		return
	}
	var again app.Func
	again = app.FuncOf(func(app.Value, []app.Value) any {
		ctx.Dispatch(func(ctx app.Context) {
			defer Guard(ctx)
			again.Release()
			then(ctx)
		})
		return nil
	})
	app.Window().Call("setTimeout", again, 0)
}
