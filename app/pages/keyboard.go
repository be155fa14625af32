package pages

import (
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
)

// patience is how long after g the letter of a page may come.
const patience = 1500 * time.Millisecond

// keyboard listens to the keys that nothing on the page has taken.
type keyboard struct {
	began string // the first of two keys, such as g
	at    time.Time
}

// listenKeys makes the frame known to what reaches it from outside, and listens to the keyboard.
func listenKeys(f *Frame, ctx app.Context) {
	frame.it, frame.ctx = f, ctx
	ui.InFrame(ctx)
	k := &keyboard{}
	app.Window().Get("document").Call("addEventListener", "keydown", app.FuncOf(func(_ app.Value, args []app.Value) any {
		if k.down(args[0], time.Now()) {
			args[0].Call("preventDefault")
		}
		return nil
	}))
}

// down does what a key is a shortcut for, and says whether it is one.
func (k *keyboard) down(e app.Value, now time.Time) bool {
	if e.Get("defaultPrevented").Bool() || e.Get("isComposing").Bool() || !store.In() || store.Sealed() {
		return false
	}
	flag := func(name string) bool { return e.Get(name).Bool() }
	pressed, single := combination(e.Get("key").String(), flag("ctrlKey"), flag("metaKey"), flag("altKey"), flag("shiftKey"), ui.Mac())
	if pressed == "" || single && (!singleKeys() || takesKeys(e.Get("target"))) {
		k.began = ""
		return false
	}
	if k.began != "" && now.Sub(k.at) < patience {
		pressed = k.began + " " + pressed
	}
	k.began = ""
	s, ok, more := matching(pressed, address(), store.Me().Role.May)
	if more {
		k.began, k.at = pressed, now
	}
	if ok && !flag("repeat") {
		onFrame(s.do)
	}
	return ok
}

// combination is how the table of shortcuts writes what is pressed, "" for what is no shortcut's. single says that it is a key alone.
// Shift counts for letters only: on many keyboards / and ? need it.
func combination(key string, ctrl, meta, alt, shift, mac bool) (pressed string, single bool) {
	mod, other := ctrl, meta
	if mac {
		mod, other = meta, ctrl
	}
	letter := len(key) == 1 && (key[0] >= 'a' && key[0] <= 'z' || key[0] >= 'A' && key[0] <= 'Z')
	switch {
	case len(key) != 1 || key == " " || other || alt || letter && shift:
		return "", false
	case mod:
		return "Mod+" + strings.ToLower(key), false
	}
	return strings.ToLower(key), true
}

// takesKeys says whether somebody is writing, or has something open that takes keys itself.
func takesKeys(target app.Value) bool {
	if app.Window().Get("document").Call("querySelector", "dialog[open], [popover]:popover-open").Truthy() {
		return true
	}
	if !target.Truthy() || !target.Get("closest").Truthy() {
		return false
	}
	const writing = "textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=button], [type=submit])"
	return target.Call("closest", writing).Truthy()
}
