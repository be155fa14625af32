package ui

import (
	"sort"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// VirtualList shows any number of rows of known heights and keeps only those in the document that can be seen. It scrolls with the
// nearest element around it that has the class scroll. It is a grid to screen readers, moved through by arrows, Home, End and
// Page up and down; Space selects, Enter opens.
type VirtualList struct {
	app.Compo

	ID             string
	Label          string
	Class          string // of each row and the header: where columns get their widths
	Count          int
	RowHeight      int // pixels
	PhoneRowHeight int // pixels, below 640 px; RowHeight if 0
	// Top says where row i begins, in pixels, in a list whose rows differ in height; Top(Count) is the height of all. nil if
	// they have one height.
	Top func(i int) int

	Head     func() []app.UI      // cells of the header row; nil for none
	Row      func(i int) []app.UI // cells of row i
	Key      func(i int) string   // what row i is of, for tests and menus
	Selected func(i int) bool     // nil if rows can't be selected
	// OnAct is called for what a person does with row i: act is the data-act of what was clicked, "open" where there is none;
	// from the keyboard "open" and "select"; "range" is a select with Shift held.
	OnAct func(ctx app.Context, i int, act string, e app.Event)
	// Around is the context of the component that shows the list. With it scrolling renders the list alone, and not the page
	// around it with it.
	Around app.Context

	first, shown int
	height       int
	active       int
	scroller     app.Value
	onScroll     app.Func
}

// overscan is how many rows are rendered beyond what can be seen, above and below, so that scrolling by a few rows shows no gap.
const overscan = 6

// OnMount finds what scrolls the list and follows it.
func (l *VirtualList) OnMount(ctx app.Context) {
	l.scroller = l.JSValue().Call("closest", ".scroll")
	if !l.scroller.Truthy() {
		l.scroller = app.Window().Get("document").Get("scrollingElement")
	}
	l.onScroll = app.FuncOf(func(app.Value, []app.Value) any {
		if first, shown := l.window(); first != l.first || shown != l.shown {
			ctx.Dispatch(func(app.Context) {
				if l.Around.Src() != nil {
					l.Around.PreventUpdate() // a dispatch marks everything around for rendering; this takes that back
				}
			})
		}
		return nil
	})
	l.scroller.Call("addEventListener", "scroll", l.onScroll, map[string]any{"passive": true})
	l.measure()
}

// OnDismount lets go of the scroller.
func (l *VirtualList) OnDismount() {
	if l.onScroll != nil {
		l.scroller.Call("removeEventListener", "scroll", l.onScroll)
		l.onScroll.Release()
		l.onScroll = nil
	}
}

// OnResize measures anew.
func (l *VirtualList) OnResize(app.Context) { l.measure() }

func (l *VirtualList) measure() {
	l.height = l.RowHeight
	if l.PhoneRowHeight > 0 && Phone() {
		l.height = l.PhoneRowHeight
	}
}

// window is the part of the rows that has to be in the document now.
func (l *VirtualList) window() (first, shown int) {
	if l.scroller == nil || !l.scroller.Truthy() || !l.JSValue().Truthy() {
		return 0, min(l.Count, 40)
	}
	rows := byID(l.ID + "-rows")
	if !rows.Truthy() {
		return 0, min(l.Count, 40)
	}
	above := -rows.Call("getBoundingClientRect").Get("top").Float()
	above += l.scroller.Call("getBoundingClientRect").Get("top").Float()
	view := l.scroller.Get("clientHeight").Int()
	if l.Top != nil {
		return windowBetween(int(above), view, l.Count, l.Top)
	}
	return windowOf(int(above), view, l.height, l.Count)
}

// top is where row i begins.
func (l *VirtualList) top(i int) int {
	if l.Top != nil {
		return l.Top(i)
	}
	return i * l.height
}

// windowOf says which rows can be seen when above pixels of the list are scrolled away. It moves in steps of four rows, so that
// not every row scrolled by costs a rendering.
func windowOf(above, view, height, count int) (first, shown int) {
	if height <= 0 || count == 0 {
		return 0, 0
	}
	first = max(0, above/height-overscan)
	first -= first % 4
	first = min(first, max(0, count-1))
	last := (max(0, above)+view)/height + overscan
	last += 4 - last%4
	return first, max(0, min(last, count)-first)
}

// windowBetween is windowOf for rows that differ in height.
func windowBetween(above, view, count int, top func(int) int) (first, shown int) {
	if count == 0 {
		return 0, 0
	}
	above = max(0, above)
	at := sort.Search(count, func(i int) bool { return top(i+1) > above })
	first = max(0, at-overscan)
	first = min(first-first%4, count-1)
	last := at + sort.Search(count-at, func(i int) bool { return top(at+i) >= above+view }) + overscan
	last += 4 - last%4
	return first, min(last, count) - first
}

// Render shows the window.
func (l *VirtualList) Render() app.UI {
	if l.height == 0 {
		l.height = l.RowHeight
	}
	l.first, l.shown = l.window()
	l.active = max(0, min(l.active, l.Count-1))
	rows := make([]app.UI, l.shown)
	for k := range rows {
		rows[k] = l.row(l.first + k)
	}
	focused, focusedScope := On(l.focused)
	grid := app.Div().ID(l.ID).Class("vlist").Attr("role", "grid").Aria("label", l.Label).Aria("rowcount", l.Count+1)
	if l.Selected != nil {
		grid = grid.Aria("multiselectable", true)
	}
	var head app.UI
	if l.Head != nil {
		head = app.Div().Class("vlist-head").Class(l.Class).Attr("role", "row").Aria("rowindex", 1).Body(l.Head()...)
	}
	return grid.Body(
		app.Div().Class("vlist-head-holder").Attr("role", "rowgroup").Body(head),
		app.Div().ID(l.ID+"-rows").Class("vlist-rows").Attr("role", "rowgroup").
			OnClick(On(l.click)).OnKeyDown(On(l.key)).On("focusin", focused, focusedScope).Body(
			app.Div().Class("vlist-window").Attr("role", "presentation").Body(rows...),
		),
		&placer{List: l.ID, Height: l.top(l.Count), Top: l.top(l.first), Row: l.height, Each: l.heights()},
	)
}

// heights are those of the rows in the document where they differ, one after the other.
func (l *VirtualList) heights() string {
	if l.Top == nil {
		return ""
	}
	var b []byte
	for i := l.first; i < l.first+l.shown; i++ {
		b = append(strconv.AppendInt(b, int64(l.Top(i+1)-l.Top(i)), 10), ' ')
	}
	return string(b)
}

func (l *VirtualList) row(i int) app.UI {
	r := app.Div().Class("vlist-row").Class(l.Class).Attr("role", "row").DataSet("i", i).Aria("rowindex", i+2).Body(l.Row(i)...)
	if l.Key != nil {
		r = r.DataSet("key", l.Key(i))
	}
	if l.Selected != nil {
		on := l.Selected(i)
		r = r.Aria("selected", on)
		if on {
			r = r.Class("vlist-on")
		}
	}
	if i == l.active {
		return r.TabIndex(0)
	}
	return r.TabIndex(-1)
}

// click finds out which row was meant and what was to be done.
func (l *VirtualList) click(ctx app.Context, e app.Event) {
	target := e.Get("target")
	row := target.Call("closest", "[data-i]")
	if !row.Truthy() || target.Call("closest", "a").Truthy() || l.OnAct == nil {
		return
	}
	i, err := strconv.Atoi(row.Call("getAttribute", "data-i").String())
	if err != nil || i >= l.Count {
		return
	}
	act := "open"
	if t := target.Call("closest", "[data-act]"); t.Truthy() && row.Call("contains", t).Bool() {
		act = t.Call("getAttribute", "data-act").String()
	}
	if act == "select" && e.Get("shiftKey").Bool() {
		act = "range"
	}
	l.active = i
	l.OnAct(ctx, i, act, e)
}

// focused remembers the row that the focus is in, so that the arrows go on from there.
func (l *VirtualList) focused(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	if row := e.Get("target").Call("closest", "[data-i]"); row.Truthy() {
		if i, err := strconv.Atoi(row.Call("getAttribute", "data-i").String()); err == nil && i < l.Count {
			l.active = i
		}
	}
}

func (l *VirtualList) key(ctx app.Context, e app.Event) {
	switch e.Get("target").Get("tagName").String() {
	case "INPUT", "SELECT", "TEXTAREA":
		return
	}
	switch k := e.Get("key").String(); k {
	case " ", "Enter":
		on := e.Get("target").Get("tagName").String()
		if on == "BUTTON" || on == "A" || l.OnAct == nil || l.Count == 0 {
			return
		}
		e.PreventDefault()
		act := "open"
		if k == " " {
			act = "select"
			if e.Get("shiftKey").Bool() {
				act = "range"
			}
		}
		l.OnAct(ctx, l.active, act, e)
	default:
		to := moved(k, l.active, l.Count, max(1, l.shown-2*overscan))
		if to < 0 {
			ctx.PreventUpdate()
			return
		}
		e.PreventDefault()
		l.active = to
		l.reveal(to)
		ctx.Defer(func(app.Context) { l.focusActive() })
	}
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
	const head = 48 // the header row sticks above the first one
	switch {
	case at < head:
		l.scroller.Set("scrollTop", top+at-head)
	case at+float64(l.top(i+1)-l.top(i)) > view:
		l.scroller.Set("scrollTop", top+at+float64(l.top(i+1)-l.top(i))-view)
	}
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
