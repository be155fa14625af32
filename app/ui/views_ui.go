package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// ViewTabs are the views of a list that somebody has saved on this device, each a tab; the present address can be saved as another, the
// one that is on renamed and deleted.
type ViewTabs struct {
	app.Compo

	ID    string
	Saved string // as EncodeViews writes it
	Query string // of the present address; "" for the list as it is without any filter
	// OnOpen shows a view.
	OnOpen func(ctx app.Context, query string)
	// OnChange keeps the views; said is what happened.
	OnChange func(ctx app.Context, saved, said string)

	typed    string
	wrong    string
	renaming bool
}

func (v *ViewTabs) dialogID() string { return v.ID + "-name" }

func (v *ViewTabs) fieldID() string { return v.ID + "-name-field" }

// Render shows the tabs.
func (v *ViewTabs) Render() app.UI {
	views := ParseViews(v.Saved)
	on := ViewAt(views, v.Query)
	tabs := make([]app.UI, len(views))
	for i, view := range views {
		tabs[i] = app.Button().Type("button").Class("tab tab-view").Aria("pressed", i == on).Title(view.Name).
			OnClick(On(intoSight(func(ctx app.Context, _ app.Event) { v.OnOpen(ctx, view.Query) }), view.Name, view.Query)).
			Body(Icon(IconBookmark), app.Span().Text(view.Name))
	}
	return app.Div().Class("views").Body(
		app.Div().Class("views-tabs").Body(tabs...),
		app.Div().Class("views-deeds").Body(
			app.If(on >= 0, func() app.UI {
				return Menu(v.ID+"-menu", T("views.menu", "name", views[on].Name), IconDots,
					MenuItem(IconPencil, T("views.rename"), func(app.Context, app.Event) { v.ask(views[on].Name, true) }, views[on].Name),
					MenuDanger(IconTrash, T("views.delete"), func(ctx app.Context, _ app.Event) { v.drop(ctx, on) }, views[on].Name))
			}),
			app.If(on < 0 && v.Query != "", func() app.UI {
				return Button{Text: T("views.save"), Icon: IconBookmarkPlus, Kind: Quiet, ID: v.ID + "-save", Scope: v.ID, OnClick: func(app.Context, app.Event) { v.ask("", false) }}.UI()
			}),
		),
		v.dialog(),
	)
}

func (v *ViewTabs) ask(name string, rename bool) {
	v.typed, v.renaming, v.wrong = name, rename, ""
	SetValue(v.fieldID(), name)
	OpenDialog(v.dialogID())
	Focus(v.fieldID())
}

func (v *ViewTabs) dialog() app.UI {
	title, button := T("views.save.title"), T("views.save.button")
	if v.renaming {
		title, button = T("views.rename.title"), T("views.rename.button")
	}
	return Dialog(v.dialogID(), title, Form(v.keep, title,
		Field{ID: v.fieldID(), Label: T("views.name"), Hint: T("views.hint"), Value: v.typed, Error: v.wrong, Required: true, Autocomplete: "off", Max: maxViewName,
			OnInput: func(_ app.Context, s string) { v.typed, v.wrong = s, "" }}.UI(),
		DialogActions(
			Button{Text: T("button.cancel"), Scope: v.ID, OnClick: func(app.Context, app.Event) { CloseDialog(v.dialogID()) }}.UI(),
			Button{Text: button, Kind: Primary, Submit: true}.UI(),
		),
	))
}

func (v *ViewTabs) keep(ctx app.Context, _ app.Event) {
	views, name := ParseViews(v.Saved), ViewName(v.typed)
	at := ViewAt(views, v.Query)
	same := ViewNamed(views, name)
	switch {
	case name == "":
		v.wrong = T("views.noName")
	case same >= 0 && !(v.renaming && same == at):
		v.wrong = T("views.taken", "name", views[same].Name)
	}
	if v.wrong != "" {
		Focus(v.fieldID())
		return
	}
	CloseDialog(v.dialogID())
	if v.renaming && at >= 0 {
		views[at].Name = name
		v.OnChange(ctx, EncodeViews(views), T("views.renamed", "name", name))
		return
	}
	v.OnChange(ctx, EncodeViews(append(views, View{name, v.Query})), T("views.saved", "name", name))
}

func (v *ViewTabs) drop(ctx app.Context, i int) {
	views := ParseViews(v.Saved)
	if i < len(views) {
		v.OnChange(ctx, EncodeViews(DropView(views, i)), T("views.deleted", "name", views[i].Name))
	}
}
