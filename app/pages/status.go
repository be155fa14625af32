package pages

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/route"
)

// connection says in words whether all is with the server.
func (f *Frame) connection() app.UI {
	n := len(store.Replica().Pending())
	have, total, loading := store.Replica().Loading()
	class, text := "pill", ui.T("connection.inTime")
	switch {
	case store.Now() != store.SignedIn && store.Online():
		class, text = "pill quiet", ""
	case !store.Online():
		class, text = "pill wait", ui.T("connection.offlineSince", "time", ui.Clock(store.OfflineSince()))
		if n > 0 {
			text += " · " + ui.N("connection.waiting", n)
		}
	case loading && store.Here().Tenant != "":
		class, text = "pill quiet", ui.T("connection.loading")
		if total > 0 {
			text = ui.T("connection.loadingOf", "have", ui.Number(have), "total", ui.Number(total))
		}
	case n > 0:
		class, text = "pill quiet", ui.N("connection.sending", n)
	}
	return app.Div().Class(class).Attr("role", "status").Body(app.I().Aria("hidden", true), app.Span().Text(text))
}

// banners are what concerns the whole app: no connection, refused changes, a new version.
func (f *Frame) banners() app.UI {
	var out []app.UI
	if f.update {
		out = append(out, ui.Banner(ui.Info, ui.IconRefresh, ui.T("update.title"), ui.T("update.text"),
			ui.Button{Text: ui.T("update.now"), Kind: ui.Quiet, OnClick: takeUpdate}.UI()))
	}
	if !store.Online() {
		more := ui.T("connection.nothingWaits")
		if n := len(store.Replica().Pending()); n > 0 {
			more = ui.N("connection.kept", n)
		} else if store.Now() == store.Asking {
			more = ui.T("connection.needed")
		}
		out = append(out, ui.Banner(ui.Wait, ui.IconWifiOff, ui.T("connection.offlineSince", "time", ui.Clock(store.OfflineSince())), more,
			ui.Button{Text: ui.T("connection.try"), Kind: ui.Quiet, OnClick: func(ctx app.Context, _ app.Event) { store.Refresh(ctx) }}.UI()))
	}
	if c := store.Replica().Conflicts(); len(c) > 0 {
		out = append(out, conflictBanner(c))
	}
	if store.Replica().Stuck() {
		out = append(out, ui.Banner(ui.Bad, ui.IconAlert, ui.T("connection.stuck"), ui.T("connection.stuckText")))
	}
	return app.Div().Class("banners").Body(out...)
}

// dialogs are the ones that any page may need.
func (f *Frame) dialogs() app.UI {
	return app.Div().Class("dialogs").Body(
		ui.Dialog("conflicts", ui.T("conflict.dialog"), conflictList(store.Replica().Conflicts())),
		ui.Confirm{
			ID: "leave", Title: ui.T("leave.title"), Text: ui.N("leave.text", len(store.Replica().Pending())),
			Cancel: ui.T("leave.stay"), Do: ui.T("leave.go"), Danger: true,
			OnDo: func(ctx app.Context, _ app.Event) { f.leave(ctx) },
		}.UI(),
	)
}

// notices say what happened and offer to take it back. Each has a place of its own, so that none moves when another goes.
func (f *Frame) notices() app.UI {
	slots := make([]app.UI, store.MaxNotices)
	for i := range slots {
		slots[i] = app.Div()
	}
	for _, n := range store.AllNotices() {
		slots[n.Slot] = app.Div().Body(noticeUI(n))
	}
	return app.Div().Class("notices").Aria("live", "polite").Body(slots...)
}

func noticeUI(n store.Notice) app.UI {
	shown := &ui.Notice{
		ID: strconv.Itoa(n.N), Text: n.Text, Tone: ui.OK, Seconds: n.Seconds(),
		OnHold:  func(ctx app.Context, focus, on bool) { store.HoldNotice(ctx, n.N, focus, on) },
		OnClose: func(ctx app.Context, _ app.Event) { store.CloseNotice(ctx, n.N) },
	}
	if n.CanUndo() {
		shown.OnUndo = func(ctx app.Context, _ app.Event) { store.UndoNotice(ctx, n.N) }
	}
	return shown
}

// jobs show how far what takes longer is, and let it be stopped.
func (f *Frame) jobs() app.UI {
	all := store.AllJobs()
	return app.Div().Class("jobs").Body(app.Range(all).Slice(func(i int) app.UI { return jobCard(all[i]) }))
}

func jobCard(j route.JobReply) app.UI {
	id := string(j.ID)
	title := deedTitle(j.Deed)
	if j.Title != "" {
		title += " · " + j.Title
	}
	return app.Section().Class("job").Aria("label", title).Body(
		app.Div().Class("job-head").Body(app.Strong().Text(title), app.Div().Class("job-actions").Body(jobActions(j, id)...)),
		ui.Progress(title, j.Done, j.Total),
		app.P().Class("job-state").Attr("role", "status").Text(jobState(j)),
	)
}

func jobActions(j route.JobReply, id string) []app.UI {
	shut := ui.Button{Icon: ui.IconX, Kind: ui.Quiet, Label: ui.T("button.close"), Scope: id, OnClick: func(ctx app.Context, _ app.Event) { store.CloseJob(ctx, j.ID) }}.UI()
	switch j.State {
	case route.JobRunning:
		return []app.UI{ui.Button{Text: ui.T("job.stop"), Icon: ui.IconStop, Kind: ui.Quiet, Scope: id, OnClick: func(ctx app.Context, _ app.Event) { store.StopJob(ctx, j.ID) }}.UI()}
	case route.JobStopped:
		return []app.UI{ui.Button{Text: ui.T("job.resume"), Icon: ui.IconPlay, Kind: ui.Quiet, Scope: id, OnClick: func(ctx app.Context, _ app.Event) { store.ResumeJob(ctx, j.ID) }}.UI(), shut}
	}
	if j.State == route.JobDone && len(j.Entries) > 0 && j.Deed != "ledger.undo" {
		return []app.UI{ui.Button{Text: ui.T("button.undo"), Icon: ui.IconArrowBack, Kind: ui.Quiet, Scope: id, OnClick: func(ctx app.Context, _ app.Event) { undoJob(ctx, j) }}.UI(), shut}
	}
	return []app.UI{shut}
}

// undoJob takes back all that a job has done, the latest first.
func undoJob(ctx app.Context, j route.JobReply) {
	back := slices.Clone(j.Entries)
	slices.Reverse(back)
	store.CloseJob(ctx, j.ID)
	if err := store.UndoSeqs(ctx, back, ui.T("notice.undone")); err != nil {
		store.Notify(ctx, ui.ErrorText(err))
	}
}

func jobState(j route.JobReply) string {
	done, total := ui.Number(j.Done), ui.Number(j.Total)
	switch j.State {
	case route.JobRunning:
		return ui.T("job.running", "done", done, "total", total)
	case route.JobStopping:
		return ui.T("job.stopping", "done", done, "total", total)
	case route.JobStopped:
		return ui.T("job.stopped", "done", done, "total", total)
	case route.JobFailed:
		if j.Fault != nil {
			return ui.T("job.failed", "done", done, "total", total, "why", ui.FaultText(j.Fault))
		}
		return ui.T("job.failed", "done", done, "total", total, "why", "")
	}
	if j.Refused > 0 {
		return ui.N("job.doneRefused", j.Refused, "done", done)
	}
	return ui.T("job.done", "done", done)
}

// watchUpdates listens for web/app.js, which watches the service worker.
func (f *Frame) watchUpdates(ctx app.Context) {
	w := app.Window()
	note := func() { f.update = true }
	if w.Get("stellwerkUpdateWaits").Truthy() {
		note()
	}
	w.Call("addEventListener", "stellwerk-update", app.FuncOf(func(app.Value, []app.Value) any {
		ctx.Dispatch(func(app.Context) { note() })
		return nil
	}))
}

// takeUpdate lets the waiting version take over; web/app.js loads the page again when it has.
func takeUpdate(ctx app.Context, _ app.Event) {
	if n := len(store.Replica().Pending()); n > 0 {
		store.Notify(ctx, ui.N("update.waits", n))
		return
	}
	if take := app.Window().Get("stellwerkTakeUpdate"); take.Truthy() {
		take.Invoke()
	}
}
