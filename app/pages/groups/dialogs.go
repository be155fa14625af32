package groups

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

const (
	formID  = "group"
	sheetID = "groups-form"
	moveID  = "groups-move"
	endID   = "groups-end"
	nameID  = formID + "-name"
)

// What becomes of what is in a group that ends.
const (
	goUp   = "up"
	goInto = "into"
	goWith = "with"
)

// dialogs ask what has to be known for the deeds on one group. Both pages have them.
type dialogs struct {
	at     string      // the dialog that was asked for last
	of     org.GroupID // what it is about; "" for a group to be
	form   ui.FormState
	in     input
	from   org.Group
	to     string // group or top
	what   string // of an ending: up, into, with
	merges bool
	err    error
	show   []string                                // where the tree is to be led
	gone   func(ctx app.Context, into org.GroupID) // the group has ended
}

// input is what stands in the form.
type input struct {
	name, sort, text, parent string
	smart                    bool              // who belongs to it follows from the rule
	rule                     map[string]string // its conditions
}

func label(field string) string {
	if field == "" {
		return ""
	}
	return ui.T("field." + field)
}

// UI are the dialogs, closed until they are opened.
func (q *dialogs) UI() app.UI {
	return app.Div().Body(q.formUI(), q.moveUI(), q.endUI())
}

// items are what a menu offers for a group.
func (q *dialogs) items(id org.GroupID) []app.UI {
	key := string(id)
	g, _ := dir().Group(id)
	if g.Smart { // nobody and nothing is put into it
		return []app.UI{
			ui.MenuItem(ui.IconArrowRight, ui.T("groups.move"), func(ctx app.Context, _ app.Event) { q.openMove(ctx, id) }, key),
			q.copyItem(key),
			ui.MenuLine(),
			ui.MenuDanger(ui.IconTrash, ui.T("groups.delete"), func(ctx app.Context, _ app.Event) { q.openEnd(ctx, id, false) }, key),
		}
	}
	return []app.UI{
		ui.MenuItem(ui.IconPlus, ui.T("groups.newBelow"), func(ctx app.Context, _ app.Event) { q.openNew(ctx, id) }, key),
		ui.MenuItem(ui.IconArrowRight, ui.T("groups.move"), func(ctx app.Context, _ app.Event) { q.openMove(ctx, id) }, key),
		ui.MenuItem(ui.IconGitBranch, ui.T("groups.merge"), func(ctx app.Context, _ app.Event) { q.openEnd(ctx, id, true) }, key),
		q.copyItem(key),
		ui.MenuLine(),
		ui.MenuDanger(ui.IconTrash, ui.T("groups.delete"), func(ctx app.Context, _ app.Event) { q.openEnd(ctx, id, false) }, key),
	}
}

func (q *dialogs) copyItem(key string) app.UI {
	return ui.MenuItem(ui.IconId, ui.T("groups.copyID"), func(ctx app.Context, _ app.Event) {
		store.Copy(ctx, key, ui.T("groups.copiedID"))
	}, key)
}

// begin makes a dialog be about a group, and opens it as soon as it is drawn.
func (q *dialogs) begin(ctx app.Context, dialog, focus string, id org.GroupID) {
	ctx.Defer(func(app.Context) {
		ui.OpenDialog(dialog)
		ui.Focus(focus)
	})
	g, _ := dir().Group(id)
	q.at, q.of, q.from, q.err, q.to, q.what = dialog, id, g, nil, "", ""
	q.form = ui.FormState{ID: formID, Label: label}
}

func (q *dialogs) openNew(ctx app.Context, parent org.GroupID) {
	q.begin(ctx, sheetID, nameID, "")
	q.in = input{parent: string(parent), rule: map[string]string{}}
	if parent == "" {
		q.in.parent = top
	}
	q.fill(ctx)
}

func (q *dialogs) openEdit(ctx app.Context, id org.GroupID) {
	q.begin(ctx, sheetID, nameID, id)
	q.in = input{q.from.Name, q.from.Type, q.from.Description, "", q.from.Smart, ruled(q.from)}
	q.fill(ctx)
}

// fill puts what is to be edited into the inputs.
func (q *dialogs) fill(ctx app.Context) {
	in := q.in
	ctx.Defer(func(app.Context) {
		for name, v := range map[string]string{"name": in.name, "type": in.sort, "description": in.text} {
			ui.SetValue(q.form.Field(name), v)
		}
	})
}

func (q *dialogs) formUI() app.UI {
	title, button := ui.T("groups.new.title"), ui.T("groups.new")
	if q.of != "" {
		title, button = ui.T("groups.edit.title", "name", q.from.Name), ui.T("groups.save")
	}
	f := &q.form
	if q.at != sheetID {
		return ui.Dialog(sheetID, title)
	}
	line := func(name, value string, set func(string)) ui.Field {
		return ui.Field{ID: f.Field(name), Label: label(name), Value: value, Error: f.Wrong(name), Autocomplete: "off", OnInput: func(_ app.Context, v string) {
			set(v)
			f.Mended(name)
		}}
	}
	name := line("name", q.in.name, func(v string) { q.in.name = v })
	name.Required = true
	sort := line("type", q.in.sort, func(v string) { q.in.sort = v })
	sort.Hint = ui.T("groups.typeHint")
	text := line("description", q.in.text, func(v string) { q.in.text = v })
	text.Multiline = true
	return ui.Dialog(sheetID, title, ui.Form(q.save, title,
		f.Summary(),
		name.UI(), sort.UI(), text.UI(),
		q.smartUI(),
		app.Div().Body(app.If(q.of == "", func() app.UI {
			return &ui.Combobox{
				ID: f.Field("parent"), Label: label("parent"), Value: q.in.parent, Options: withTop(""), Required: true, Error: f.Wrong("parent"),
				OnChange: func(_ app.Context, v string) {
					q.in.parent = v
					f.Mended("parent")
				},
			}
		})),
		actions(sheetID, ui.Button{Text: button, Kind: ui.Primary, Submit: true, ID: "group-save"}),
	))
}

func actions(dialog string, do ui.Button) app.UI {
	return ui.DialogActions(
		ui.Button{Text: ui.T("button.cancel"), Scope: dialog, OnClick: func(app.Context, app.Event) { ui.CloseDialog(dialog) }}.UI(),
		do.UI(),
	)
}

var topped struct {
	kept
	but org.GroupID
}

// withTop are the groups to choose from with the outermost level before them, without one and what is below it.
func withTop(but org.GroupID) []ui.Option {
	if topped.but != but {
		topped.kept, topped.but = kept{}, but
	}
	return topped.get(func(*replica.Directory) []ui.Option {
		return append([]ui.Option{{Value: top, Text: ui.T("groups.top")}}, others(but)...)
	})
}

// others are all groups but one and what is below it.
func others(but org.GroupID) (out []ui.Option) {
	if but == "" {
		return Joinable()
	}
	not := map[string]bool{string(but): true}
	for _, id := range dir().Below(but) {
		not[string(id)] = true
	}
	for _, o := range Joinable() {
		if !not[o.Value] {
			out = append(out, o)
		}
	}
	return out
}

func groupOf(chosen string) org.GroupID {
	if chosen == top {
		return ""
	}
	return org.GroupID(chosen)
}

func (q *dialogs) save(ctx app.Context, _ app.Event) {
	if q.needsRule() {
		q.form.Fail(ctx, fault.On("rule", "smart.needsRule"))
		return
	}
	if q.of != "" {
		q.saveEdit(ctx)
		return
	}
	a := groups.NewGroup{Group: store.NewID[org.GroupID](), Name: q.in.name, Type: q.in.sort, Description: q.in.text, Parent: groupOf(q.in.parent), Rule: q.rule()}
	if _, err := store.Do(ctx, create, a, ui.T("groups.created", "name", a.Name)); err != nil {
		q.form.Fail(ctx, err)
		return
	}
	q.lead(a.Group)
	ui.CloseDialog(sheetID)
}

// lead makes the tree show a group.
func (q *dialogs) lead(id org.GroupID) {
	q.show = nil
	for _, up := range append(dir().Path(id), id) {
		q.show = append(q.show, string(up))
	}
}

func (q *dialogs) saveEdit(ctx app.Context) {
	a := groups.EditArgs{Group: q.of, Fields: map[string]groups.Edited{}}
	for name, pair := range map[string][2]string{"name": {q.from.Name, q.in.name}, "type": {q.from.Type, q.in.sort}, "description": {q.from.Description, q.in.text}, "rule": {string(q.from.Rule), q.rule()}} {
		if pair[0] != pair[1] {
			a.Fields[name] = groups.Edited{From: pair[0], To: pair[1]}
		}
	}
	if len(a.Fields) > 0 {
		if _, err := store.Do(ctx, edit, a, ui.T("groups.edited", "name", q.in.name)); err != nil {
			q.form.Fail(ctx, err)
			return
		}
	}
	ui.CloseDialog(sheetID)
}

func (q *dialogs) openMove(ctx app.Context, id org.GroupID) {
	q.begin(ctx, moveID, "groups-move-to", id)
}

func (q *dialogs) moveUI() app.UI {
	title := ui.T("groups.move.title", "name", q.from.Name)
	if q.at != moveID {
		return ui.Dialog(moveID, title)
	}
	text := ui.T("groups.move.alone")
	if n := len(dir().Below(q.of)); n > 0 {
		text = ui.N("groups.move.text", n)
	}
	return ui.Dialog(moveID, title, ui.Form(q.doMove, title,
		app.P().Class("dialog-text").Text(text),
		&ui.Combobox{
			ID: "groups-move-to", Label: label("parent"), Value: q.to, Options: withTop(q.of), Required: true, Error: errorText(q.err),
			OnChange: func(_ app.Context, v string) { q.to, q.err = v, nil },
		},
		actions(moveID, ui.Button{Text: ui.T("groups.move"), Kind: ui.Primary, Submit: true, Disabled: q.to == ""}),
	))
}

func (q *dialogs) doMove(ctx app.Context, _ app.Event) {
	if q.to == "" {
		return
	}
	if q.err = doMove(ctx, q.of, groupOf(q.to)); q.err == nil {
		q.lead(q.of)
		ui.CloseDialog(moveID)
	}
}

func doMove(ctx app.Context, id, to org.GroupID) error {
	g, _ := dir().Group(id)
	said := ui.T("groups.movedTop", "name", g.Name)
	if to != "" {
		said = ui.T("groups.moved", "name", g.Name, "to", Name(to))
	}
	_, err := store.Do(ctx, move, groups.MoveArgs{Group: id, From: g.Parent, To: to}, said)
	return err
}
