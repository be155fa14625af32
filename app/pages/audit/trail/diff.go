package trail

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
)

// Diff shows a change field by field: what it was and what it became.
func Diff(c ledger.Change) app.UI { return diff(c, story.Lines(c)) }

func diff(c ledger.Change, lines []story.Line) app.UI {
	changes := make([]ui.Change, len(lines))
	for i, l := range lines {
		changes[i] = change(c.Op, l)
	}
	return ui.Diff(changes...)
}

// Values are the two sides of a field: struck out what it was, then what it became.
func Values(op ledger.Op, l story.Line) []app.UI { return change(op, l).Values() }

func change(op ledger.Op, l story.Line) ui.Change {
	kind := ui.Changed
	switch op {
	case ledger.Created:
		kind = ui.Came
	case ledger.Deleted:
		kind = ui.Went
	}
	return ui.Change{Label: l.Label, Kind: kind, Before: l.Before, After: l.After, Added: l.Added, Removed: l.Removed}
}
