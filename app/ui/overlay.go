package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Dialog is a question or a short form above the page: the browser's own dialog, a sheet on the phone. It is there always
// and closed until OpenDialog; Escape closes it.
func Dialog(id, title string, body ...app.UI) app.UI {
	return app.Elem("dialog").ID(id).Class("dialog").Attr("closedby", "any").Aria("labelledby", id+"-title").Body(
		app.Div().Class("dialog-head").Body(
			app.H2().ID(id+"-title").Text(title),
			Button{Icon: IconX, Kind: Quiet, Label: T("button.close"), Scope: id, OnClick: func(app.Context, app.Event) { CloseDialog(id) }}.UI(),
		),
		app.Div().Class("dialog-body").Body(body...),
	)
}

// DialogActions is the row of buttons at a dialog's end.
func DialogActions(buttons ...app.UI) app.UI {
	return app.Div().Class("dialog-actions").Body(buttons...)
}

// OpenDialog shows a dialog above everything.
func OpenDialog(id string) {
	if d := byID(id); d.Truthy() && !d.Get("open").Bool() {
		d.Call("showModal")
	}
}

// CloseDialog closes a dialog.
func CloseDialog(id string) {
	if d := byID(id); d.Truthy() && d.Get("open").Bool() {
		d.Call("close")
	}
}

// Menu is a button that opens a list of things to do. Its place beside the button is set by web/app.js.
func Menu(id, label string, icon IconName, items ...app.UI) app.UI {
	return app.Div().Class("menu-holder").Body(
		Button{Icon: icon, Kind: Quiet, Label: label, Popover: id}.UI(),
		MenuList(id, label, items...),
	)
}

// MenuList is the list of a menu alone, for one that OpenMenu opens.
func MenuList(id, label string, items ...app.UI) app.UI {
	return app.Div().ID(id).Class("menu").Attr("popover", "auto").Attr("role", "menu").Aria("label", label).Body(items...)
}

// OpenMenu opens a menu beside what was pressed.
func OpenMenu(id string, e app.Event) {
	if m := byID(id); m.Truthy() && !m.Call("matches", ":popover-open").Bool() {
		m.Set("besides", e.Get("target").Call("closest", "button,[data-act],[role=row]"))
		m.Call("showPopover")
	}
}

// MenuItem is one thing to do.
func MenuItem(icon IconName, text string, h app.EventHandler, scope ...string) app.UI {
	return app.Button().Type("button").Class("menu-item").Attr("role", "menuitem").
		Body(Icon(icon), app.Span().Text(text)).
		OnClick(On(func(ctx app.Context, e app.Event) {
			shut(e)
			h(ctx, e)
		}, append(scope, text)...))
}

// shut closes the menu that something in it was chosen from.
func shut(e app.Event) {
	if m := e.Get("target").Call("closest", "[popover]"); m.Truthy() {
		m.Call("hidePopover")
	}
}

// MenuDanger is a thing to do that takes something away.
func MenuDanger(icon IconName, text string, h app.EventHandler, scope ...string) app.UI {
	return MenuItem(icon, text, h, scope...).(app.HTMLButton).Class("menu-danger")
}

// MenuLink leads somewhere.
func MenuLink(icon IconName, text, href string) app.UI {
	return app.A().Class("menu-item").Attr("role", "menuitem").Href(href).Body(Icon(icon), app.Span().Text(text)).
		OnClick(On(func(_ app.Context, e app.Event) { shut(e) }))
}

// MenuLine separates.
func MenuLine() app.UI { return app.Hr().Class("menu-line") }
