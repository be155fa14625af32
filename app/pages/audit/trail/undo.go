package trail

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/pages/audit/story"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

type undoArgs struct {
	Entries []uint64 `json:"entries"`
}

// preview asks the deed itself what taking an item back would do now.
func (t *Trail) preview(it story.Item) ([]ledger.Change, error) {
	var args undoArgs
	for _, e := range t.Entries { // what was reported since does not stand in the way: the deed has to know that it was
		if e.Deed == members.StorageReported {
			store.Replica().KeepEntry(e)
		}
	}
	for _, e := range it.Entries {
		store.Replica().KeepEntry(e)
		args.Entries = append(args.Entries, e.Seq)
	}
	return store.Replica().Preview("ledger.undo", args)
}

// mayUndo says why an item can't be taken back now, if that is so. The answer is kept until something changes.
func (t *Trail) mayUndo(it story.Item) error {
	l, now := t.line(it.Seq()), store.Replica().Version()+1
	if l.verdict.version != now {
		_, err := t.preview(it)
		l.verdict = verdict{now, err}
		t.askWho(it, err)
	}
	return l.verdict.err
}

// askWho looks at an entry that stands in the way and is not loaded: it may be the very one that took this back.
func (t *Trail) askWho(it story.Item, err error) {
	f := fault.First(err)
	if !fault.Is(err, "undo.changedSince") || !t.Pinned() {
		return
	}
	other, _ := strconv.ParseUint(f.Values["by"], 10, 64)
	if other <= t.latest() || t.ctx.Src() == nil {
		return
	}
	turn := t.turn
	ask(t.ctx, t.tenant, client.EntriesQuery{Before: other + 1, Limit: 1}, func(_ app.Context, r route.EntriesReply, err error) {
		if turn != t.turn || err != nil {
			return
		}
		for seq, by := range story.UndoneBy(r.Entries) {
			t.takenBy[seq] = by
		}
		t.by = nil
		t.Version++
	})
}

// takeBack undoes an item as one step.
func (t *Trail) takeBack(ctx app.Context, it story.Item) {
	said := ui.T("audit.undo.said", "entry", strconv.FormatUint(it.Seq(), 10))
	if n := len(it.Entries); n > 1 {
		said = ui.N("audit.undo.saidMany", n)
	}
	l := t.line(it.Seq())
	l.plan = false
	l.wrong = store.UndoEntries(ctx, it.Entries, said)
	t.Version++
	ctx.Defer(func(app.Context) { ui.Focus(foldID(it.Seq())) })
}

// undoUI is the button that leads to taking an item back, or why that can't be done.
func (t *Trail) undoUI(it story.Item, by uint64) app.UI {
	l, n := t.line(it.Seq()), len(it.Entries)
	switch {
	case !store.Me().Role.May(org.ReadLedger):
		return nil
	case l.wrong != nil:
		return app.Span().Class("trail-why trail-wrong").Attr("role", "alert").Text(ui.ErrorText(l.wrong))
	case by != 0 && t.UndoneBy()[it.Seq()] != 0:
		return why(ui.T("audit.undo.already"), by)
	}
	undo := ui.Button{
		ID: undoID(it.Seq()), Text: ui.T("audit.undo"), Icon: ui.IconArrowBack, Scope: undoID(it.Seq()) + "-" + strconv.Itoa(n),
		OnClick: func(ctx app.Context, _ app.Event) {
			l.open, l.plan = true, true
			t.Version++
			ctx.Defer(func(app.Context) { ui.Focus(undoID(it.Seq()) + "-yes") })
		},
	}
	if n > 1 {
		undo.Text = ui.N("audit.undo.all", n)
	} else if changes := it.Changes(); changes > 1 {
		undo.Text = ui.N("audit.undo.records", changes)
	}
	if !t.complete(it) {
		undo.Disabled, undo.Why = true, ui.T("audit.undo.more")
		return app.Div().Class("trail-cannot").Body(undo.UI(), app.Span().Class("trail-why").Text(undo.Why))
	}
	err := t.mayUndo(it)
	if f := fault.First(err); fault.Is(err, "undo.changedSince") {
		other, _ := strconv.ParseUint(f.Values["by"], 10, 64)
		return why(ui.T("audit.undo.first"), other)
	}
	switch {
	case err != nil:
		return app.Span().Class("trail-why").Text(ui.ErrorText(err))
	case l.plan:
		return app.Span() // the plan has the button
	}
	return undo.UI()
}

// undoButton is what undoUI shows of a line that is folded: the button, if it can be pressed. Why not is told where there is room for it.
func (t *Trail) undoButton(it story.Item, by uint64) app.UI {
	if b, ok := t.undoUI(it, by).(app.HTMLButton); ok {
		return b
	}
	return nil
}

func undoID(seq uint64) string { return rowID(seq) + "-undo" }

// why says what stands in the way, and leads there.
func why(text string, seq uint64) app.UI {
	return app.Span().Class("trail-why").Body(app.Span().Text(text+" "), app.A().Class("link trail-entry").Href(Address(seq)).Text(named(seq)))
}

// planUI shows what taking an item back will do, before it is done.
func (t *Trail) planUI(it story.Item) app.UI {
	changes, err := t.preview(it)
	if err != nil {
		return app.P().Class("trail-why trail-wrong").Attr("role", "alert").Text(ui.ErrorText(err))
	}
	l, id := t.line(it.Seq()), undoID(it.Seq())
	seq := strconv.FormatUint(it.Seq(), 10)
	title, yes := ui.T("audit.plan.title", "entry", seq), ui.T("audit.plan.yes", "entry", seq)
	if n := len(it.Entries); n > 1 {
		title, yes = ui.N("audit.plan.titleMany", n), ui.N("audit.plan.yesMany", n)
	}
	shown := changes[:min(recordsShown, len(changes))]
	return app.Div().Class("trail-plan").Attr("role", "group").Aria("labelledby", id+"-title").Body(
		app.H3().ID(id+"-title").Text(title),
		app.Div().Class("trail-records").Body(app.Range(shown).Slice(func(i int) app.UI { return record(shown[i], t.Names, true) })),
		app.P().Class("trail-why").Text(planRest(len(changes)-len(shown))),
		app.Div().Class("trail-plan-actions").Body(
			ui.Button{
				ID: id + "-yes", Text: yes, Icon: ui.IconArrowBack, Kind: ui.Primary, Scope: id,
				OnClick: func(ctx app.Context, _ app.Event) { t.takeBack(ctx, it) },
			}.UI(),
			ui.Button{
				Text: ui.T("audit.plan.no"), Scope: id,
				OnClick: func(ctx app.Context, _ app.Event) {
					l.plan = false
					t.Version++
					ctx.Defer(func(app.Context) { ui.Focus(id) })
				},
			}.UI(),
		),
	)
}

func planRest(n int) string {
	if n <= 0 {
		return ui.T("audit.plan.entry")
	}
	return ui.N("audit.plan.rest", n) + " " + ui.T("audit.plan.entry")
}
