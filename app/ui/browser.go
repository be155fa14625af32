package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/promise"
)

func byID(id string) app.Value { return app.Window().Get("document").Call("getElementById", id) }

// Focus gives the focus to an element; false if there is none.
func Focus(id string) bool {
	e := byID(id)
	if !e.Truthy() {
		return false
	}
	e.Call("focus")
	return true
}

// SetValue writes into an input: rendering can't empty one that a person has typed in.
func SetValue(id, value string) {
	if e := byID(id); e.Truthy() {
		e.Set("value", value)
	}
}

// SetStyle sets one property of an element's style through the object model, which the content security policy allows.
func SetStyle(e app.Value, property, value string) {
	if e != nil && e.Truthy() {
		e.Get("style").Call("setProperty", property, value)
	}
}

// Title is what stands on the tab for a page of this name, "" for the first one.
func Title(name string) string {
	if name == "" {
		return T("app.name")
	}
	return name + " · " + T("app.name")
}

// SetTitle says on the tab where the person is.
func SetTitle(name string) { app.Window().Get("document").Set("title", Title(name)) }

// Navigate leads to an address within the app.
func Navigate(ctx app.Context, href string) { ctx.Navigate(href) }

// AddressRest is how long nothing has to be typed for the address to follow what is looked for.
const AddressRest = 450 * time.Millisecond

// Replace shows an address in place of the present one, without a step in the history: for what is typed letter by letter. Calling what
// go-app listens to keeps its own idea of the address in step.
func Replace(href string) {
	w := app.Window()
	w.Get("history").Call("replaceState", nil, "", href)
	w.Call("onpopstate")
}

// CopyThen puts text on the clipboard and tells whether that is done: browsers refuse it where nobody has just pressed something.
func CopyThen(ctx app.Context, text string, then func(ctx app.Context, done bool)) {
	c := app.Window().Get("navigator").Get("clipboard")
	if !c.Truthy() {
		then(ctx, false)
		return
	}
	written := c.Call("writeText", text)
	Ask(ctx, func() (app.Value, error) { return promise.Await(written) }, func(ctx app.Context, _ app.Value, err error) { then(ctx, err == nil) })
}

// Download offers data as a file.
func Download(name, mime string, data []byte) {
	w := app.Window()
	bytes := w.Get("Uint8Array").New(len(data))
	app.CopyBytesToJS(bytes, data)
	parts := w.Get("Array").New()
	parts.Call("push", bytes)
	blob := w.Get("Blob").New(parts, map[string]any{"type": mime})
	url := w.Get("URL").Call("createObjectURL", blob)
	a := w.Get("document").Call("createElement", "a")
	a.Set("href", url)
	a.Call("setAttribute", "download", name)
	a.Call("click")
	w.Get("URL").Call("revokeObjectURL", url)
}

// Phone says whether the window is as narrow as a phone held upright.
func Phone() bool {
	return app.IsClient && app.Window().Call("matchMedia", "(max-width: 639px)").Get("matches").Bool()
}

// ReadFile reads a file that somebody chose. ok is false if the browser could not.
func ReadFile(ctx app.Context, file app.Value, then func(ctx app.Context, data []byte, ok bool)) {
	var kept, gone app.Func
	answer := func(data []byte, ok bool) {
		ctx.Dispatch(func(ctx app.Context) {
			defer Guard(ctx)
			kept.Release()
			gone.Release()
			then(ctx, data, ok)
		})
	}
	kept = app.FuncOf(func(_ app.Value, args []app.Value) any {
		bytes := app.Window().Get("Uint8Array").New(args[0])
		data := make([]byte, bytes.Length())
		app.CopyBytesToGo(data, bytes)
		answer(data, true)
		return nil
	})
	gone = app.FuncOf(func(app.Value, []app.Value) any {
		answer(nil, false)
		return nil
	})
	file.Call("arrayBuffer").Call("then", kept, gone)
}
