package ui

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// holdTime is how long a finger rests on a row until that means something else than a tap.
const holdTime = 450 * time.Millisecond

// rowOf is the row that an event happened in; -1 if in none.
func (l *VirtualList) rowOf(e app.Event) (row app.Value, i int) {
	row = e.Get("target").Call("closest", "[data-i]")
	if !row.Truthy() {
		return row, -1
	}
	i, err := strconv.Atoi(row.Call("getAttribute", "data-i").String())
	if err != nil || i >= l.Count {
		return row, -1
	}
	return row, i
}

// act tells what was done with a row.
func (l *VirtualList) act(ctx app.Context, i int, act string, e app.Event) {
	l.active = i
	if l.OnAct != nil {
		l.OnAct(ctx, i, act, e)
	}
}

// click finds out which row was meant and what was to be done.
func (l *VirtualList) click(ctx app.Context, e app.Event) {
	if l.held { // the end of a long press
		l.held = false
		e.PreventDefault()
		e.StopImmediatePropagation()
		return
	}
	row, i := l.rowOf(e)
	if i < 0 {
		return
	}
	target := e.Get("target")
	act := ""
	if t := target.Call("closest", "[data-act]"); t.Truthy() && row.Call("contains", t).Bool() {
		act = t.Call("getAttribute", "data-act").String()
	}
	act = clicked(act, target.Call("closest", "a").Truthy(), l.Selected != nil, e.Get("shiftKey").Bool(), e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool())
	if act == "" {
		return
	}
	if act == "range" { // not another window, and not the page of this one
		e.PreventDefault()
		e.StopImmediatePropagation()
	}
	l.act(ctx, i, act, e)
}

// clicked is what a click means: on says what stands where it was made, link whether that leads somewhere by itself.
func clicked(on string, link, choosable, shift, ctrl bool) string {
	switch {
	case link && !(choosable && shift):
		return "" // with Ctrl the browser opens another tab
	case on != "" && on != "select" || !choosable:
		if on == "" {
			return "open"
		}
		return on
	case shift:
		return "range"
	case on == "select" || ctrl:
		return "select"
	}
	return "open"
}

// menu is a click with the other button, or the key for it. On a link the browser's own menu is worth more: it opens another tab.
func (l *VirtualList) menu(ctx app.Context, e app.Event) {
	if l.held || l.pressed > 0 && l.down {
		e.PreventDefault() // a finger that rests: hold tells of it
		ctx.PreventUpdate()
		return
	}
	_, i := l.rowOf(e)
	if i < 0 || !l.Menu || e.Get("target").Call("closest", "a").Truthy() {
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
	l.act(ctx, i, "menu", e)
}

// press begins what may become a long press of a finger.
func (l *VirtualList) press(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	l.held = false
	_, i := l.rowOf(e)
	if l.Selected == nil || i < 0 || e.Get("pointerType").String() == "mouse" {
		return
	}
	l.pressed++
	l.down = true
	now := l.pressed
	ctx.After(holdTime, func(ctx app.Context) {
		ctx.PreventUpdate()
		// Where the device was busy meanwhile, the finger may have gone already and the browser had no time to say so.
		Pause(ctx, func(ctx app.Context) {
			if !l.down || l.pressed != now || i >= l.Count {
				ctx.PreventUpdate()
				return
			}
			l.held, l.down = true, false
			if v := app.Window().Get("navigator"); v.Get("vibrate").Truthy() {
				v.Call("vibrate", 10)
			}
			l.act(ctx, i, "hold", e)
		})
	})
}

// release ends it: the finger is gone, or it scrolls.
func (l *VirtualList) release(ctx app.Context, _ app.Event) {
	ctx.PreventUpdate()
	l.down = false
}

// entered follows the focus, so that arrows go on from where it is.
func (l *VirtualList) entered(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	if _, i := l.rowOf(e); i >= 0 {
		l.active = i
	}
}

func (l *VirtualList) key(ctx app.Context, e app.Event) {
	on := e.Get("target").Get("tagName").String()
	if on == "INPUT" || on == "SELECT" || on == "TEXTAREA" || l.Count == 0 {
		ctx.PreventUpdate()
		return
	}
	shift, ctrl := e.Get("shiftKey").Bool(), e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool()
	if act := rowKey(e.Get("key").String(), on == "BUTTON" || on == "A", l.Selected != nil, shift, ctrl); act != "" {
		e.PreventDefault()
		l.act(ctx, l.active, act, e)
		return
	}
	to := -1
	if !ctrl {
		to = moved(e.Get("key").String(), l.active, l.Count, max(1, l.shown-2*overscan))
	}
	if to < 0 {
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
	if shift && l.Selected != nil {
		l.act(ctx, to, "range", e)
	} else {
		l.active = to
		l.alone()
	}
	l.reveal(to)
	ctx.Defer(func(app.Context) { l.focusActive() })
}

// rowKey is what a key does with the row that has the focus; "" if nothing.
func rowKey(key string, control, choosable, shift, ctrl bool) string {
	switch {
	case control && (key == "Enter" || key == " "): // keys of its own
	case key == "Enter":
		return "open"
	case !choosable:
	case key == " " && shift:
		return "range"
	case key == " ":
		return "select"
	case ctrl && (key == "a" || key == "A"):
		return "all"
	case key == "Escape":
		return "none"
	}
	return ""
}

// moved is the row that a key leads to; -1 if it leads nowhere.
func moved(key string, at, count, page int) int {
	to := at
	switch key {
	case "ArrowDown":
		to++
	case "ArrowUp":
		to--
	case "PageDown":
		to += page
	case "PageUp":
		to -= page
	case "Home":
		to = 0
	case "End":
		to = count - 1
	default:
		return -1
	}
	if count == 0 {
		return -1
	}
	return max(0, min(to, count-1))
}
