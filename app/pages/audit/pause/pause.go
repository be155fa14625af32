// Package pause lets long work give the page back to the browser between its slices.
package pause

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// Slice is how long work may keep the page from everything else: two frames.
const Slice = 30 * time.Millisecond

// Then goes on with then after the browser has had time to paint and to take input. A Go timer would not do: in WebAssembly Go
// returns to the browser only when nothing is left to run, and a timer that is due is something to run.
func Then(ctx app.Context, then func(ctx app.Context)) {
	if !app.IsClient {
		ctx.Dispatch(then)
		return
	}
	var again app.Func
	again = app.FuncOf(func(app.Value, []app.Value) any {
		ctx.Dispatch(func(ctx app.Context) {
			defer ui.Guard(ctx)
			again.Release()
			then(ctx)
		})
		return nil
	})
	app.Window().Call("setTimeout", again, 0)
}
