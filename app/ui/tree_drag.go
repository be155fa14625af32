package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// lead unfolds what is on the way to where Show leads, once.
func (t *Tree) lead() {
	way := strings.Join(t.Show, "/")
	if way == t.led {
		return
	}
	t.led = way
	for _, id := range t.Show {
		t.unfolded[id] = true
	}
	if n := len(t.Show); n > 0 {
		for i, r := range treeRows(t.Children, t.unfolded) {
			if r.ID == t.Show[n-1] {
				t.active = i
			}
		}
	}
}

// context opens the menu of the row that was pressed, or of the active one where a key asked for it.
func (t *Tree) context(ctx app.Context, e app.Event) {
	i, ok := t.rowAt(e)
	if !ok {
		i = t.active
	}
	if i >= len(t.rows) {
		return
	}
	t.active = i
	e.PreventDefault()
	t.OnMenu(ctx, t.rows[i].ID, byID(t.rowID(i)))
}

// rowAt is the row that an event is about.
func (t *Tree) rowAt(e app.Event) (int, bool) {
	row := e.Get("target").Call("closest", "[data-i]")
	if !row.Truthy() {
		return 0, false
	}
	i, err := strconv.Atoi(row.Call("getAttribute", "data-i").String())
	return i, err == nil && i < len(t.rows)
}

// listenDrag lets rows be dragged onto others.
func (t *Tree) listenDrag(tree app.HTMLDiv) {
	for event, do := range map[string]app.EventHandler{"mousedown": t.hold, "dragstart": t.drag, "dragover": t.dragOver, "drop": t.drop, "dragend": t.dragEnd} {
		handler, scope := On(do, t.ID, event)
		tree.On(event, handler, scope)
	}
}

// hold notes which row a drag would begin with: until it begins another one may stand there, as rows take each other's place when they are scrolled.
func (t *Tree) hold(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	t.held = treeRow{}
	if i, ok := t.rowAt(e); ok {
		t.held = t.rows[i]
	}
}

func (t *Tree) drag(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	if t.held.ID == "" {
		return
	}
	t.dragged = t.held.ID
	if d := e.Get("dataTransfer"); d.Truthy() {
		d.Call("setData", "text/plain", t.held.Text)
		d.Set("effectAllowed", "move")
	}
}

func (t *Tree) dragOver(ctx app.Context, e app.Event) {
	if t.dragged == "" {
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault() // it may be dropped here
	over := -1
	if i, ok := t.rowAt(e); ok && t.rows[i].ID != t.dragged {
		over = i
	}
	if over == t.over {
		ctx.PreventUpdate()
	}
	t.over = over
}

func (t *Tree) drop(ctx app.Context, e app.Event) {
	e.PreventDefault()
	dragged, onto := t.dragged, ""
	if i, ok := t.rowAt(e); ok {
		onto = t.rows[i].ID
	}
	t.dragEnd(ctx, e)
	if dragged != "" && dragged != onto {
		t.OnDrop(ctx, dragged, onto)
	}
}

func (t *Tree) dragEnd(app.Context, app.Event) { t.dragged, t.over = "", -1 }
