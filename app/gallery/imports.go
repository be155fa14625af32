package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/imports"
)

// importing is what only the import of a list has.
func importing() []Specimen {
	row := func(name string, n int, phone bool) State {
		return State{name, func() app.UI { return imports.NewSpecimen().Row(n, phone) }}
	}
	take := func(name string, sending, offline, none bool) State {
		return State{name, func() app.UI { return imports.NewSpecimen().Take(sending, offline, none) }}
	}
	return []Specimen{
		{
			ID: "verdict-row", Title: "Row with its verdict",
			Care: []string{
				"The verdict is a word and a sign, not a colour alone.",
				"What changes is struck out and set in, and said as «becomes» to a screen reader.",
				"A row has the height it needs, known beforehand, so that 50,000 of them scroll.",
			},
			States: []State{
				row("New", 0, false), row("Changed", 1, false), row("Unchanged", 2, false),
				{"Left out by hand", func() app.UI { return imports.NewSpecimen().LeftOut() }},
			},
		},
		{
			ID: "mend-field", Title: "Mending in place",
			Care: []string{
				"The cell is named, described by its reason, and marked as invalid.",
				"Where it can be told, what one would do is one tap away; leaving the row out always is.",
				"Enter leads to the next refused row; on the phone the cell is in a sheet.",
				"A mended row stays where it is until another view is chosen.",
			},
			States: []State{
				row("An address without its ending", 3, false), row("A role where a kind should be", 4, false),
				{"Mended", func() app.UI { return imports.NewSpecimen().Mended() }},
				row("On the phone", 4, true),
			},
		},
		{
			ID: "take-panel", Title: "What taking over does",
			Care: []string{
				"Sentences with numbers, the weightiest first; the button bears the number of rows.",
				"A button that can't be pressed says what it waits for, beside it.",
				"A bar in reach of the thumb where there is no room beside the list.",
			},
			States: []State{
				take("Something to take", false, false, false), take("On its way", true, false, false),
				take("Without a connection", false, true, false), take("Nothing to take", false, false, true),
			},
		},
		{
			ID: "import-steps", Title: "Steps", Care: []string{"The step at hand is marked as the current one; those before say that they are done."},
			States: []State{
				{"File", func() app.UI { return imports.NewSpecimen().Steps(1) }},
				{"Check", func() app.UI { return imports.NewSpecimen().Steps(2) }},
				{"Take over", func() app.UI { return imports.NewSpecimen().Steps(3) }},
			},
		},
	}
}
