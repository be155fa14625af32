package trail

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/ui"
)

// Newer is how many entries above a wanted one are loaded with it, so that one sees where it stands.
const Newer = 20

// Address is where one entry can be found: the link to it.
func Address(seq uint64) string { return "/audit?entry=" + strconv.FormatUint(seq, 10) }

// Want opens the line of an entry and brings it into view, now or as soon as it has been loaded. It returns false if the trail as it is
// loaded will not come to it.
func (t *Trail) Want(seq uint64) bool {
	t.wanted = seq
	t.reveal()
	return t.wanted == 0
}

// Missing is the wanted entry if it turned out not to be here; 0 otherwise.
func (t *Trail) Missing() uint64 {
	if t.Loading || !t.begun {
		return 0
	}
	return t.wanted
}

func (t *Trail) reveal() {
	if t.wanted == 0 {
		return
	}
	for _, it := range t.Items() {
		if !holds(it, t.wanted) {
			continue
		}
		seq := it.Seq()
		t.wanted = 0
		t.line(seq).open = true
		t.Version++
		if t.ctx.Src() != nil {
			t.ctx.Defer(func(app.Context) { bringIntoView(seq) })
		}
		return
	}
}

func holds(it story.Item, seq uint64) bool {
	for _, e := range it.Entries {
		if e.Seq == seq {
			return true
		}
	}
	return false
}

// bringIntoView scrolls to a line and gives it the focus. Lines that have never been in view are only estimated in height, so it looks once
// more when the browser has laid out those around it.
func bringIntoView(seq uint64) {
	if !app.IsClient {
		return
	}
	id := rowID(seq)
	scroll := func() {
		if e := app.Window().GetElementByID(id); e.Truthy() {
			e.Call("scrollIntoView", map[string]any{"block": "start"})
		}
	}
	scroll()
	ui.Focus(foldID(seq))
	var again app.Func
	again = app.FuncOf(func(app.Value, []app.Value) any {
		again.Release()
		scroll()
		return nil
	})
	app.Window().Call("requestAnimationFrame", again)
}

func rowID(seq uint64) string { return "entry-" + strconv.FormatUint(seq, 10) }

func foldID(seq uint64) string { return rowID(seq) + "-fold" }
