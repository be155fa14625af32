package trail

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// steps are how far the keys lead.
var steps = map[string]int{"ArrowDown": 1, "ArrowUp": -1, "Home": -1 << 20, "End": 1 << 20}

// Keys moves the focus between the lines of a trail: it hangs on what holds them. Arrows lead to the line above or below, Home and End to the
// first and the last; Enter and Space on a line are the browser's, as it is a button that has the focus.
func Keys(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	row := e.Get("target").Call("closest", ".trail-row")
	step, ok := steps[e.Get("key").String()]
	if !ok || !row.Truthy() || e.Get("altKey").Bool() || e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() {
		return
	}
	folds := ctx.JSSrc().Call("querySelectorAll", ".trail-fold")
	n, at := folds.Length(), -1
	for i := range n {
		if row.Call("contains", folds.Index(i)).Bool() {
			at = i
		}
	}
	if at < 0 {
		return
	}
	to := max(0, min(at+step, n-1))
	e.PreventDefault()
	fold := folds.Index(to)
	fold.Call("focus", map[string]any{"preventScroll": true})
	fold.Call("closest", ".trail-row").Call("scrollIntoView", map[string]any{"block": "nearest"})
}
