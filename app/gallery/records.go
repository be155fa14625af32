package gallery

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// records are what is kept: how it is ordered, what became of it.
func records() []Specimen {
	return []Specimen{diffs()}
}

func diffs() Specimen {
	diff := func(name string, changes func() []ui.Change) State {
		return State{name, func() app.UI { return ui.Diff(changes()...) }}
	}
	notes := func() (before, after string) {
		before = say("Arbeitet montags und dienstags im Wasserwerk Nord.", "Works at the northern waterworks on Mondays and Tuesdays.")
		after = say("Arbeitet montags und donnerstags im Wasserwerk Nord, mittwochs von zu Hause.", "Works at the northern waterworks on Mondays and Thursdays, from home on Wednesdays.")
		return before, after
	}
	return Specimen{
		ID: "diff", Title: "What has changed",
		Care: []string{
			"What went is struck out, what came is bold or underlined, each with a word for screen readers: colour is never alone.",
			"Sentences are told apart word by word, lists by what was added and removed.",
			"That there was nothing before, or is nothing now, is said.",
			"Long values are folded and can be unfolded.",
		},
		States: []State{
			diff("Values", func() []ui.Change {
				return []ui.Change{{Label: say("Nachname", "Last name"), Before: "Berger", After: "Berger-Vogt"}, {Label: say("Rolle", "Role"), Before: say("Mitglied", "Member"), After: "Admin"}}
			}),
			diff("Empty before, empty now", func() []ui.Change {
				return []ui.Change{{Label: say("Telefon", "Phone"), After: "+49 8382 1234"}, {Label: say("Standort", "Location"), Before: "Lindau"}}
			}),
			diff("A list", func() []ui.Change {
				return []ui.Change{{Label: "Tags", Added: []string{say("Nachtschicht", "Night shift"), "Netz"}, Removed: []string{say("temporär", "temporary")}}}
			}),
			diff("Sentences", func() []ui.Change {
				before, after := notes()
				return []ui.Change{{Label: say("Notizen", "Notes"), Before: before, After: after}}
			}),
			diff("Long text", func() []ui.Change {
				before, after := notes()
				filler := strings.Repeat(say("Die Übergabe steht im Ordner der Leitstelle. ", "The handover is in the folder of the control room. "), 12)
				return []ui.Change{{Label: say("Notizen", "Notes"), Before: filler + before + " " + filler, After: filler + after + " " + filler}}
			}),
			diff("New record", func() []ui.Change {
				return []ui.Change{{Label: "Name", Kind: ui.Came, After: "Anna Albrecht"}, {Label: say("Standort", "Location"), Kind: ui.Came, After: "Lindau"}}
			}),
			diff("Deleted record", func() []ui.Change {
				return []ui.Change{{Label: "Name", Kind: ui.Went, Before: "Anna Albrecht"}, {Label: say("Standort", "Location"), Kind: ui.Went, Before: "Lindau"}}
			}),
		},
	}
}
