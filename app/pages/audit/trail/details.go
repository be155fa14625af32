package trail

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

const (
	recordsShown = 10  // how many records an unfolded line shows before it asks
	recordsMost  = 500 // and how many at all: more are for an export
)

// details are what became of each record, field by field, what is known of the entry, and what can be done with it.
func (r *Row) details(it story.Item, by uint64) app.UI {
	t := r.Trail
	l := t.line(r.Seq)
	var changes []ledger.Change
	for _, e := range it.Entries {
		changes = append(changes, e.Changes...)
	}
	return app.Div().Class("trail-open").Body(
		t.records(changes, l),
		r.facts(it),
		app.Div().Class("trail-foot").Body(
			t.undoUI(it, by),
			ui.Button{
				Text: ui.T("audit.link"), Icon: ui.IconLink, Kind: ui.Quiet, Scope: r.CompoID(),
				OnClick: func(ctx app.Context, _ app.Event) {
					store.Copy(ctx, app.Window().URL().Scheme+"://"+app.Window().URL().Host+Address(r.Seq), ui.T("audit.link.copied"))
				},
			}.UI(),
		),
		app.Div().Class("trail-plan-holder").Body(app.If(l.plan, func() app.UI { return t.planUI(it) })),
	)
}

// records are changes, as many as l wants to show.
func (t *Trail) records(changes []ledger.Change, l *line) app.UI {
	limit := recordsShown
	if l.whole {
		limit = recordsMost
	}
	shown := changes[:min(limit, len(changes))]
	more := len(changes) - len(shown)
	return app.Div().Class("trail-records").Body(
		app.Range(shown).Slice(func(i int) app.UI { return record(shown[i], t.Names, len(changes) > 1) }),
		app.Div().Body(app.If(more > 0, func() app.UI {
			return ui.Button{
				Text: ui.N("audit.moreRecords", more), Kind: ui.Quiet, Disabled: l.whole,
				OnClick: func(app.Context, app.Event) { l.whole = true; t.Version++ },
			}.UI()
		})),
	)
}

// facts are what is known of the entry beside its changes.
func (r *Row) facts(it story.Item) app.UI {
	e := it.Entries[0]
	on := story.Device(e.Device)
	if kind := story.DeviceKind(e.Device); kind != "" {
		on += ", " + kind
	}
	if on == "" {
		on = ui.T("audit.device.none")
	}
	hash := hashText(e.Hash)
	claimed, when := story.Claimed(e), "audit.fact.when"
	if !claimed.IsZero() {
		when = "audit.fact.arrived"
	}
	return app.Dl().Class("trail-facts").Body(
		app.If(!claimed.IsZero(), func() app.UI { return fact(ui.T("audit.fact.claimed"), app.Span().Text(ui.DateTime(claimed))) }),
		fact(ui.T(when), app.Span().Text(ui.DateTime(e.At))),
		fact(ui.T("audit.fact.device"), app.Span().Text(on)),
		fact(ui.T("audit.hash"), app.Span().Class("trail-hash").Body(
			app.Code().Title(hash).Text(hash[:12]+"…"),
			ui.Button{
				Icon: ui.IconCopy, Kind: ui.Quiet, Label: ui.T("audit.hash.copy", "entry", strconv.FormatUint(e.Seq, 10)), Scope: r.CompoID(),
				OnClick: func(ctx app.Context, _ app.Event) {
					store.Copy(ctx, hash, ui.T("audit.copied"))
				},
			}.UI(),
		)),
	)
}

func fact(name string, value app.UI) app.UI {
	return app.Div().Body(app.Dt().Text(name), app.Dd().Body(value))
}

func hashText(d ledger.Digest) string {
	text, _ := d.MarshalText() // never fails
	return string(text)
}

func record(c ledger.Change, names *story.Names, named bool) app.UI {
	lines := story.Lines(c)
	if c.Op != ledger.Updated && c.Kind == ledger.KindMember {
		// The name stands above, or in the sentence.
		lines = slices.DeleteFunc(lines, func(l story.Line) bool { return l.Field == "givenName" || l.Field == "surname" })
	}
	var head app.UI
	if named {
		head = app.P().Class("trail-name").Body(nameLink(c, names), app.Span().Class("trail-op").Text(OpText(c.Op)))
	}
	return app.Div().Class("trail-record").Class("trail-"+string(c.Op)).Body(app.Div().Body(head), diff(c, lines))
}

// nameLink names a record, and leads to it if it is here.
func nameLink(c ledger.Change, names *story.Names) app.UI {
	name := story.NameIn(c, names)
	if _, here := groupHere(org.GroupID(c.ID)); here {
		return app.A().Class("link trail-who").Href("/groups/" + c.ID).Text(name)
	}
	if _, here := nameHere(c.ID); here {
		return app.A().Class("link trail-who").Href("/members/" + c.ID).Text(name)
	}
	return app.Strong().Text(name)
}

// OpText names what a change did to its record.
func OpText(op ledger.Op) string {
	switch op {
	case ledger.Created:
		return ui.T("audit.op.created")
	case ledger.Deleted:
		return ui.T("audit.op.deleted")
	}
	return ui.T("audit.op.updated")
}
