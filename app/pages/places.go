package pages

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// place is where somebody was on a page: coming back by the browser's own way, they find the same part in view and the focus where
// it was.
type place struct {
	top  float64
	id   string // of what had the focus
	href string // of the link that had the focus, where it has no id
	nth  int    // which of the links with this address it is, from 0
}

// places remembers pages by their addresses, for as long as the app runs.
type places struct {
	of    map[string]place
	back  bool // the present move leads back or forward
	moved bool // the person has done something since: they are not moved any more
	turn  int  // counts moves
}

// What a page shows may have to be fetched first: so often, and for so long, it is tried to bring back the place.
const (
	tryEvery = 60 * time.Millisecond
	tries    = 50
)

// watchPlaces tells the browser's way back from a link.
func watchPlaces() *places {
	p := &places{of: map[string]place{}}
	listen := func(event string, do func()) {
		app.Window().Call("addEventListener", event, app.FuncOf(func(app.Value, []app.Value) any {
			do()
			return nil
		}), map[string]any{"capture": true, "passive": true})
	}
	// Chromium calls what is set as onpopstate before every listener, so the mark has to be made there.
	follow := app.Window().Get("onpopstate")
	app.Window().Set("onpopstate", app.FuncOf(func(_ app.Value, args []app.Value) any {
		p.back = len(args) > 0 // without an event it is the app itself that has replaced the address
		if follow.Truthy() {
			follow.Invoke()
		}
		return nil
	}))
	for _, e := range []string{"wheel", "pointerdown", "keydown"} {
		listen(e, func() { p.moved = true })
	}
	return p
}

// leave remembers the page at an address. It is called before another one is rendered.
func (p *places) leave(address string) {
	main := app.Window().GetElementByID("main")
	if !main.Truthy() {
		return
	}
	here := place{top: main.Get("scrollTop").Float()}
	if a := app.Window().Get("document").Get("activeElement"); a.Truthy() && main.Call("contains", a).Bool() {
		here.id = a.Get("id").String()
		if href := a.Call("getAttribute", "href"); here.id == "" && href.Truthy() {
			here.href = href.String()
			for i, l := range linksTo(main, here.href) {
				if l.Equal(a) {
					here.nth = i
				}
			}
		}
	}
	p.of[address] = here
}

// arrive brings the page at an address into view: as it was left if the move leads back, from its beginning otherwise.
func (p *places) arrive(ctx app.Context, address string) {
	was, known := p.of[address]
	known = known && p.back
	p.back, p.moved = false, false
	p.turn++
	turn := p.turn
	ctx.Defer(func(ctx app.Context) {
		main := app.Window().GetElementByID("main")
		if !main.Truthy() {
			return
		}
		p.announce()
		if !known {
			main.Set("scrollTop", 0)
			return
		}
		p.restore(ctx, was, turn, tries)
	})
}

// restore goes on until the place is back, somebody moves, or it has been tried long enough.
func (p *places) restore(ctx app.Context, was place, turn, left int) {
	main := app.Window().GetElementByID("main")
	if turn != p.turn || p.moved || !main.Truthy() {
		return
	}
	main.Set("scrollTop", was.top)
	there := main.Get("scrollTop").Float() >= was.top-1
	if there && was.focus(main) || left == 0 {
		return
	}
	ctx.After(tryEvery, func(ctx app.Context) {
		ctx.PreventUpdate()
		p.restore(ctx, was, turn, left-1)
	})
}

func (w place) focus(main app.Value) bool {
	if w.id != "" && ui.Focus(w.id) {
		return true
	}
	if w.href == "" {
		return w.id == ""
	}
	links := linksTo(main, w.href)
	if w.nth >= len(links) {
		return false
	}
	links[w.nth].Call("focus", map[string]any{"preventScroll": true})
	return true
}

// linksTo are the links on a page that lead to an address, in order.
func linksTo(main app.Value, href string) []app.Value {
	all := main.Call("querySelectorAll", "a[href]")
	var out []app.Value
	for i := range all.Length() {
		if l := all.Index(i); l.Call("getAttribute", "href").String() == href {
			out = append(out, l)
		}
	}
	return out
}

// announce lets screen readers say where they are. A form that has taken the focus keeps it, and so does somebody who has gone on by
// themselves since.
func (p *places) announce() {
	active := app.Window().Get("document").Get("activeElement")
	switch {
	case !active.Truthy() || active.Get("tagName").String() == "BODY":
	case p.moved || active.Get("tagName").String() == "INPUT":
		return
	}
	ui.Focus("page-title")
}
