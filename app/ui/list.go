package ui

import (
	"sort"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// VirtualList shows any number of rows of known heights and keeps only those in the document that can be seen. It scrolls with the
// nearest element around it that has the class scroll. It is a grid to screen readers, moved through by arrows, Home, End and
// Page up and down; Space selects, Shift goes on from there, Ctrl+A selects all, Enter opens. Most pages want a Table.
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
	Menu     bool                 // rows have a menu: the other mouse button and the menu key ask for it
	// OnAct is called for what a person does with row i: act is the data-act of what was clicked, "open" where there is none;
	// from the keyboard "open", "select", "all" and "none"; "range" is a select with Shift held, "hold" a finger that rests,
	// "menu" the other mouse button.
	OnAct func(ctx app.Context, i int, act string, e app.Event)
	// Fit is told the list's width in pixels, 0 while it is unknown, before rows are asked for.
	Fit func(width int, phone bool)
	// Back is the row, plus one, that a person went away from and comes back to: it gets the focus when the list appears.
	Back int
	// Below is how many pixels something takes that floats at the lower end of what scrolls.
	Below int
	// Hasty leaves the rows that cannot be seen as they are: the next rendering is near, and makes up for it.
	Hasty bool
	// Around is the context of the component that shows the list. With it scrolling renders the list alone, and not the page
	// around it with it.
	Around app.Context

	first, shown int
	above, view  int // pixels of the list that are scrolled away, and that can be seen, when it was measured
	seen, seenTo int // rows that can be seen, as far as that is known: from one to before the other
	turns        []uint64
	height       int
	width        int
	phone        bool
	active       int
	scroller     app.Value
	onScroll     app.Func
	onWidth      app.Func
	watcher      app.Value
	pressed      int  // counts fingers, so that only the last one's rest counts
	back         int  // the row that the focus was given back to
	down, held   bool // a finger is on a row; it has rested there
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
		left := l.Hasty // rows that come into view now may be those of before
		l.Hasty = false
		if first, shown := l.window(); left || first != l.first || shown != l.shown {
			ctx.Dispatch(func(app.Context) { l.alone() })
		}
		return nil
	})
	l.scroller.Call("addEventListener", "scroll", l.onScroll, map[string]any{"passive": true})
	l.measure()
	l.watchWidth(ctx)
	l.comeBack(ctx)
}

// OnUpdate gives the focus back where the page learns only after the list whom it was taken from.
func (l *VirtualList) OnUpdate(ctx app.Context) { l.comeBack(ctx) }

// alone keeps what is around the list from being rendered with it: a dispatch marks all that, and this takes it back.
func (l *VirtualList) alone() {
	if l.Around.Src() != nil {
		l.Around.PreventUpdate()
	}
}

// watchWidth measures anew when the list gets wider or narrower, for whatever reason.
func (l *VirtualList) watchWidth(ctx app.Context) {
	l.onWidth = app.FuncOf(func(app.Value, []app.Value) any {
		if l.JSValue().Truthy() && l.JSValue().Get("clientWidth").Int() != l.width {
			ctx.Dispatch(func(app.Context) { l.measure() })
		}
		return nil
	})
	l.watcher = app.Window().Get("ResizeObserver").New(l.onWidth)
	l.watcher.Call("observe", l.JSValue())
}

// OnDismount lets go of the scroller.
func (l *VirtualList) OnDismount() {
	if l.onScroll != nil {
		l.watcher.Call("disconnect")
		l.scroller.Call("removeEventListener", "scroll", l.onScroll)
		l.onScroll.Release()
		l.onWidth.Release()
		l.onScroll = nil
	}
}

func (l *VirtualList) measure() {
	l.phone = Phone()
	if l.JSValue() != nil && l.JSValue().Truthy() {
		l.width = l.JSValue().Get("clientWidth").Int()
	}
}

// window is the part of the rows that has to be in the document now.
func (l *VirtualList) window() (first, shown int) {
	if l.scroller == nil || !l.scroller.Truthy() || !l.JSValue().Truthy() {
		return 0, min(l.Count, 40)
	}
	if !l.Hasty || l.view == 0 { // nobody scrolls while they type
		rows := byID(l.ID + "-rows")
		if !rows.Truthy() {
			return 0, min(l.Count, 40)
		}
		above := -rows.Call("getBoundingClientRect").Get("top").Float()
		above += l.scroller.Call("getBoundingClientRect").Get("top").Float()
		l.above, l.view = int(above), l.scroller.Get("clientHeight").Int()
	}
	if l.Top != nil {
		return windowBetween(l.above, l.view, l.Count, l.Top)
	}
	l.seen, l.seenTo = windowOf(l.above, l.view, l.height, l.Count, 1, 1)
	l.seenTo += l.seen
	return windowOf(l.above, l.view, l.height, l.Count, overscan, 4)
}

// top is where row i begins.
func (l *VirtualList) top(i int) int {
	if l.Top != nil {
		return l.Top(i)
	}
	return i * l.height
}

// windowOf says which rows can be seen when above pixels of the list are scrolled away; less than 0 where something stands above the
// list. There are so many rows beyond, above and below, and it moves in steps, so that not every row scrolled by costs a rendering.
func windowOf(above, view, height, count, beyond, step int) (first, shown int) {
	if height <= 0 || count == 0 {
		return 0, 0
	}
	first = max(0, above/height-beyond)
	first -= first % step
	first = min(first, max(0, count-1))
	last := max(0, above+view)/height + beyond
	last += step - last%step
	return first, max(0, min(last, count)-first)
}

// windowBetween is windowOf for rows that differ in height.
func windowBetween(above, view, count int, top func(int) int) (first, shown int) {
	if count == 0 {
		return 0, 0
	}
	end := max(0, above+view)
	above = max(0, above)
	at := sort.Search(count, func(i int) bool { return top(i+1) > above })
	first = max(0, at-overscan)
	first = min(first-first%4, count-1)
	last := at + sort.Search(count-at, func(i int) bool { return top(at+i) >= end }) + overscan
	last += 4 - last%4
	return first, min(last, count) - first
}

// Render shows the window.
func (l *VirtualList) Render() app.UI {
	if l.height == 0 {
		l.phone = Phone()
	}
	l.height = l.RowHeight
	if l.PhoneRowHeight > 0 && l.phone {
		l.height = l.PhoneRowHeight
	}
	if l.Fit != nil {
		l.Fit(l.width, l.phone)
	}
	l.active = max(0, min(l.active, l.Count-1))
	rows := l.rows()
	press, pressScope := On(l.press)
	release, releaseScope := On(l.release)
	entered, enteredScope := On(l.entered)
	grid := app.Div().ID(l.ID).Class("vlist").Attr("role", "grid").Aria("label", l.Label).Aria("rowcount", l.Count+1)
	if l.Selected != nil {
		grid = grid.Aria("multiselectable", true)
	}
	var head app.UI
	if l.Head != nil {
		if cells := l.Head(); len(cells) > 0 {
			head = app.Div().Class("vlist-head").Class(l.Class).Attr("role", "row").Aria("rowindex", 1).Body(cells...)
		}
	}
	return grid.Body(
		app.Div().Class("vlist-head-holder").Attr("role", "rowgroup").Body(head),
		app.Div().ID(l.ID+"-rows").Class("vlist-rows").Attr("role", "rowgroup").
			OnClick(On(l.click)).OnKeyDown(On(l.key)).OnContextMenu(On(l.menu)).On("focusin", entered, enteredScope).
			On("pointerdown", press, pressScope).On("pointerup", release, releaseScope).On("pointercancel", release, releaseScope).Body(
			app.Div().Class("vlist-window").Attr("role", "presentation").Body(rows...),
		),
		&placer{List: l.ID, Height: l.top(l.Count), Top: l.top(l.first), Row: l.height, Each: l.heights()},
	)
}

// rows are those of the window. The list holds each in its place: one that can rest is left as it is.
func (l *VirtualList) rows() []app.UI {
	before := l.first
	l.seen, l.seenTo = 0, l.Count
	l.first, l.shown = l.window()
	rows := make([]app.UI, l.shown)
	for k := range rows {
		if k == len(l.turns) {
			l.turns = append(l.turns, 0)
		}
		if i := l.first + k; !l.Hasty || l.first != before || i >= l.seen && i < l.seenTo {
			l.turns[k]++
		}
		rows[k] = Rest(l.turns[k], func() app.UI { return l.row(l.first + k) })
	}
	return rows
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
