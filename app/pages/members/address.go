package members

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// replace shows an address in place of the present one, without a step in the history: for what is typed letter by letter. Calling what
// go-app listens to keeps its own idea of the address in step.
func replace(href string) {
	w := app.Window()
	w.Get("history").Call("replaceState", nil, "", href)
	w.Call("onpopstate")
}
