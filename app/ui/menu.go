package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Menu is a button that opens a list of things to do. Its place beside the button and its keys are in web/js/menu.js.
func Menu(id, label string, icon IconName, items ...app.UI) app.UI {
	return app.Div().Class("menu-holder").Body(
		Button{Icon: icon, Kind: Quiet, Label: label, Popover: id}.UI().(app.HTMLButton).Aria("haspopup", "menu"),
		MenuList(id, label, items...),
	)
}

// MenuList is the list of a menu alone, for one that OpenMenu opens.
func MenuList(id, label string, items ...app.UI) app.UI {
	return app.Div().ID(id).Class("menu").Attr("popover", "auto").Attr("role", "menu").Aria("label", label).Body(items...)
}

// OpenMenu opens a menu beside what was pressed.
func OpenMenu(id string, e app.Event) {
	OpenMenuAt(id, e.Get("target").Call("closest", "button,[data-act],[role=row]"))
}

// MenuIsOpen says whether a menu is to be seen.
func MenuIsOpen(id string) bool {
	m := byID(id)
	return m.Truthy() && m.Call("matches", ":popover-open").Bool()
}

// OpenMenuAt opens a menu beside an element.
func OpenMenuAt(id string, at app.Value) {
	if m := byID(id); m.Truthy() && !MenuIsOpen(id) {
		m.Set("besides", at)
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

// MenuCheck is something that is on or off. The menu stays open, so that several can be chosen.
func MenuCheck(text string, on bool, h app.EventHandler, scope ...string) app.UI {
	return menuChoice("menuitemcheckbox", IconCheck, text, on, h, scope)
}

// MenuRadio is one of several of which one is on. Choosing closes the menu.
func MenuRadio(text string, on bool, h app.EventHandler, scope ...string) app.UI {
	return menuChoice("menuitemradio", IconPoint, text, on, func(ctx app.Context, e app.Event) {
		shut(e)
		h(ctx, e)
	}, scope)
}

// MenuHue is a colour of tags, of which one is on: 0 for none. Choosing closes the menu.
func MenuHue(colour int, on bool, h app.EventHandler, scope ...string) app.UI {
	choice := MenuRadio(HueText(colour), on, h, scope...).(app.HTMLButton)
	return choice.Body(Icon(IconPoint), app.Span().Body(TagDot(colour), app.Text(HueText(colour))))
}

func menuChoice(role string, icon IconName, text string, on bool, h app.EventHandler, scope []string) app.UI {
	return app.Button().Type("button").Class("menu-item menu-choice").Attr("role", role).Aria("checked", on).
		Body(Icon(icon), app.Span().Text(text)).OnClick(On(h, append(scope, text)...))
}

// MenuGroup is a part of a menu with a title.
func MenuGroup(title string, items ...app.UI) app.UI {
	return app.Div().Class("menu-group").Attr("role", "group").Aria("label", title).
		Body(append([]app.UI{app.P().Class("menu-title").Aria("hidden", true).Text(title)}, items...)...)
}

// MenuLine separates.
func MenuLine() app.UI { return app.Hr().Class("menu-line") }
