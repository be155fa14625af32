package imports

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/staff"
)

// cell is one cell to write in. It is a component of its own with the cell as its identity: a row of the list that comes to show
// another line gets a fresh input, and nothing of what was typed before is left in it.
type cell struct {
	app.Compo
	Line  int // in the list
	Field string
	Value string
	Row   int // by which people know the line
	Wrong bool
	// Reason is the id of what says why it is wrong.
	Reason string
}

func (c *cell) CompoID() string { return strconv.Itoa(c.Line) + c.Field }

// typedAction carries what was typed to the page.
const typedAction = "imports-typed"

type typed struct {
	line  int
	field staff.Field
	value string
	done  bool // the person has gone on
}

// Render is the input.
func (c *cell) Render() app.UI {
	f := staff.Field(c.Field)
	return app.Input().Class("form-control input imports-input").Type("text").Value(c.Value).
		Aria("label", ui.T("imports.fix", "field", fieldText(f), "row", strconv.Itoa(c.Row))).
		Aria("invalid", c.Wrong).Aria("describedby", c.Reason).
		Attr("autocomplete", "off").Attr("spellcheck", "false").
		OnInput(ui.On(c.input)).OnChange(ui.On(c.change))
}

func (c *cell) input(ctx app.Context, e app.Event) { c.post(ctx, e, false) }

func (c *cell) change(ctx app.Context, e app.Event) { c.post(ctx, e, true) }

func (c *cell) post(ctx app.Context, e app.Event, done bool) {
	c.Value = e.Get("target").Get("value").String()
	ctx.NewActionWithValue(typedAction, typed{c.Line, staff.Field(c.Field), c.Value, done})
}

// typed takes what was typed into a cell, in the list or in the dialog.
func (p *Page) typed(ctx app.Context, a app.Action) {
	defer ui.Guard(ctx)
	t, ok := a.Value.(typed)
	d := p.desk
	if !ok || d.list == nil || t.line >= len(d.list.Lines) {
		return
	}
	line := &d.list.Lines[t.line]
	line.typing = !t.done
	if t.done {
		d.list.SetCell(t.line, t.field, t.value)
		d.rejudge(t.line)
		return
	}
	d.typed(ctx, t.line, func() { d.list.SetCell(t.line, t.field, t.value) })
}
