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
	return app.Dl().Class("diff").Body(
		app.Range(lines).Slice(func(i int) app.UI {
			return app.Div().Class("diff-line").Body(
				app.Dt().Text(lines[i].Label),
				app.Dd().Body(Values(c.Op, lines[i])...),
			)
		}),
	)
}

// Values are the two sides of a field: struck out what it was, then what it became.
func Values(op ledger.Op, l story.Line) []app.UI {
	switch op {
	case ledger.Created:
		return []app.UI{app.Ins().Text(l.After)}
	case ledger.Deleted:
		return []app.UI{app.Del().Text(l.Before)}
	}
	if len(l.Added)+len(l.Removed) > 0 {
		var out []app.UI
		for _, tag := range l.Removed {
			out = append(out, app.Del().Text(tag))
		}
		for _, tag := range l.Added {
			out = append(out, app.Ins().Text(tag))
		}
		return out
	}
	return []app.UI{side(l.Before, true), app.Span().Class("visually-hidden").Text(" " + ui.T("audit.becomes") + " "), side(l.After, false)}
}

func side(text string, before bool) app.UI {
	switch {
	case text == "":
		return app.Em().Class("diff-empty").Text(ui.T("audit.empty"))
	case before:
		return app.Del().Text(text)
	}
	return app.Ins().Text(text)
}
