package gallery

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// choices are what is chosen from.
func choices() []Specimen {
	return []Specimen{selects(), comboboxes(), multiSelects(), checks(), switches(), radioCards(), segments(), fileDrops()}
}

// colleagues are enough to need a search.
var colleagues = func() []ui.Option {
	given := []string{"Jürgen", "Zoë", "Łukasz", "Anna", "Björn", "Çiğdem", "Dörte", "Emil", "Françoise", "Götz"}
	sur := []string{"Müller", "Weiß", "Östberg", "Vogel", "Straßer", "Groß", "Łada", "Ahmadi", "Nguyen", "Über"}
	out := make([]ui.Option, 0, 3000)
	for i := range 3000 {
		name := given[i%10] + " " + sur[i/10%10]
		if i >= 100 {
			name += " " + strconv.Itoa(i/100+1)
		}
		out = append(out, ui.Option{Value: "p" + strconv.Itoa(i), Text: name, Note: "person" + strconv.Itoa(i) + "@stadtwerke.example"})
	}
	return out
}()

var tagOptions = []ui.Option{{Value: "Azubi", Text: "Azubi"}, {Value: "Außendienst", Text: "Außendienst"}, {Value: "Brandschutz", Text: "Brandschutz"}, {Value: "Ersthelferin", Text: "Ersthelferin"}, {Value: "Schichtleitung", Text: "Schichtleitung"}}

func roles() []ui.Option {
	return []ui.Option{{Value: "user", Text: say("Mitglied", "Member")}, {Value: "guest", Text: say("Gast", "Guest")}, {Value: "admin", Text: "Admin"}}
}

func selects() Specimen {
	state := func(name, id string, s ui.Select) State {
		return tried(name, id, "user", func(h *held) app.UI {
			s := s
			s.ID, s.Label, s.Value, s.Options, s.OnChange = id, say("Rolle", "Role"), h.value, roles(), h.set
			return s.UI()
		})
	}
	return Specimen{
		ID: "select", Title: "Select",
		Care: []string{"The browser's own: its list fits the phone and the keyboard.", "For up to about ten choices; a combobox is for more."},
		States: []State{
			state("Chosen", "select-chosen", ui.Select{}),
			state("With a hint", "select-hint", ui.Select{Hint: say("Mitglieder sehen alles, Gäste nur, was man ihnen zeigt.", "Members see everything, guests what they are shown.")}),
			state("Wrong", "select-wrong", ui.Select{Error: say("Diese Rolle dürfen Sie nicht vergeben.", "You may not give this role.")}),
			state("Can't be changed, and why", "select-disabled", ui.Select{Disabled: true, Why: say("Wem die Organisation gehört, bleibt Eigentümerin.", "Who owns the organisation stays its owner.")}),
		},
	}
}

func comboboxes() Specimen {
	label := say("Vertretung", "Deputy")
	state := func(name, id, value string, c ui.Combobox) State {
		return tried(name, id, value, func(h *held) app.UI {
			return &ui.Combobox{ID: id, Label: label, Value: h.value, Options: c.Options, Hint: c.Hint, Error: c.Error, Loading: c.Loading, Required: c.Required,
				Disabled: c.Disabled, Why: c.Why, Placeholder: say("Name oder Adresse", "Name or address"), OnChange: h.set}
		})
	}
	return Specimen{
		ID: "combobox", Title: "Combobox with search",
		Care: []string{
			"Typing filters: ö is found as o and as oe. Arrows move, Home and End lead to the ends, Enter chooses, Escape gives up.",
			"At most 50 are shown, and how many more go with what was typed is said.",
			"The focus stays in the line; screen readers hear the option and how many there are.",
			"Leaving with something typed that goes with nothing keeps what was chosen before.",
		},
		States: []State{
			state("Empty, of 3,000", "combobox-empty", "", ui.Combobox{Options: colleagues}),
			state("Chosen, has to be", "combobox-chosen", "p3", ui.Combobox{Options: colleagues, Required: true}),
			state("Wrong", "combobox-wrong", "", ui.Combobox{Options: colleagues, Required: true, Error: say("Bitte wählen Sie eine Vertretung.", "Please choose a deputy.")}),
			state("Being loaded", "combobox-loading", "", ui.Combobox{Loading: true, Hint: say("Öffnen zeigt, dass geladen wird.", "Opening shows that it is being loaded.")}),
			state("Nothing to choose from", "combobox-none", "", ui.Combobox{Required: true}),
			state("Can't be changed, and why", "combobox-disabled", "p3", ui.Combobox{Options: colleagues, Disabled: true, Why: say("Die Vertretung legt Ihre Leitung fest.", "Your lead decides on the deputy.")}),
		},
	}
}

func multiSelects() Specimen {
	state := func(name, id string, value []string, m ui.MultiSelect) State {
		return State{name, func() app.UI {
			return &held{Name: id, list: value, show: func(h *held) app.UI {
				return &ui.MultiSelect{ID: id, Label: say("Tags", "Tags"), Value: h.list, Typed: h.value, Options: m.Options, Hint: m.Hint, Error: m.Error, Free: m.Free,
					Disabled: m.Disabled, Why: m.Why, Placeholder: m.Placeholder, OnTyped: h.set, OnChange: func(_ app.Context, v []string) { h.list = v }}
			}}
		}}
	}
	return Specimen{
		ID: "multi-select", Title: "Multi-select with tags",
		Care: []string{
			"Enter or a comma adds, Backspace in the empty line takes the last one away, and so does its cross; the focus is never lost.",
			"Pasting a list takes it apart at commas, semicolons and line ends.",
			"What was added or removed is announced; what is chosen is read with the line.",
		},
		States: []State{
			state("Empty, anything goes", "multi-empty", nil, ui.MultiSelect{Options: tagOptions, Free: true, Placeholder: say("Tag suchen oder anlegen", "Find or add a tag"), Hint: say("Mehrere auf einmal mit Komma.", "Several at once with commas.")}),
			state("Some", "multi-some", []string{"Azubi", "Brandschutz"}, ui.MultiSelect{Options: tagOptions, Free: true}),
			state("Only what there is", "multi-closed", []string{"Azubi"}, ui.MultiSelect{Options: tagOptions}),
			state("Wrong", "multi-wrong", []string{"Azubi"}, ui.MultiSelect{Options: tagOptions, Free: true, Error: say("Höchstens 20 Tags gehen.", "At most 20 tags are possible.")}),
			state("Can't be changed, and why", "multi-disabled", []string{"Azubi", "Brandschutz"}, ui.MultiSelect{Disabled: true, Why: say("Tags vergibt, wer Mitglieder verwaltet.", "Tags are given by those who manage members.")}),
			state("Many and long", "multi-many", []string{"Azubi", "Außendienst", "Brandschutz", "Ersthelferin", "Schichtleitung", say("Beauftragte für Arbeitssicherheit in der Fernwärmeversorgung", "In charge of occupational safety in district heating")}, ui.MultiSelect{Options: tagOptions, Free: true}),
		},
	}
}

func checks() Specimen {
	state := func(name string, c ui.Check) State {
		return State{name, func() app.UI {
			return &held{Name: c.ID, on: c.On, show: func(h *held) app.UI {
				c := c
				c.On, c.OnChange = h.on, h.turn
				return c.UI()
			}}
		}}
	}
	label := say("Einladung gleich senden", "Send the invitation now")
	return Specimen{
		ID: "check", Title: "Checkbox",
		Care: []string{"Waits for a button; what takes effect at once is a switch.", "Its words are part of what is pressed."},
		States: []State{
			state("Off", ui.Check{ID: "check-off", Label: label}),
			state("On", ui.Check{ID: "check-on", Label: label, On: true}),
			state("Some of them", ui.Check{ID: "check-some", Label: say("Alle auf dieser Seite", "All on this page"), Some: true}),
			state("With a hint", ui.Check{ID: "check-hint", Label: label, Hint: say("Sonst geht sie erst, wenn Sie es sagen.", "Otherwise it goes when you say so.")}),
			state("Wrong", ui.Check{ID: "check-wrong", Label: say("Ich habe die Folgen gelesen", "I have read what follows"), Error: say("Bitte bestätigen Sie, dass Sie die Folgen kennen.", "Please confirm that you know what follows.")}),
			state("Can't be changed, and why", ui.Check{ID: "check-disabled", Label: label, On: true, Disabled: true, Why: say("Ohne Einladung kommt niemand hinein.", "Nobody gets in without an invitation.")}),
		},
	}
}

func switches() Specimen {
	state := func(name string, s ui.Switch) State {
		return State{name, func() app.UI {
			return &held{Name: s.ID, on: s.On, show: func(h *held) app.UI {
				s := s
				s.Label, s.On, s.OnChange = say("Mails bei neuen Mitgliedern", "Mails about new members"), h.on, h.turn
				return s.UI()
			}}
		}}
	}
	return Specimen{
		ID: "switch", Title: "Switch",
		Care: []string{"Takes effect at once.", "Its state stands beside it in words, and it is one to screen readers.", "Space turns it."},
		States: []State{
			state("Off", ui.Switch{ID: "switch-off"}),
			state("On, with a description", ui.Switch{ID: "switch-on", On: true, Hint: say("Höchstens eine am Tag, morgens um 7 Uhr.", "At most one a day, at 7 in the morning.")}),
			state("Wrong", ui.Switch{ID: "switch-wrong", Error: say("Das ließ sich nicht umschalten. Es bleibt aus.", "This could not be turned on. It stays off.")}),
			state("Can't be changed, and why", ui.Switch{ID: "switch-disabled", On: true, Disabled: true, Why: say("Das ist in Ihrer Organisation für alle an.", "This is on for everyone in your organisation.")}),
		},
	}
}

func radioCards() Specimen {
	state := func(name string, r ui.RadioCards) State {
		return tried(name, r.ID, r.Value, func(h *held) app.UI {
			r := r
			r.Label, r.Value, r.OnChange = say("Was soll mit den Daten geschehen?", "What should happen to the data?"), h.value, h.set
			r.Choices = []ui.Choice{
				{Value: "keep", Text: say("Behalten", "Keep"), Note: say("Das Mitglied kann später zurückkommen, mit allem, was es hatte.", "The member can come back later, with everything they had."), Icon: ui.IconClock},
				{Value: "export", Text: say("Mitgeben", "Hand over"), Note: say("Eine Datei mit allem, danach wird gelöscht.", "A file with everything; then it is deleted."), Icon: ui.IconDownload},
				{Value: "delete", Text: say("Löschen", "Delete"), Note: say("Sofort und endgültig.", "At once, for good."), Icon: ui.IconTrash},
			}
			return r.UI()
		})
	}
	return Specimen{
		ID: "radio-cards", Title: "Radio cards",
		Care: []string{"Native radio buttons: one stop for Tab, arrows move and choose.", "What is chosen has a filled dot and a thicker edge, not a colour alone."},
		States: []State{
			state("Nothing chosen", ui.RadioCards{ID: "cards-none"}),
			state("Chosen, with a hint", ui.RadioCards{ID: "cards-chosen", Value: "keep", Hint: say("Sie können das später ändern.", "You can change this later.")}),
			state("Wrong", ui.RadioCards{ID: "cards-wrong", Error: say("Bitte wählen Sie eines von dreien.", "Please choose one of the three.")}),
			state("Can't be changed, and why", ui.RadioCards{ID: "cards-disabled", Value: "keep", Disabled: true, Why: say("Das legt Ihre Datenschutzregel fest.", "Your privacy rule decides this.")}),
		},
	}
}

func segments() Specimen {
	state := func(name string, s ui.Segmented) State {
		return tried(name, s.ID, s.Value, func(h *held) app.UI {
			s := s
			s.Label, s.Value, s.OnChange = say("Dichte", "Density"), h.value, h.set
			s.Choices = []ui.Choice{{Value: "comfortable", Text: say("Bequem", "Comfortable"), Icon: ui.IconRows}, {Value: "dense", Text: say("Dicht", "Dense"), Icon: ui.IconDensity}, {Value: "auto", Text: say("Wie das Gerät", "Like the device")}}
			return s.UI()
		})
	}
	return Specimen{
		ID: "segmented", Title: "Segmented",
		Care: []string{"For two to four short words; longer ones are radio cards.", "Native radio buttons: arrows move and choose.", "Wraps where the screen is narrow."},
		States: []State{
			state("Chosen", ui.Segmented{ID: "segmented-chosen", Value: "comfortable"}),
			state("Wrong", ui.Segmented{ID: "segmented-wrong", Error: say("Bitte wählen Sie eine.", "Please choose one.")}),
			state("Can't be changed, and why", ui.Segmented{ID: "segmented-disabled", Value: "dense", Disabled: true, Why: say("Auf dem Telefon gilt eine Dichte.", "There is one density on the phone.")}),
		},
	}
}

func fileDrops() Specimen {
	state := func(name, id string, d ui.FileDrop) State {
		return tried(name, id, d.Done, func(h *held) app.UI {
			return &ui.FileDrop{ID: id, Title: say("Liste hierher ziehen", "Drop a list here"), Text: say("Datei wählen", "Choose a file"), Icon: ui.IconFileSheet,
				Kinds: []string{".csv", ".txt"}, Most: 5_000_000, Needs: []string{say("Nötig sind Name und E-Mail-Adresse.", "Name and e-mail address are needed.")},
				Busy: d.Busy, Error: d.Error, Done: h.value, OnFile: func(_ app.Context, name string, _ []byte) { h.value = name }}
		})
	}
	return Specimen{
		ID: "file-drop", Title: "File drop",
		Care: []string{
			"What it takes and how large it may be is said beforehand.",
			"Its button opens the browser's own dialog: by keyboard, on the phone, with a screen reader.",
			"What is wrong with a file says what helps; the zone stays ready for another.",
		},
		States: []State{
			state("Ready", "drop-ready", ui.FileDrop{}),
			state("Reading", "drop-reading", ui.FileDrop{Busy: true}),
			state("Wrong", "drop-wrong", ui.FileDrop{Error: say("In der ersten Zeile stehen keine Überschriften.", "The first line has no headings.")}),
			state("Done", "drop-done", ui.FileDrop{Done: "belegschaft-2026.csv"}),
		},
	}
}
