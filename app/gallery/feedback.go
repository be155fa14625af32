package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// feedback is what tells how things stand.
func feedback() []Specimen {
	return []Specimen{notices()}
}

func notices() Specimen {
	notice := func(name string, n ui.Notice) State {
		n.ID, n.OnClose = name, nothing
		return State{name, func() app.UI { return &n }}
	}
	return Specimen{
		ID: "notice", Title: "Notice",
		Care: []string{
			"Stays at least 6 seconds, 12 if it offers to take something back, and stands still while somebody points at it or has the focus in it.",
			"Without motion the seconds are written instead of the line that runs down.",
			"Is read out without taking the focus. When it is closed by keyboard the focus goes to the page.",
		},
		States: []State{
			notice("Offers to take it back", ui.Notice{Text: say("Ute Unger ist deaktiviert.", "Ute Unger is deactivated."), Tone: ui.OK, Seconds: 12, OnUndo: nothing}),
			notice("Tells", ui.Notice{Text: say("Ihr Profil ist gespeichert.", "Your profile is saved."), Tone: ui.OK, Seconds: 6}),
			notice("Stays until it is closed", ui.Notice{Text: say("Die Adresse ist kopiert.", "The address is copied."), Tone: ui.Info}),
			notice("Waits", ui.Notice{Text: say("Wird gesendet, sobald die Verbindung wieder da ist.", "Will be sent once the connection is back."), Tone: ui.Wait}),
			notice("Did not happen", ui.Notice{Text: say("Das hat der Server nicht angenommen. Es wurde nichts geändert.", "The server did not accept this. Nothing was changed."), Tone: ui.Bad}),
			notice("Long", ui.Notice{Text: say("1.248 Mitglieder haben jetzt das Tag «Bereitschaft Wasserwerk Nord», 12 hatten es schon.", "1,248 members now have the tag “On call at the northern waterworks”, 12 had it already."), Tone: ui.OK, Seconds: 12, OnUndo: nothing}),
		},
	}
}
