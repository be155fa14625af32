package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/fault"
)

// fields are what is written into.
func fields() []Specimen {
	return []Specimen{textFields(), kindsOfFields(), searchField(), passwordField(), formWithFaults(), sections()}
}

// field makes a state of a field that can be typed in.
func field(name, value string, f ui.Field) State {
	return tried(name, f.ID, value, func(h *held) app.UI {
		f := f
		f.Value, f.OnInput = h.value, h.set
		return f.UI()
	})
}

func textFields() Specimen {
	where := say("Standort", "Location")
	return Specimen{
		ID: "field", Title: "Field",
		Care: []string{
			"The label stays above; what may be left out says so, what must be filled in needs no star.",
			"What is wrong and the hint are named by aria-describedby; aria-invalid goes with what is wrong, and an icon beside the words.",
			"What can't be changed says why, to everyone.",
		},
		States: []State{
			field("Empty", "", ui.Field{ID: "field-empty", Label: where}),
			field("Filled, has to be", "Lindau", ui.Field{ID: "field-filled", Label: where, Required: true}),
			field("With a hint", "", ui.Field{ID: "field-hint", Label: where, Hint: say("So, wie es auf dem Türschild steht.", "As it says on the door.")}),
			field("Wrong", "L", ui.Field{ID: "field-wrong", Label: where, Required: true, Error: say("Der Standort ist zu kurz: mindestens 2 Zeichen.", "The location is too short: at least 2 characters.")}),
			field("Can't be changed, and why", "Lindau", ui.Field{ID: "field-disabled", Label: where, Disabled: true, Why: say("Der Standort kommt aus der Liste Ihrer Personalverwaltung.", "The location comes from your staff list.")}),
			field("Long", say("Erneuerbare Energien und Fernwärmeversorgung am nördlichen Bodenseeufer", "Renewable energy and district heating on the northern shore of Lake Constance"), ui.Field{ID: "field-long", Label: where, Required: true}),
			field("Several lines", say("Kommt dienstags später.", "Is later on Tuesdays."), ui.Field{ID: "field-lines", Label: say("Notizen", "Notes"), Multiline: true, Max: 500, Hint: say("Nur für alle sichtbar, die Mitglieder verwalten.", "Only those who manage members see them.")}),
		},
	}
}

func kindsOfFields() Specimen {
	return Specimen{
		ID: "field-kinds", Title: "Field: e-mail, phone, date, number",
		Care: []string{
			"Each kind brings its keyboard on the phone.",
			"A date is written out below in the person's language: a browser shows it in its own.",
			"What a number counts stands beside it and is read with it.",
		},
		States: []State{
			field("E-mail", "vera.vogel@stadtwerke.example", ui.Field{ID: "kind-email", Label: say("E-Mail-Adresse", "E-mail address"), Type: "email", Required: true}),
			field("E-mail, wrong", "vera.vogel", ui.Field{ID: "kind-email-wrong", Label: say("E-Mail-Adresse", "E-mail address"), Type: "email", Required: true, Error: say("Der Adresse fehlt das @.", "The address lacks the @.")}),
			field("Phone", "+49 8382 123456", ui.Field{ID: "kind-phone", Label: say("Telefon", "Phone"), Type: "tel"}),
			field("Date", "2026-03-31", ui.Field{ID: "kind-date", Label: say("Erster Tag", "First day"), Type: "date", From: "2020-01-01", To: "2030-12-31"}),
			field("Date, empty", "", ui.Field{ID: "kind-date-empty", Label: say("Erster Tag", "First day"), Type: "date", Hint: say("Ab diesem Tag gilt der Zugang.", "Access holds from this day.")}),
			field("Number with its unit", "72", ui.Field{ID: "kind-number", Label: say("Einladungen gelten", "Invitations hold for"), Type: "number", From: "1", To: "720", Unit: say("Stunden", "hours"), Required: true, Hint: say("1 bis 720 Stunden", "1 to 720 hours")}),
			field("Number, wrong", "1000", ui.Field{ID: "kind-number-wrong", Label: say("Einladungen gelten", "Invitations hold for"), Type: "number", From: "1", To: "720", Unit: say("Stunden", "hours"), Required: true, Error: say("Höchstens 720 Stunden gehen.", "At most 720 hours are possible.")}),
			field("Number, can't be changed", "72", ui.Field{ID: "kind-number-disabled", Label: say("Einladungen gelten", "Invitations hold for"), Type: "number", Unit: say("Stunden", "hours"), Disabled: true, Why: say("Das legt der Betrieb fest.", "Operations decide this.")}),
		},
	}
}

func searchField() Specimen {
	label := say("Mitglieder suchen", "Search members")
	return Specimen{
		ID: "search-field", Title: "Search",
		Care: []string{"Escape and the cross empty it, and the focus stays.", "The key that leads there is shown while it is empty."},
		States: []State{
			field("Empty, with its key", "", ui.Field{ID: "search-empty", Label: label, Type: "search", Placeholder: say("Name, Adresse, Standort", "Name, address, location"), Key: "/"}),
			field("Filled", "müller", ui.Field{ID: "search-filled", Label: label, Type: "search", Key: "/"}),
			field("Can't be used, and why", "", ui.Field{ID: "search-disabled", Label: label, Type: "search", Disabled: true, Why: say("Die Mitglieder werden noch geladen.", "The members are still being loaded.")}),
		},
	}
}

func passwordField() Specimen {
	state := func(name, id, value string) State {
		return tried(name, id, value, func(h *held) app.UI {
			return ui.Field{ID: id, Label: say("Passwort", "Password"), Type: "password", Autocomplete: "new-password", Required: true, Value: h.value, OnInput: h.set, After: ui.PasswordMeter(h.value, "Vera Vogel")}.UI()
		})
	}
	return Specimen{
		ID: "password", Title: "Password with its strength",
		Care:   []string{"The strength is a word as well as bars, and says what would help.", "A password manager can fill it in; pasting is never forbidden."},
		States: []State{state("Empty", "password-empty", ""), state("Weak", "password-weak", "vogel123"), state("Strong", "password-strong", "vier leise Lokomotiven")},
	}
}

func formWithFaults() Specimen {
	labels := map[string]string{"givenName": say("Vorname", "Given name"), "email": say("E-Mail-Adresse", "E-mail address"), "": ""}
	label := func(f string) string { return labels[f] }
	show := func(id string, faults fault.List) func() app.UI {
		return func() app.UI {
			return ui.Form(nothing, say("Mitglied anlegen", "Add a member")+", "+id,
				ui.Faults(id, faults, label),
				ui.Field{ID: ui.FieldID(id, "givenName"), Label: label("givenName"), Required: true, Error: ui.FaultOn(faults, "givenName")}.UI(),
				ui.Field{ID: ui.FieldID(id, "email"), Label: label("email"), Type: "email", Required: true, Value: "vera.vogel", Error: ui.FaultOn(faults, "email")}.UI(),
				app.Div().Class("form-actions").Body(ui.Button{Text: say("Anlegen", "Add"), Kind: ui.Primary, Submit: true}.UI()),
			)
		}
	}
	return Specimen{
		ID: "form", Title: "Form with what is wrong",
		Care: []string{
			"Checked when it is sent, not while somebody is still typing; what is mended is no longer said.",
			"One thing wrong: the focus goes to its field. Several: to the summary, whose lines lead to the fields in their order.",
			"The summary says the same words as the fields. The title of the tab says it first.",
			"Nothing typed is lost.",
		},
		States: []State{
			{"Nothing wrong", show("form-right", nil)},
			{"One thing", show("form-one", fault.List{fault.On("email", "email.at")})},
			{"Several", show("form-several", fault.List{fault.On("givenName", "text.missing"), fault.On("email", "email.at")})},
			{"Nothing of the fields", show("form-other", fault.List{fault.New(fault.Unavailable, "app.unforeseen")})},
		},
	}
}

func sections() Specimen {
	show := func(id, title string, saving ui.Saving) func() app.UI {
		return func() app.UI {
			return ui.Section(id, title, say("So heißt die Organisation überall.", "What the organisation is called everywhere."),
				ui.Form(nothing, title,
					ui.Field{ID: id + "-name", Label: "Name", Value: "Stadtwerke Lindau", Required: true}.UI(),
					saving.UI(),
				))
		}
	}
	rename := ui.Button{Text: say("Umbenennen", "Rename"), Kind: ui.Primary}
	return Specimen{
		ID: "section", Title: "Section of a page of settings",
		Care: []string{
			"What it is about stands beside the fields, and above them where there is little room. Links and the search lead to its anchor.",
			"What is not saved yet says so, can be discarded, and is asked about before the page is closed.",
			"A form that needs the server says why its button waits.",
		},
		States: []State{
			{"Saved", show("section-saved", say("Name", "Name"), ui.Saving{Button: ui.Button{Text: rename.Text, Kind: ui.Primary, Disabled: true}})},
			{"Changed", show("section-changed", say("Kurzer Name", "Short name"), ui.Saving{Button: rename, Dirty: true, OnDrop: nothing})},
			{"Waits for the connection", show("section-waits", say("Name in Mails", "Name in mails"), ui.Saving{Button: rename, Dirty: true, OnDrop: nothing, Waits: say("Das geht erst, wenn die Verbindung wieder da ist.", "This has to wait until the connection is back.")})},
			{"Being loaded", func() app.UI {
				return ui.Section("section-loading", say("Eckdaten", "Facts"), say("Was feststeht.", "What is so."), ui.SectionWaits(2))
			}},
		},
	}
}
