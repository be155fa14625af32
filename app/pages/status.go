package pages

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/inbox"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/route"
)

// connection says in words whether all is with the server.
func (f *Frame) connection() ui.Connection {
	c := ui.Connection{Waiting: len(store.Replica().Pending()), Since: store.OfflineSince()}
	have, total, loading := store.Replica().Loading()
	switch {
	case store.Now() == store.Locked:
		c.State = ui.Locked
	case store.Now() == store.Overdue:
		c.State = ui.Barred
	case f.update == updateNeeded:
		c.State, c.Why = ui.Blocked, ui.T("connection.why.version")
	case store.Replica().Stuck():
		c.State, c.Why = ui.Blocked, ui.T("connection.why.data")
	case !store.Online():
		c.State = ui.Offline
	case !store.In():
		c.State = ui.Connecting
	case loading && store.Here().Tenant != "":
		c.State, c.Have, c.Total = ui.CatchingUp, have, total
	case c.Waiting > 0:
		c.State = ui.Sending
	}
	return c
}

// banners are what concerns the whole app: no connection, refused changes, a new version.
func (f *Frame) banners() app.UI {
	var out []app.UI
	if f.update != "" {
		out = append(out, updateBanner(f.update))
	}
	if n := store.Vanished(); n > 0 {
		out = append(out, ui.Banner(ui.Bad, ui.IconAlert, ui.N("device.vanished", n), ui.T("device.vanishedText"),
			ui.Button{Text: ui.T("device.vanishedRead"), Kind: ui.Quiet, OnClick: func(ctx app.Context, _ app.Event) { store.DismissVanished(ctx) }}.UI()))
	}
	if store.KeepsNothing() && store.In() {
		out = append(out, ui.Banner(ui.Wait, ui.IconAlert, ui.T("device.nothing"), ui.T("device.nothingText")))
	}
	if !store.Online() && f.update != updateNeeded {
		out = append(out, offlineBanner())
	}
	if n := len(store.Replica().Undecided()); n > 0 && f.address.Path != "/inbox" {
		out = append(out, ui.Banner(ui.Bad, ui.IconAlertCircle, ui.N("inbox.banner", n), ui.N("inbox.banner.text", n),
			ui.Button{Text: ui.T("inbox.look"), Kind: ui.Quiet, Href: "/inbox"}.UI()))
	}
	if store.Replica().Stuck() {
		out = append(out, ui.Banner(ui.Bad, ui.IconAlert, ui.T("connection.stuck"), ui.T("connection.stuckText")))
	}
	return app.Div().Class("banners").Body(out...)
}

// offlineBanner says since when, and what that means for what was done. On a phone it is one line that unfolds, once there is something to see below it.
func offlineBanner() app.UI {
	c := ui.Connection{State: ui.Offline, Since: store.OfflineSince()}
	waiting := len(store.Replica().Pending())
	try := ui.Button{Text: ui.T("connection.try"), Kind: ui.Quiet, OnClick: func(ctx app.Context, _ app.Event) { store.Refresh(ctx) }}.UI()
	more := ui.T("connection.nothingWaits")
	if waiting > 0 {
		more = ui.N("connection.kept", waiting)
		if store.KeepsNothing() {
			more = ui.N("connection.held", waiting)
		}
		if store.Persistence() == "no" {
			more += " " + ui.T("device.notPersistent")
		}
	} else if _, _, loading := store.Replica().Loading(); store.Now() == store.Asking || loading {
		return ui.Banner(ui.Wait, ui.IconWifiOff, c.Says(), ui.T("connection.needed"), try)
	}
	if ui.Phone() && !(waiting > 0 && store.KeepsNothing()) { // what asks something of the person is not folded away
		c.Waiting = waiting
		return ui.BannerFold(ui.Wait, ui.IconWifiOff, c.Says(), more, try)
	}
	return ui.Banner(ui.Wait, ui.IconWifiOff, c.Says(), more, try)
}

// dialogs are the ones that any page may need.
func (f *Frame) dialogs() app.UI {
	return app.Div().Class("dialogs").Body(
		ui.Confirm{
			ID: "leave", Title: ui.T("leave.title"), Text: ui.N("leave.text", len(store.Replica().Pending())),
			Cancel: ui.T("leave.stay"), Do: ui.T("leave.go"), Danger: true,
			OnDo: func(ctx app.Context, _ app.Event) { f.leave(ctx) },
		}.UI(),
	)
}

// notices say what happened and offer to take it back. Each has a place of its own, so that none moves when another goes. On a phone
// the latest stands before the others, so that they never cover the list.
func (f *Frame) notices() app.UI {
	slots := make([]app.UI, store.MaxNotices)
	for i := range slots {
		slots[i] = app.Div()
	}
	all := store.AllNotices()
	for i, n := range all {
		slot := app.Div().Body(noticeUI(n))
		if i == len(all)-1 {
			slot.Class("latest")
		}
		slots[n.Slot] = slot
	}
	return app.Div().Class("notices").Aria("live", "polite").Body(slots...)
}

func noticeUI(n store.Notice) app.UI {
	shown := &ui.Notice{
		ID: strconv.Itoa(n.N), Text: n.Text, Tone: ui.OK, Seconds: n.Seconds(),
		OnHold:  func(ctx app.Context, focus, on bool) { store.HoldNotice(ctx, n.N, focus, on) },
		OnClose: func(ctx app.Context, _ app.Event) { store.CloseNotice(ctx, n.N) },
	}
	if n.Stays {
		shown.Tone = ui.Wait
	}
	if n.CanUndo() {
		shown.OnUndo = func(ctx app.Context, _ app.Event) { store.UndoNotice(ctx, n.N) }
	}
	return shown
}

// jobs show how far what takes longer is, and let it be stopped.
func (f *Frame) jobs() app.UI {
	all := store.AllJobs()
	return app.Div().Class("jobs").Body(app.Range(all).Slice(func(i int) app.UI { return jobOf(all[i]).UI() }))
}

// jobOf is a job as it is shown.
func jobOf(j route.JobReply) ui.JobCard {
	card := ui.JobCard{
		ID: string(j.ID), Title: inbox.DeedTitle(j.Deed), State: j.State, Done: j.Done, Total: j.Total, Refused: j.Refused,
		OnStop:   func(ctx app.Context, _ app.Event) { store.StopJob(ctx, j.ID) },
		OnResume: func(ctx app.Context, _ app.Event) { store.ResumeJob(ctx, j.ID) },
		OnClose:  func(ctx app.Context, _ app.Event) { store.CloseJob(ctx, j.ID) },
	}
	if j.Title != "" {
		card.Title += " · " + j.Title
	}
	if j.Fault != nil {
		card.Why = ui.FaultText(j.Fault)
	}
	if len(j.Entries) > 0 && j.Deed != "ledger.undo" {
		card.OnUndo = func(ctx app.Context, _ app.Event) { undoJob(ctx, j) }
	}
	return card
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
