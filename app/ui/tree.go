package ui

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// treeRowHeight is how high a row is, in pixels: what a finger can press.
const treeRowHeight = 44

// Tree shows what is ordered within each other, of any size: only what can be seen is in the document. Arrows move, right and left unfold
// and fold, Home and End lead to the ends, letters search, * unfolds all beside it, Enter and Space choose.
type Tree struct {
	app.Compo

	ID, Label string
	Children  func(id string) []TreeNode // of a node; of "" the outermost
	Selected  func(id string) bool
	Many      bool                             // more than one can be chosen
	OnSelect  func(ctx app.Context, id string) // nil if nothing can be chosen
	Unfolded  []string                         // at the beginning
	Coming    bool                             // it still begins: more nodes are on their way
	// Show leads to a node when it changes: all on the way there is unfolded, the last is the node.
	Show []string
	// Menu is what the menu of a node is called. A button, the other mouse button and the menu key ask for it. nil for none.
	Menu   func(id string) string
	OnMenu func(ctx app.Context, id string, at app.Value)
	// OnDrop is called where a node was dragged onto another, or onto the space beside them: "". nil if nothing can be dragged.
	OnDrop func(ctx app.Context, id, onto string)

	unfolded     map[string]bool
	begun        bool // what is unfolded at the beginning is
	rows         []treeRow
	active       int
	first, shown int
	typed        string
	typedAt      time.Time
	led          string  // where Show has led
	held         treeRow // which is pressed, and may come to be dragged
	dragged      string  // what is being dragged
	over         int     // the row it is dragged over; -1 for none
}

// Render shows the window of the rows that can be seen.
func (t *Tree) Render() app.UI {
	if t.unfolded == nil {
		t.unfolded, t.over = map[string]bool{}, -1
	}
	if !t.begun {
		for _, id := range t.Unfolded {
			t.unfolded[id] = true
		}
		t.begun = !t.Coming
	}
	t.lead()
	t.rows = treeRows(t.Children, t.unfolded)
	t.active = max(0, min(t.active, len(t.rows)-1))
	t.first, t.shown = t.window()
	shown := make([]app.UI, t.shown)
	for k := range shown {
		shown[k] = t.row(t.first + k)
	}
	tree := app.Div().ID(t.ID).Class("tree").Attr("role", "tree").Aria("label", t.Label).TabIndex(0).
		OnKeyDown(On(t.key, t.ID)).OnClick(On(t.click, t.ID)).OnScroll(On(t.scroll, t.ID))
	if t.OnDrop != nil {
		t.listenDrag(tree)
	}
	if t.OnMenu != nil {
		menu, scope := On(t.context, t.ID)
		tree = tree.On("contextmenu", menu, scope)
	}
	if t.Many {
		tree = tree.Aria("multiselectable", true)
	}
	if len(t.rows) > 0 {
		tree = tree.Aria("activedescendant", t.rowID(t.active))
	}
	return app.Div().Class("tree-holder").Body(
		tree.Body(app.Div().ID(t.ID+"-rows").Class("tree-rows").Attr("role", "presentation").Body(
			app.Div().Class("tree-window").Attr("role", "presentation").Body(shown...),
		)),
		&placer{List: t.ID, Height: len(t.rows) * treeRowHeight, Top: t.first * treeRowHeight, Row: treeRowHeight},
	)
}

func (t *Tree) rowID(i int) string { return t.ID + "-row-" + strconv.Itoa(i) }

func (t *Tree) row(i int) app.UI {
	r := t.rows[i]
	item := app.Div().ID(t.rowID(i)).Class("tree-row tree-level-"+strconv.Itoa(min(r.level, 8))).Attr("role", "treeitem").DataSet("i", i).
		Aria("level", r.level).Aria("posinset", r.at).Aria("setsize", r.of)
	var icon, fold, count app.UI
	if r.Inner {
		item = item.Aria("expanded", r.unfolded)
		fold = Icon(IconChevronRight)
	}
	if r.Icon != NoIcon {
		icon = Icon(r.Icon)
	}
	if r.Count >= 0 {
		count = app.Small().Class("tree-count").Text(Number(r.Count))
	}
	if t.OnSelect != nil {
		item = item.Aria("selected", t.Selected != nil && t.Selected(r.ID))
	}
	if t.OnDrop != nil {
		item = item.Attr("draggable", "true")
	}
	if i == t.over {
		item = item.Class("tree-over")
	}
	var note, menu app.UI
	if r.Note != "" {
		note = app.Small().Class("tree-note").Text(r.Note)
	}
	if t.OnMenu != nil {
		menu = app.Button().Type("button").Class("btn btn-quiet btn-icon tree-menu").DataSet("menu", "1").TabIndex(-1).
			Aria("label", t.Menu(r.ID)).Aria("haspopup", "menu").Body(Icon(IconDots))
	}
	if i == t.active {
		item = item.Class("tree-active")
	}
	return item.Body(
		app.Span().Class("tree-fold").DataSet("fold", "1").Aria("hidden", true).Body(fold),
		app.Span().Class("tree-icon").Body(icon),
		app.Span().Class("tree-text").Body(app.Text(r.Text), note),
		count,
		menu,
	)
}

// window is what of the rows has to be in the document.
func (t *Tree) window() (first, shown int) {
	top, view := 0, 640
	if e := byID(t.ID); e.Truthy() {
		top, view = e.Get("scrollTop").Int(), e.Get("clientHeight").Int()
	}
	return windowOf(top, view, treeRowHeight, len(t.rows), overscan, 4)
}

func (t *Tree) scroll(ctx app.Context, _ app.Event) {
	if first, shown := t.window(); first == t.first && shown == t.shown {
		ctx.PreventUpdate()
	}
}

func (t *Tree) click(ctx app.Context, e app.Event) {
	target := e.Get("target")
	row := target.Call("closest", "[data-i]")
	if !row.Truthy() {
		ctx.PreventUpdate()
		return
	}
	i, err := strconv.Atoi(row.Call("getAttribute", "data-i").String())
	if err != nil || i >= len(t.rows) {
		return
	}
	t.active = i
	if b := target.Call("closest", "[data-menu]"); b.Truthy() {
		t.OnMenu(ctx, t.rows[i].ID, b)
		return
	}
	if r := t.rows[i]; r.Inner && (t.OnSelect == nil || target.Call("closest", "[data-fold]").Truthy()) {
		t.unfolded[r.ID] = !r.unfolded
		return
	}
	t.choose(ctx)
}

func (t *Tree) choose(ctx app.Context) {
	if t.OnSelect != nil && t.active < len(t.rows) {
		t.OnSelect(ctx, t.rows[t.active].ID)
	}
}

func (t *Tree) key(ctx app.Context, e app.Event) {
	key := e.Get("key").String()
	if e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() || e.Get("altKey").Bool() || !t.Press(ctx, key) {
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
	t.reveal()
}

// Press does what a key does; false if it does nothing here.
func (t *Tree) Press(ctx app.Context, key string) bool {
	switch {
	case key == "Enter" || key == " ":
		t.choose(ctx)
		return true
	case letter(key):
		t.search(key, time.Now())
		return true
	}
	m, ok := treeKey(t.rows, t.active, key, max(1, t.shown-2*overscan))
	if !ok {
		return false
	}
	switch on := t.rows[t.active]; {
	case m.fold:
		delete(t.unfolded, on.ID)
	case m.unfold:
		t.unfolded[on.ID] = true
	case m.siblings:
		for _, r := range t.rows {
			if r.parent == on.parent && r.Inner {
				t.unfolded[r.ID] = true
			}
		}
	}
	t.active = m.to
	return true
}

// typing is how long letters typed one after the other are taken for one word.
const typing = 700 * time.Millisecond

func (t *Tree) search(key string, at time.Time) {
	if at.Sub(t.typedAt) > typing {
		t.typed = ""
	}
	t.typed, t.typedAt = t.typed+key, at
	if to := treeSearch(t.rows, t.active, t.typed); to >= 0 {
		t.active = to
	}
}

// reveal scrolls so that the active row is in view.
func (t *Tree) reveal() {
	e := byID(t.ID)
	if !e.Truthy() {
		return
	}
	top, view, at := e.Get("scrollTop").Int(), e.Get("clientHeight").Int(), t.active*treeRowHeight
	switch {
	case at < top:
		e.Set("scrollTop", at)
	case at+treeRowHeight > top+view:
		e.Set("scrollTop", at+treeRowHeight-view)
	}
}
