package members

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

const (
	renameTagID = "tag-rename"
	dropTagID   = "tag-drop"
)

// Tags is the page of all tags in use: how many have each, and what one is called. Renaming one to what another is called makes them one.
type Tags struct {
	app.Compo

	of    string // the tag that a dialog is about
	plan  Plan   // for those who have it
	typed string
	err   error
}

// OnMount follows the members.
func (p *Tags) OnMount(ctx app.Context) { store.Watch(ctx, store.Members, store.Connection) }

// Render shows the page.
func (p *Tags) Render() app.UI {
	if !may() {
		return lacking(ui.T("tagPage.title"), org.ManageMembers)
	}
	return app.Div().Class("tags-page").Body(
		back(),
		ui.PageHead(ui.T("tagPage.title"), store.Aged(ui.T("tagPage.sub"))),
		app.Div().Body(p.list()),
		p.renameDialog(),
		p.dropDialog(),
		p.colourMenu(),
	)
}

func (p *Tags) list() app.UI {
	all := store.Replica().Directory().Tags()
	if _, _, loading := store.Replica().Loading(); loading && len(all) == 0 {
		return ui.Skeleton(4)
	}
	if len(all) == 0 {
		return ui.Empty(ui.IconTag, ui.T("tagPage.none"), ui.T("tagPage.noneText"), ui.Button{Text: ui.T("tagPage.toMembers"), Kind: ui.Primary, Href: "/members"}.UI())
	}
	return app.Ul().Class("card tags-list").Body(app.Range(all).Slice(func(i int) app.UI { return p.row(all[i]) }))
}

func (p *Tags) row(t replica.TagCount) app.UI {
	name := t.Tag
	return app.Li().Body(
		app.Div().Class("tags-what").Body(
			tagLink(name, ""),
			app.Span().Class("tags-count").Text(ui.N("tagPage.members", t.N)),
		),
		p.colourButton(name),
		ui.Button{Text: ui.T("tagPage.rename"), Label: ui.T("tagPage.renameThis", "name", name), Icon: ui.IconPencil, Kind: ui.Quiet, Scope: "rename" + name,
			OnClick: func(app.Context, app.Event) { p.ask(name, renameTagID) }}.UI(),
		ui.Button{Text: ui.T("tagPage.drop"), Label: ui.T("tagPage.dropThis", "name", name), Icon: ui.IconTrash, Kind: ui.Quiet, Scope: "drop" + name,
			OnClick: func(app.Context, app.Event) { p.ask(name, dropTagID) }}.UI(),
	)
}

func (p *Tags) ask(name, dialog string) {
	p.of, p.plan, p.typed, p.err = name, plannerHere().plan(tag, store.Replica().Directory().Having(name)), name, nil
	ui.SetValue(renameTagID+"-name", name)
	ui.OpenDialog(dialog)
	ui.Focus(renameTagID + "-name")
}

// merges says how many have the tag already that this one is to be called; 0 if none is called so.
func (p *Tags) merges() int {
	to := strings.TrimSpace(p.typed)
	for _, t := range store.Replica().Directory().Tags() {
		if strings.EqualFold(t.Tag, to) && !strings.EqualFold(t.Tag, p.of) {
			return t.N
		}
	}
	return 0
}

func (p *Tags) renameDialog() app.UI {
	n, button := len(p.plan.Act), "tagPage.rename"
	hint := ui.N("tagPage.renameText", n)
	if have := p.merges(); have > 0 {
		hint, button = ui.T("tagPage.mergeText", "name", strings.TrimSpace(p.typed), "has", ui.N("tagPage.members", have)), "tagPage.merge"
	}
	left := leftOut(p.plan, words[tag])
	title := ui.T("tagPage.renameThis", "name", p.of)
	return ui.Dialog(renameTagID, title, ui.Form(p.rename, title,
		ui.Field{ID: renameTagID + "-name", Label: ui.T("tagPage.name"), Hint: hint, Kept: true, Required: true, Value: p.typed, Autocomplete: "off", Error: errorText(p.err),
			OnInput: func(_ app.Context, v string) { p.typed, p.err = v, nil }}.UI(),
		app.Div().Body(app.Range(left).Slice(func(i int) app.UI { return left[i].UI() })),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: renameTagID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(renameTagID) }}.UI(),
			ui.Button{Text: ui.T(button), Kind: ui.Primary, Submit: true, Disabled: n == 0 || strings.TrimSpace(p.typed) == p.of || strings.TrimSpace(p.typed) == ""}.UI(),
		),
	))
}

func (p *Tags) dropDialog() app.UI {
	n := len(p.plan.Act)
	return ui.Confirm{
		ID: dropTagID, Title: ui.T("tagPage.dropThis", "name", p.of), Text: ui.N("tagPage.dropText", n, "name", p.of), Who: leftOut(p.plan, words[tag]),
		Do: ui.N("tagPage.dropButton", n), Danger: true, Nothing: n == 0, Error: errorText(p.err), OnDo: p.drop,
	}.UI()
}

func (p *Tags) rename(ctx app.Context, _ app.Event) {
	to := strings.TrimSpace(p.typed)
	said := "tagPage.renamed"
	if p.merges() > 0 {
		said = "tagPage.merged"
	}
	colour := colourOf(p.of)
	p.change(ctx, renameTagID, []string{to}, ui.T(said, "name", p.of, "to", to))
	if p.err == nil && colour != 0 && colourOf(to) == 0 {
		p.err = paint(ctx, to, colour, "")
	}
}

func (p *Tags) drop(ctx app.Context, _ app.Event) {
	p.change(ctx, dropTagID, nil, ui.T("tagPage.dropped", "name", p.of))
}

// change takes the tag from all who have it and gives them others, in one deed that can be undone.
func (p *Tags) change(ctx app.Context, dialog string, add []string, said string) {
	if _, p.err = store.Do(ctx, tag, tagArgs{Members: p.plan.Act, Add: add, Remove: []string{p.of}, Rename: len(add) > 0}, said); p.err == nil {
		ui.CloseDialog(dialog)
	}
}
