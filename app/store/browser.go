package store

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

func say(err error) string { return ui.ErrorText(err) }

// prefix marks what the app keeps in the browser's local storage: settings of this device, never data.
const prefix = "stellwerk."

func storage() app.Value {
	if !app.IsClient {
		return app.Null()
	}
	return app.Window().Get("localStorage")
}

// local and setLocal read and keep settings of this device; tests put others in their place.
var local, setLocal = browserRecall, browserRemember

// recall reads a setting of this device, "" if there is none.
func recall(name string) string { return local(name) }

// remember keeps a setting of this device.
func remember(name, value string) { setLocal(name, value) }

func browserRecall(name string) string {
	s := storage()
	if !s.Truthy() {
		return ""
	}
	if v := s.Call("getItem", prefix+name); v.Truthy() {
		return v.String()
	}
	return ""
}

func browserRemember(name, value string) {
	if s := storage(); s.Truthy() {
		s.Call("setItem", prefix+name, value)
	}
}

// Remember keeps a setting of this device.
func Remember(name, value string) { remember(name, value) }

// Recall reads a setting of this device, "" if there is none.
func Recall(name string) string { return recall(name) }

// Theme is light, dark or system.
func Theme() string {
	if t := recall("theme"); t == "light" || t == "dark" {
		return t
	}
	return "system"
}

// SetTheme changes how the app looks on this device.
func SetTheme(_ app.Context, theme string) {
	remember("theme", theme)
	app.Window().Get("document").Get("documentElement").Call("setAttribute", "data-theme", theme)
	the.post(Session)
}

// listen asks for changes when the connection is back or somebody looks again.
func (s *Store) listen(ctx app.Context) {
	on := func(target app.Value, event string, do func()) {
		target.Call("addEventListener", event, app.FuncOf(func(app.Value, []app.Value) any {
			ctx.Dispatch(func(ctx app.Context) {
				defer ui.Guard(ctx)
				do()
			})
			return nil
		}))
	}
	w := app.Window()
	document := w.Get("document")
	wake := func() {
		s.lookAtLease()
		s.sync.hidden = document.Get("hidden").Bool()
		if s.sync.hidden {
			return
		}
		s.idleYet()
		if s.unsure() {
			s.begin()
		}
		s.push()
		s.pull()
		s.poke()
	}
	// Where this device keeps nothing, or has not yet, whoever closes the page is asked once more.
	w.Call("addEventListener", "beforeunload", app.FuncOf(func(_ app.Value, args []app.Value) any {
		if s.replica != nil && len(s.replica.Pending()) > 0 && (s.device.nothing || s.device.writing) {
			args[0].Call("preventDefault")
		}
		return nil
	}))
	// Somebody has signed in or out in another tab: the browser has one session for all of them.
	on(w, "storage", func() {
		if now := recall("account"); s.state != Asking && s.state != Kept && now != string(s.session.Account) {
			s.begin()
		}
	})
	on(w, "online", wake)
	on(w, "focus", wake)
	on(document, "visibilitychange", wake)
	on(w, "offline", func() {
		s.lost()
		s.tick()
	})
}
