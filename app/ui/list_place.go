package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// reveal scrolls so that row i is in view.
func (l *VirtualList) reveal(i int) {
	rows := byID(l.ID + "-rows")
	if !rows.Truthy() || l.scroller == nil {
		return
	}
	box := l.scroller.Call("getBoundingClientRect").Get("top").Float()
	at := rows.Call("getBoundingClientRect").Get("top").Float() - box + float64(l.top(i))
	view := l.scroller.Get("clientHeight").Float()
	top := l.scroller.Get("scrollTop").Float()
	high := float64(l.top(i+1) - l.top(i))
	const head = 48 // the header row sticks above the first one
	switch {
	case at < head:
		l.scroller.Set("scrollTop", top+at-head)
	case at+high > view-float64(l.Below):
		l.scroller.Set("scrollTop", top+at+high-view+float64(l.Below))
	}
}

// comeBack gives the focus to the row that the person went away from. What the page around does on arriving comes first, and the
// list has its height only after it has been placed.
func (l *VirtualList) comeBack(ctx app.Context) {
	if l.back == l.Back {
		return
	}
	l.back = l.Back
	if l.Back == 0 {
		return
	}
	l.active = l.Back - 1
	const rounds = 3
	var wait func(ctx app.Context, n int)
	wait = func(ctx app.Context, n int) {
		if n > 0 {
			ctx.Defer(func(ctx app.Context) { wait(ctx, n-1) })
			return
		}
		l.reveal(l.active)
		ctx.Dispatch(func(ctx app.Context) {
			l.alone()
			ctx.Defer(func(app.Context) { l.focusActive() })
		})
	}
	wait(ctx, rounds)
}

func (l *VirtualList) focusActive() {
	row := app.Window().Get("document").Call("querySelector", "#"+l.ID+"-rows [data-i=\""+strconv.Itoa(l.active)+"\"]")
	if row.Truthy() {
		row.Call("focus", map[string]any{"preventScroll": true})
	}
}

// placer puts the window where it belongs once the rows are there. Sizes are set through the object model: the content security
// policy allows no style attributes.
type placer struct {
	app.Compo
	List             string
	Height, Top, Row int
	Each             string // heights of the rows in the document, where they differ
}

func (p *placer) OnMount(ctx app.Context)  { p.place(ctx) }
func (p *placer) OnUpdate(ctx app.Context) { p.place(ctx) }

func (p *placer) place(ctx app.Context) {
	ctx.Defer(func(app.Context) {
		rows := byID(p.List + "-rows")
		if !rows.Truthy() {
			return
		}
		SetStyle(rows, "height", strconv.Itoa(p.Height)+"px")
		SetStyle(rows, "--row", strconv.Itoa(p.Row)+"px")
		window := rows.Get("firstElementChild")
		SetStyle(window, "transform", "translateY("+strconv.Itoa(p.Top)+"px)")
		for i, height := range strings.Fields(p.Each) {
			SetStyle(window.Get("children").Call("item", i), "--row", height+"px")
		}
	})
}

func (p *placer) Render() app.UI { return app.Span().Class("placer").Aria("hidden", true) }
