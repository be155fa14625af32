package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

const (
	schedule    = "members.schedule"
	unschedule  = "members.unschedule"
	renew       = "members.renew"
	scheduleID  = "members-schedule"
	scheduleDay = "members-schedule-day"
	thenOff     = "deactivate" // what follows on the last day
	thenDelete  = "delete"
)

// scheduling is the dialog that sets the last day of those who are chosen.
type scheduling struct {
	who    func() []int32 // the slots they are in, as they are now: what follows is chosen after them
	plan   Plan
	filter *replica.Query // as a question has it
	until  string
	then   string
	err    error
}

func (s *scheduling) open(who func() []int32) {
	slots := who()
	*s = scheduling{who: who, filter: later(len(slots)), then: thenOff}
	if len(slots) == 1 { // another day, or the other end, of one
		_, m := store.Replica().Directory().At(slots[0])
		s.until = m.Until
		if m.DeleteAfter {
			s.then = thenDelete
		}
	}
	s.judge(slots)
	ui.SetValue(scheduleDay, s.until)
	ui.OpenDialog(scheduleID)
	ui.Focus(scheduleDay)
}

// judge finds whom what follows can't be done to.
func (s *scheduling) judge(slots []int32) {
	p := plannerHere()
	p.try = func(deed string, id org.MemberID) error {
		_, err := store.Replica().Preview(deed, members.ScheduleArgs{Members: []org.MemberID{id}, Until: store.Replica().Today(), Delete: s.then == thenDelete})
		return err
	}
	s.plan = p.plan(schedule, slots)
}

// send does it, and says whether it is done.
func (s *scheduling) send(ctx app.Context) bool {
	args := members.ScheduleArgs{Members: s.plan.Act, Until: s.until, Delete: s.then == thenDelete}
	n := len(s.plan.Act)
	if s.filter != nil {
		args.Members = nil
		s.err = store.DoFiltered(ctx, schedule, args, *s.filter, n, ui.N("members.schedule.later", n))
	} else {
		_, s.err = store.Do(ctx, schedule, args, ui.N("members.schedule.said", n, "name", s.plan.Name, "day", ui.Day(s.until)))
	}
	if s.err != nil {
		ui.Focus(scheduleDay)
		return false
	}
	ui.CloseDialog(scheduleID)
	return true
}

// dialog takes the day and what follows, and says who is left out.
func (s *scheduling) dialog(done func(app.Context)) app.UI {
	n, left := len(s.plan.Act), leftOut(s.plan, words[schedule])
	title := ui.N("members.schedule.title", n, "name", s.plan.Name)
	if n == 0 {
		title = ui.T("members.nobody.title")
	}
	text := ui.T("members.schedule.text", "zone", store.Replica().Tenant().TimeZone())
	if s.filter != nil && n > 0 {
		text += " " + ui.T("inbox.later.text")
	}
	return ui.Dialog(scheduleID, title, ui.Form(func(ctx app.Context, _ app.Event) {
		if s.send(ctx) {
			done(ctx)
		}
	}, title,
		ui.Field{
			ID: scheduleDay, Label: ui.T("field.until"), Type: "date", From: store.Replica().Today(), Required: true, Value: s.until, Error: errorText(s.err), Autocomplete: "off",
			OnInput: func(_ app.Context, v string) { s.until, s.err = v, nil },
		}.UI(),
		ui.RadioCards{
			ID: "members-schedule-then", Label: ui.T("members.schedule.then"), Value: s.then,
			Choices: []ui.Choice{
				{Value: thenOff, Text: ui.T("members.deactivate.action"), Note: ui.T("members.schedule.thenOff")},
				{Value: thenDelete, Text: ui.T("members.delete.action"), Note: ui.T("members.schedule.thenDelete")},
			},
			OnChange: func(_ app.Context, then string) { s.then, s.err = then, nil; s.judge(s.who()) },
		}.UI(),
		app.P().Class("form-note").Text(text),
		app.Div().Body(app.Range(left).Slice(func(i int) app.UI { return left[i].UI() })),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: scheduleID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(scheduleID) }}.UI(),
			ui.Button{ID: "members-schedule-go", Text: ui.T("members.schedule.button"), Kind: ui.Primary, Submit: true, Disabled: n == 0 || s.until == ""}.UI(),
		),
	))
}

// withdrawOne takes the last day of one member back at once: the notice offers to undo that.
func withdrawOne(ctx app.Context, id org.MemberID) {
	m, _ := store.Replica().Member(id)
	store.DoNow(ctx, unschedule, listArgs{[]org.MemberID{id}}, ui.T("members.unschedule.said", "name", m.Name()))
}

// renewOne has one member stay for as long again, at once: the notice offers to undo that.
func renewOne(ctx app.Context, id org.MemberID) {
	m, _ := store.Replica().Member(id)
	day := ui.Day(members.Renewed(m, store.Replica().Today()))
	store.DoNow(ctx, renew, listArgs{[]org.MemberID{id}}, ui.T("members.renew.said", "name", m.Name(), "day", day))
}

// renewUI has a member stay until the day that the button names; none for who has no first and last day.
func renewUI(id org.MemberID, m org.Member, kind ui.ButtonKind) app.UI {
	day := members.Renewed(m, store.Replica().Today())
	return app.If(day != "" && m.Ends() && !m.Deactivated, func() app.UI {
		return ui.Button{Text: ui.T("schedule.renew"), Label: ui.T("scheduled.renewThis", "name", m.Name(), "day", ui.Day(day)), Icon: ui.IconRefresh, Kind: kind, Scope: "renew" + string(id) + day,
			OnClick: func(ctx app.Context, _ app.Event) { renewOne(ctx, id) }}.UI()
	})
}

// endText says when somebody leaves and how, in few words; "" for who stays.
func endText(m org.Member) string {
	switch {
	case !m.Begun(store.Replica().Today()):
		return ui.T("schedule.from", "day", ui.Day(m.From))
	case !m.Ends():
		return ""
	case m.EndedBy(store.Replica().Today()):
		return ui.T("schedule.overdue", "day", ui.Day(m.Until))
	case m.DeleteAfter:
		return ui.T("schedule.deleted", "day", ui.Day(m.Until))
	}
	return ui.T("schedule.until", "day", ui.Day(m.Until))
}

// endUI is what is set for somebody's last day on their page, with what can be done about it.
func (p *One) endUI(m org.Member) []app.UI {
	id := org.MemberID(p.ID)
	note := thenText(m)
	if m.EndedBy(store.Replica().Today()) {
		note = whyOpen(id)
	}
	return []app.UI{
		app.Div().Class("member-value").Body(app.Span().Text(ui.Day(m.Until)), app.If(m.Ends(), func() app.UI { return app.Small().Class("member-note").Text(note) })),
		app.Div().Class("member-ends").Body(
			renewUI(id, m, ui.Quiet),
			app.If(m.Ends(), func() app.UI {
				return ui.Button{Text: ui.T("schedule.change"), Kind: ui.Quiet, Scope: "change" + p.ID, OnClick: func(app.Context, app.Event) { p.scheduling.open(only(id)) }}.UI()
			}),
			app.If(m.Ends(), func() app.UI {
				return ui.Button{Text: ui.T("schedule.withdraw"), Kind: ui.Quiet, Scope: "withdraw" + p.ID, OnClick: func(ctx app.Context, _ app.Event) { withdrawOne(ctx, id) }}.UI()
			}),
		),
	}
}

// thenText says what follows on somebody's last day, and who has set it, once that is known here.
func thenText(m org.Member) string {
	then := ui.T("schedule.willDeactivate")
	if m.DeleteAfter {
		then = ui.T("schedule.willDelete")
	}
	return madeBy(then, m.UntilBy)
}

// madeBy adds to what is scheduled who has done that, once it is known here.
func madeBy(then string, maker org.MemberID) string {
	by, there := memberHere(maker)
	name := by.Name()
	if _, _, loading := store.Replica().Loading(); !there && loading {
		return then
	} else if !there {
		name = ui.T("schedule.nobody")
	}
	return ui.T("schedule.by", "what", then, "name", name)
}

// whyOpen says why what was set for a last day has not been done.
func whyOpen(id org.MemberID) string { return why(store.Replica().Hinders(id)) }

func why(err error) string {
	if err != nil {
		return ui.ErrorText(err)
	}
	return ui.T("schedule.open")
}
