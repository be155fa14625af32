package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// unsaved are the forms with changes that nothing but this page knows of, and what asks before it is closed.
var (
	unsaved = map[string]bool{}
	asks    app.Func
)

// Unsaved notes whether a form has such changes. As long as one has, the browser asks before the page is closed or loaded anew; going to
// another page of the app asks nothing, as what was typed is kept there.
func Unsaved(form string, dirty bool) {
	if dirty {
		unsaved[form] = true
	} else {
		delete(unsaved, form)
	}
	if !app.IsClient || len(unsaved) > 0 == (asks != nil) {
		return
	}
	w := app.Window()
	if asks != nil {
		w.Call("removeEventListener", "beforeunload", asks)
		asks.Release()
		asks = nil
		return
	}
	asks = app.FuncOf(func(_ app.Value, args []app.Value) any {
		args[0].Call("preventDefault")
		args[0].Set("returnValue", true) // as browsers before 2024 want it
		return nil
	})
	w.Call("addEventListener", "beforeunload", asks)
}
