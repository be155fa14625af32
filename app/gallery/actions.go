package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// actions are what is pressed.
func actions() []Specimen {
	button := func(name string, b ui.Button) State { return State{name, b.UI} }
	return []Specimen{
		{
			ID: "button", Title: "Button",
			Care: []string{
				"The text is a verb, with the number it acts on.",
				"A button that can't be pressed stays in the tab order and says why.",
				"At least 44 px high where a finger presses it.",
			},
			States: []State{
				button("Plain", ui.Button{Text: say("Liste importieren", "Import a list"), Icon: ui.IconFileImport, OnClick: nothing}),
				button("Primary", ui.Button{Text: say("513 Zeilen übernehmen", "Take 513 rows"), Kind: ui.Primary, OnClick: nothing}),
				button("Quiet", ui.Button{Text: say("Abbrechen", "Cancel"), Kind: ui.Quiet, OnClick: nothing}),
				button("Danger", ui.Button{Text: say("3 löschen", "Delete 3"), Icon: ui.IconTrash, Kind: ui.Danger, OnClick: nothing}),
				button("Working", ui.Button{Text: say("Wird gespeichert", "Saving"), Kind: ui.Primary, Busy: true}),
				button("Waiting, with its reason", ui.Button{Text: say("Verbinden", "Connect"), Disabled: true, Why: say("Das geht erst mit Verbindung.", "This needs a connection.")}),
				button("Leads somewhere", ui.Button{Text: say("Zu den Mitgliedern", "To the members"), Href: "#button"}),
			},
		},
		{
			ID: "icon-button", Title: "Icon button",
			Care: []string{"Has a name for screen readers, shown as a tooltip.", "A square of at least 44 px where a finger presses it."},
			States: []State{
				button("Quiet", ui.Button{Icon: ui.IconX, Kind: ui.Quiet, Label: say("Schließen", "Close"), OnClick: nothing}),
				button("Plain", ui.Button{Icon: ui.IconCopy, Label: say("Kopieren", "Copy"), OnClick: nothing}),
			},
		},
		{
			ID: "link", Title: "Link",
			Care: []string{"Underlined within text: colour alone would not tell it.", "Says where it leads."},
			States: []State{{"In a sentence", func() app.UI {
				return app.P().Body(app.Text(say("Sie haben schon ein Konto? ", "You have an account already? ")), ui.Link(say("Anmelden", "Sign in"), "#link"))
			}}},
		},
	}
}
