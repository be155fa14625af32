package trail

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

type undoArgs struct {
	Entries []uint64 `json:"entries"`
}

// mayUndo asks the deed itself whether an entry can be taken back now. The answer is kept until something changes.
func (t *Trail) mayUndo(e ledger.Entry) error {
	r := store.Replica()
	if v, ok := t.undo[e.Seq]; ok && v.version == r.Version() {
		return v.err
	}
	r.KeepEntry(e)
	_, err := r.Preview("ledger.undo", undoArgs{[]uint64{e.Seq}})
	t.undo[e.Seq] = verdict{r.Version(), err}
	return err
}

// takeBack undoes an item as one step.
func (t *Trail) takeBack(ctx app.Context, it story.Item) {
	said := ui.T("audit.undo.said", "entry", strconv.FormatUint(it.Seq(), 10))
	if n := len(it.Entries); n > 1 {
		said = ui.N("audit.undo.saidMany", n)
	}
	delete(t.wrong, it.Seq())
	if err := store.UndoEntries(ctx, it.Entries, said); err != nil {
		t.wrong[it.Seq()] = err
	}
	t.Version++
}

// undoUI is the button that takes an item back, or why that can't be done.
func (t *Trail) undoUI(it story.Item, by map[uint64]uint64) app.UI {
	if !store.Me().Role.May(org.ReadLedger) {
		return nil
	}
	why := func(text string) app.UI { return app.Span().Class("trail-why").Text(text) }
	if err := t.wrong[it.Seq()]; err != nil {
		return app.Span().Class("trail-why trail-wrong").Attr("role", "alert").Text(ui.ErrorText(err))
	}
	undo := ui.Button{
		Text: ui.T("audit.undo"), Icon: ui.IconArrowBack, Kind: ui.Quiet, Scope: "undo" + strconv.FormatUint(it.Seq(), 10),
		OnClick: func(ctx app.Context, _ app.Event) { t.takeBack(ctx, it) },
	}
	if n := len(it.Entries); n > 1 {
		if by[it.Seq()] != 0 && by[it.First()] != 0 {
			return why(ui.T("audit.undo.already", "by", strconv.FormatUint(by[it.First()], 10)))
		}
		undo.Text = ui.N("audit.undo.all", n)
		undo.Scope += "-" + strconv.Itoa(n)
		if !t.complete(it) {
			undo.Disabled, undo.Why = true, ui.T("audit.undo.more")
		}
		return undo.UI()
	}
	if b := by[it.Seq()]; b != 0 {
		return why(ui.T("audit.undo.already", "by", strconv.FormatUint(b, 10)))
	}
	switch err := t.mayUndo(it.Entries[0]); {
	case fault.Is(err, "undo.changedSince"):
		return app.Span().Class("trail-why").Title(ui.ErrorText(err)).Text(ui.T("audit.undo.first", "by", fault.First(err).Values["by"]))
	case err != nil:
		return why(ui.ErrorText(err))
	}
	if n := it.Changes(); n > 1 {
		undo.Text = ui.N("audit.undo.records", n)
	}
	return undo.UI()
}
