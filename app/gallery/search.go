package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// search is the command palette and the shortcuts.
func search() []Specimen {
	return []Specimen{
		{
			ID: "palette", Title: "Command palette",
			Care: []string{
				"A combobox: the focus stays in the line, which says what is chosen and how many answer.",
				"Arrows, Home, End, Enter, → and Escape; closing gives the focus back to where it was.",
				"What was typed is marked by weight and a line, not by colour alone; where somebody stands is said in words.",
				"A sheet of full height on the phone, with targets of 44 px and a button to close.",
			},
			States: []State{
				{"What was typed is found", func() app.UI { return bare(found("specimen-found")) }},
				{"Nothing typed yet", func() app.UI { return bare(untyped("specimen-untyped")) }},
				{"What can be done with a person", func() app.UI { return bare(aboutPerson("specimen-person")) }},
				{"Nothing found", func() app.UI { return bare(nothingFound("specimen-none")) }},
				{"The members are still being loaded", func() app.UI {
					p := untyped("specimen-loading")
					p.Note = ui.T("palette.loading", "have", ui.Number(12_000), "total", ui.Number(50_000))
					return bare(p)
				}},
			},
		},
		{
			ID: "keys", Title: "Shortcut help",
			Care: []string{
				"Made of the table that the keyboard follows: what is listed works.",
				"Keys have the names that are printed on this keyboard, in this language.",
				"Shortcuts of single keys can be switched off, and never fire while somebody writes.",
			},
			States: []State{
				{"All groups", func() app.UI {
					return ui.KeyHelp([]ui.KeyGroup{
						{Title: ui.T("keys.everywhere"), Keys: []ui.KeyLine{
							{Combinations: []string{"Mod+k"}, Text: ui.T("keys.open")},
							{Combinations: []string{"/"}, Text: ui.T("keys.search")},
							{Combinations: []string{"?"}, Text: ui.T("keys.help")},
						}},
						{Title: ui.T("keys.go"), Keys: []ui.KeyLine{
							{Combinations: []string{"g m"}, Text: ui.T("members.title")},
							{Combinations: []string{"g v"}, Text: ui.T("audit.title")},
						}},
						{Title: ui.T("keys.list"), Keys: []ui.KeyLine{
							{Combinations: []string{"ArrowUp", "ArrowDown"}, Text: ui.T("keys.move")},
							{Combinations: []string{"Shift+Space"}, Text: ui.T("keys.range")},
						}},
					})
				}},
				{"Keys within a sentence", func() app.UI {
					return app.P().Body(ui.Keys("Mod+k"), app.Text(" · "), ui.Keys("g m"), app.Text(" · "), ui.Keys("Escape"))
				}},
			},
		},
	}
}

// bare shows a palette without its dialog.
func bare(p ui.Palette) app.UI {
	p.OnClick, p.OnBack, p.OnClose = nothing, nothing, nothing
	return app.Div().Class("palette-specimen").Body(p.UI())
}

func plain(s string) []ui.Marked { return []ui.Marked{{Text: s}} }

func started(head, rest string) []ui.Marked { return []ui.Marked{{Text: head, On: true}, {Text: rest}} }

func usual() []ui.KeyLine {
	return []ui.KeyLine{
		{Combinations: []string{"ArrowUp", "ArrowDown"}, Text: ui.T("palette.hint.choose")},
		{Combinations: []string{"Enter"}, Text: ui.T("palette.hint.take")},
		{Combinations: []string{"Escape"}, Text: ui.T("palette.hint.close")},
	}
}

func found(id string) ui.Palette {
	person := func(key, name string, text []ui.Marked, s org.Status) ui.PaletteOption {
		return ui.PaletteOption{Key: key, Person: key, Name: name, Status: s, Text: text, Second: plain(key + "@stadtwerke.example"), More: true}
	}
	return ui.Palette{
		ID: id, Typed: "ver", Ask: ui.T("palette.ask"), Active: "vera", Found: ui.N("palette.found", 4), Hints: usual(),
		Groups: []ui.PaletteGroup{
			{Key: "b", Label: ui.T("palette.group.people"), Options: []ui.PaletteOption{
				person("vera", "Vera Vogel", started("Ver", "a Vogel"), org.Active),
				person("jan", "Jan Verhoeven", []ui.Marked{{Text: "Jan "}, {Text: "Ver", On: true}, {Text: "hoeven"}}, org.Pending),
				person("mia", "Mia Vermeer", []ui.Marked{{Text: "Mia "}, {Text: "Ver", On: true}, {Text: "meer"}}, org.Deactivated),
			}},
			{Key: "c", Label: ui.T("palette.group.pages"), Options: []ui.PaletteOption{
				{Key: "page", Icon: ui.IconHistory, Text: plain(ui.T("audit.title")), Second: plain("/audit"), Keys: "g v"},
			}},
		},
	}
}

func untyped(id string) ui.Palette {
	return ui.Palette{
		ID: id, Ask: ui.T("palette.ask"), Found: ui.N("palette.found", 3), Hints: usual(),
		Groups: []ui.PaletteGroup{
			{Key: "a", Label: ui.T("palette.group.recent"), Options: []ui.PaletteOption{
				{Key: "ben", Person: "ben", Name: "Ben Berg", Status: org.Active, Text: plain("Ben Berg"), Second: plain("ben.berg@stadtwerke.example"), More: true},
			}},
			{Key: "c", Label: ui.T("palette.group.pages"), Options: []ui.PaletteOption{
				{Key: "members", Icon: ui.IconUsers, Text: plain(ui.T("members.title")), Second: plain("/members"), Keys: "g m"},
			}},
			{Key: "d", Label: ui.T("palette.group.deeds"), Options: []ui.PaletteOption{
				{Key: "add", Icon: ui.IconUserPlus, Text: plain(ui.T("palette.add")), Second: plain(ui.T("members.title")), Keys: "n"},
			}},
		},
	}
}

func aboutPerson(id string) ui.Palette {
	return ui.Palette{
		ID: id, About: "Vera Vogel", Ask: ui.T("palette.askPerson", "name", "Vera Vogel"), Active: "edit", Found: ui.N("palette.found", 2), Hints: usual(),
		Groups: []ui.PaletteGroup{{Key: "p", Label: ui.T("palette.group.person", "name", "Vera Vogel"), Options: []ui.PaletteOption{
			{Key: "edit", Icon: ui.IconPencil, Text: plain(ui.T("palette.person.edit"))},
			{Key: "off", Icon: ui.IconUserOff, Text: plain(ui.T("palette.person.deactivate")), Second: plain(ui.T("palette.person.deactivateSecond"))},
		}}},
	}
}

func nothingFound(id string) ui.Palette {
	return ui.Palette{
		ID: id, Typed: "xyz", Ask: ui.T("palette.ask"), Active: "add", Hints: usual(),
		Title: ui.T("palette.none.title"), Text: ui.T("palette.none.text"), Found: ui.T("palette.none.title"),
		Groups: []ui.PaletteGroup{{Key: "i", Label: ui.T("palette.group.instead"), Options: []ui.PaletteOption{
			{Key: "add", Icon: ui.IconUserPlus, Text: plain(ui.T("palette.add")), Second: plain(ui.T("members.title"))},
		}}},
	}
}
