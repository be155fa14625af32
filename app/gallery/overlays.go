package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// overlays are what floats above the page.
func overlays() []Specimen {
	return []Specimen{dialogs(), confirms(), panels(), menus(), helps()}
}

// opened shows a dialog in its place, so that it can be looked at beside others; try shows it as people meet it.
func opened(dialog app.UI) app.UI { return dialog.(app.HTMLElem).Attr("open", true) }

func try(id string, dialog app.UI) app.UI {
	return app.Div().Body(
		ui.Button{Text: say("Ausprobieren", "Try it"), Scope: id, OnClick: func(app.Context, app.Event) { ui.OpenDialog(id) }}.UI(),
		dialog,
	)
}

func dialogs() Specimen {
	dialog := func(id string) app.UI {
		return ui.Dialog(id, say("Organisation umbenennen", "Rename the organisation"),
			app.P().Text(say("Der Name steht in Mails und in der Navigation.", "The name stands in mails and in the navigation.")),
			ui.DialogActions(
				ui.Button{Text: say("Abbrechen", "Cancel"), Scope: id, OnClick: func(app.Context, app.Event) { ui.CloseDialog(id) }}.UI(),
				ui.Button{Text: say("Umbenennen", "Rename"), Kind: ui.Primary, OnClick: nothing}.UI(),
			))
	}
	return Specimen{
		ID: "dialog", Title: "Dialog",
		Care: []string{
			"The browser's own dialog: the page behind it is out of reach, Escape closes it, the focus returns.",
			"A sheet at the lower edge on the phone.",
			"Its title names it to screen readers.",
		},
		States: []State{
			{"As it looks", func() app.UI { return opened(dialog("dialog-look")) }},
			{"Opened by a button", func() app.UI { return try("dialog-try", dialog("dialog-try")) }},
		},
	}
}

func confirms() Specimen {
	plain := ui.Confirm{
		Title: say("3 Mitglieder deaktivieren", "Deactivate 3 members"),
		Text:  say("Sie verlieren sofort den Zugang. Sie können das jederzeit zurücknehmen.", "They lose access at once. You can take this back at any time."),
		Do:    say("3 deaktivieren", "Deactivate 3"), OnDo: nothing,
	}
	with := func(id string, change func(*ui.Confirm)) ui.Confirm {
		c := plain
		c.ID = id
		change(&c)
		return c
	}
	left := ui.Listed{Title: say("2 bleiben, wie sie sind", "2 stay as they are"), Out: true, Lines: []ui.ListedLine{
		{Name: "Vera Vogel", Why: say("führt die Organisation", "owns the organisation")},
		{Name: "Friedrich Gruber", Why: say("ist schon deaktiviert", "is deactivated already")},
	}}
	meant := ui.Listed{Title: say("Das betrifft", "This concerns"), Lines: []ui.ListedLine{{Name: "Anna Albrecht"}, {Name: "Ben Berger"}, {Name: "Eva-Maria von der Heydt"}},
		More: say("und 510 weitere", "and 510 more")}
	state := func(name, id string, change func(*ui.Confirm)) State {
		return State{name, func() app.UI { return opened(with(id, change).UI()) }}
	}
	return Specimen{
		ID: "confirm", Title: "Confirmation",
		Care: []string{
			"Names the consequence, and how it can be taken back; never asks whether one is sure.",
			"The button is a verb with the number it acts on.",
			"The safe choice has the focus; Escape is the safe choice, too.",
			"Who is left out is named with the reason.",
		},
		States: []State{
			state("Plain", "confirm-plain", func(*ui.Confirm) {}),
			state("With those who are meant, and those who are left out", "confirm-who", func(c *ui.Confirm) { c.Who = []ui.Listed{meant, left} }),
			state("Takes something away", "confirm-danger", func(c *ui.Confirm) {
				c.Title, c.Do, c.Danger = say("3 Mitglieder löschen", "Delete 3 members"), say("3 löschen", "Delete 3"), true
				c.Text = say("Ihre Einträge verschwinden aus der Liste. Im Verlauf bleiben sie stehen, und Sie können sie von dort zurückholen.", "They disappear from the list. They stay in the audit trail, and you can bring them back from there.")
			}),
			state("Nobody is left to do it to", "confirm-none", func(c *ui.Confirm) {
				c.Title, c.Text = say("Niemand ist betroffen", "Nobody is concerned"), ""
				c.Who, c.Nothing, c.Do = []ui.Listed{left}, true, say("Deaktivieren", "Deactivate")
			}),
			state("Working", "confirm-busy", func(c *ui.Confirm) { c.Busy = true }),
			state("Refused", "confirm-error", func(c *ui.Confirm) {
				c.Error = say("Ben Berger wurde gerade von jemand anderem gelöscht. Bitte wählen Sie neu.", "Ben Berger has just been deleted by somebody else. Please choose again.")
			}),
			{"Opened by a button", func() app.UI {
				return try("confirm-try", with("confirm-try", func(c *ui.Confirm) { c.Who = []ui.Listed{left} }).UI())
			}},
		},
	}
}

func panels() Specimen {
	panel := func(id string) app.UI {
		return ui.Panel{
			ID: id, Title: "Anna Albrecht", Sub: say("Technik › Netz", "Engineering › Grid"),
			Body: []app.UI{app.P().Text(say("Hier steht, was zu ihr gehört, während die Liste dahinter bleibt.", "Here stands what belongs to her, while the list stays behind it."))},
			Foot: []app.UI{ui.Button{Text: say("Bearbeiten", "Edit"), Icon: ui.IconPencil, OnClick: nothing}.UI(), ui.Button{Text: say("Ganze Seite", "Whole page"), Kind: ui.Primary, Href: "#panel"}.UI()},
		}.UI()
	}
	return Specimen{
		ID: "panel", Title: "Side panel",
		Care: []string{
			"The browser's own dialog, coming in from the right; the whole width on the phone.",
			"Escape, the cross and a press beside it close it; the focus returns to what opened it.",
			"Its body scrolls alone and can be scrolled by keyboard; its buttons stay in view.",
		},
		States: []State{
			{"As it looks", func() app.UI { return opened(panel("panel-look")) }},
			{"Opened by a button", func() app.UI { return try("panel-try", panel("panel-try")) }},
		},
	}
}

func menus() Specimen {
	return Specimen{
		ID: "menu", Title: "Menu",
		Care: []string{
			"Arrows, Home and End move, letters search, Tab and Escape close; the focus returns to what opened it.",
			"What can be on or off says so; what takes something away is red and stands last.",
			"Stays within the window, above its button where there is no room below.",
		},
		States: []State{
			{"Things to do", func() app.UI {
				return ui.Menu("menu-do", say("Weiteres zu Anna Albrecht", "More about Anna Albrecht"), ui.IconDots,
					ui.MenuLink(ui.IconUser, say("Öffnen", "Open"), "#menu"),
					ui.MenuItem(ui.IconPencil, say("Bearbeiten", "Edit"), nothing),
					ui.MenuItem(ui.IconTag, say("Taggen", "Tag"), nothing),
					ui.MenuLine(),
					ui.MenuDanger(ui.IconTrash, say("Löschen", "Delete"), nothing))
			}},
			{"Groups of choices", func() app.UI { return &choosing{} }},
			{"Opened from elsewhere", func() app.UI {
				return row(
					ui.Button{Text: say("Menü öffnen", "Open the menu"), OnClick: func(_ app.Context, e app.Event) { ui.OpenMenu("menu-else", e) }}.UI(),
					ui.MenuList("menu-else", say("Menü", "Menu"), ui.MenuItem(ui.IconCopy, say("Kopieren", "Copy"), nothing)),
				)
			}},
		},
	}
}

// choosing is a menu that remembers what was chosen.
type choosing struct {
	app.Compo
	hidden map[string]bool
	order  int
}

func (c *choosing) Render() app.UI {
	column := func(text string) app.UI {
		return ui.MenuCheck(text, !c.hidden[text], func(app.Context, app.Event) {
			if c.hidden == nil {
				c.hidden = map[string]bool{}
			}
			c.hidden[text] = !c.hidden[text]
		})
	}
	order := func(i int, text string) app.UI {
		return ui.MenuRadio(text, c.order == i, func(app.Context, app.Event) { c.order = i })
	}
	return ui.Menu("menu-choose", say("Ansicht", "View"), ui.IconColumns,
		ui.MenuGroup(say("Spalten", "Columns"), column(say("Rolle", "Role")), column("Status"), column("Tags")),
		ui.MenuGroup(say("Reihenfolge", "Order"), order(0, "Name"), order(1, say("Zuletzt geändert", "Changed last"))),
		ui.MenuGroup(say("Farbe", "Colour"), ui.MenuHue(0, false, nothing, "0"), ui.MenuHue(3, true, nothing, "3")),
	)
}

func helps() Specimen {
	return Specimen{
		ID: "help", Title: "Help",
		Care: []string{
			"The button has a name, and is 44 px where a finger presses it though it looks smaller.",
			"The text takes the focus while it is open, so that it is read; Escape closes it and the focus returns.",
			"Never holds what one has to know to go on: that stands on the page.",
		},
		States: []State{
			{"A sentence", func() app.UI {
				return row(app.Span().Text(say("Gast", "Guest")), ui.Help("help-one", say("Gäste sehen nur die Gruppen, in die sie eingeladen wurden.", "Guests see only the groups they were invited to.")))
			}},
			{"With a heading", func() app.UI {
				return row(app.Span().Text(say("Prüfsumme", "Checksum")), ui.Help("help-two", say("Prüfsumme", "Checksum"),
					say("Jeder Eintrag des Verlaufs enthält die Prüfsumme des vorigen.", "Each entry of the audit trail holds the checksum of the one before."),
					say("Wird einer verändert, passt der nächste nicht mehr.", "If one is changed, the next one no longer fits.")))
			}},
			{"A topic of the help", func() app.UI {
				return row(app.Span().Text(say("Suchen und filtern", "Search and filter")), ui.Explain("three", "search"))
			}},
		},
	}
}
