package trail

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
)

// recordsShown is how many records an unfolded line shows before it asks.
const recordsShown = 10

// details are what became of each record, field by field.
func (r *Row) details(it story.Item, by map[uint64]uint64) app.UI {
	t := r.Trail
	all := it.Changes()
	limit := recordsShown
	if t.whole[r.Seq] {
		limit = 500
	}
	var records []app.UI
	for _, e := range it.Entries {
		for _, c := range e.Changes {
			if len(records) < limit {
				records = append(records, record(c, t.Names, all > 1))
			}
		}
	}
	more := all - len(records)
	return app.Div().Class("trail-open").Body(
		app.Div().Class("trail-records").Body(records...),
		app.Div().Body(app.If(more > 0, func() app.UI {
			return ui.Button{
				Text: ui.N("audit.moreRecords", more), Kind: ui.Quiet, Disabled: t.whole[r.Seq],
				OnClick: func(app.Context, app.Event) { t.whole[r.Seq] = true; t.Version++ },
			}.UI()
		})),
		app.Div().Class("trail-foot").Body(
			t.undoUI(it, by),
			app.Span().Class("trail-hash").Title(hashText(it.Entries[0].Hash)).Text(ui.T("audit.hash")+" "+hashText(it.Entries[0].Hash)[:12]+"…"),
		),
	)
}

func hashText(d ledger.Digest) string {
	text, _ := d.MarshalText() // never fails
	return string(text)
}

func record(c ledger.Change, names *story.Names, named bool) app.UI {
	head, lines := "", story.Lines(c)
	if named {
		head = story.NameIn(c, names)
	}
	if c.Op != ledger.Updated && c.Kind == ledger.KindMember {
		// The name stands above, or in the sentence.
		lines = slices.DeleteFunc(lines, func(l story.Line) bool { return l.Field == "givenName" || l.Field == "surname" })
	}
	return app.Div().Class("trail-record").Class("trail-"+string(c.Op)).Body(
		app.P().Class("trail-name").Text(head),
		diff(c, lines),
	)
}

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
