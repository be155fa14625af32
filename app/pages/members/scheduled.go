package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// scheduledShown is how many members the page shows at once.
const scheduledShown = 200

// Scheduled is the page of all whose last day is set, and of tags that are to come and to go: who, what follows, when, and by whom.
type Scheduled struct {
	app.Compo
	scheduling scheduling
	ask        question
	shown      int
}

// OnMount follows the members.
func (p *Scheduled) OnMount(ctx app.Context) {
	p.shown = scheduledShown
	store.Watch(ctx, store.Members, store.Connection)
}

// Render shows the page.
func (p *Scheduled) Render() app.UI {
	if !may() {
		return lacking(ui.T("scheduled.title"), org.ManageMembers)
	}
	return app.Div().Class("birthdays scheduled").Body(
		back(),
		ui.PageHead(ui.T("scheduled.title"), store.Aged(ui.T("scheduled.sub"))),
		app.Div().Body(p.list()),
		p.scheduling.dialog(func(app.Context) {}),
		confirmDialog(&p.ask, func(ctx app.Context, _ app.Event) { p.ask.err = p.ask.carryOut(ctx) }),
	)
}

func (p *Scheduled) list() app.UI {
	all := store.Replica().Directory().Endings()
	if _, _, loading := store.Replica().Loading(); loading && len(all) == 0 {
		return ui.Skeleton(4)
	}
	if len(all) == 0 {
		return ui.Empty(ui.IconCalendar, ui.T("scheduled.none"), ui.T("scheduled.noneText"), ui.Button{Text: ui.T("members.title"), Icon: ui.IconUsers, Href: "/members"}.UI())
	}
	more := len(all) - p.shown
	all = all[:min(len(all), p.shown)]
	today := store.Replica().Today()
	var days []app.UI
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && (all[to].Day == all[from].Day || all[to].Day < today) {
			to++
		}
		title, over := ui.T("scheduled.overdue"), all[from].Day < today
		if !over {
			title = dayIn(all[from].Day, org.DaysFrom(today, all[from].Day))
		}
		days = append(days, ui.Card(title, app.Ul().Class("birthdays-list").Body(app.Range(all[from:to]).Slice(func(i int) app.UI { return p.row(all[from+i], over) }))))
		from = to
	}
	return app.Div().Body(app.Div().Body(days...), app.Div().Class("trail-end").Body(app.If(more > 0, func() app.UI {
		return ui.Button{Text: ui.N("scheduled.more", more), Kind: ui.Quiet, OnClick: func(app.Context, app.Event) { p.shown += scheduledShown }}.UI()
	})))
}

// dayIn names a day, and how far away it is.
func dayIn(day string, days int) string {
	switch days {
	case 0:
		return ui.T("scheduled.today")
	case 1:
		return ui.T("scheduled.tomorrow")
	}
	return ui.N("scheduled.in", days, "day", ui.DayWords(day))
}

func (p *Scheduled) row(e replica.Ending, over bool) app.UI {
	m, there := store.Replica().Member(e.Member)
	if !there {
		return app.Li()
	}
	if e.Tag != "" {
		return p.tagRow(e, m, over)
	}
	id, key := e.Member, string(e.Member)
	note := thenText(m)
	if over {
		note = ui.T("scheduled.was", "day", ui.Day(m.Until), "why", whyOpen(id))
	}
	now := deactivate
	if m.DeleteAfter {
		now = remove
	}
	return app.Li().Body(
		ui.AvatarOf(store.Here().Tenant, id, m),
		app.Div().Class("birthdays-who").Body(
			app.A().Class("t-name").Href("/members/"+key).Text(m.Name()),
			app.Small().Text(note),
			ui.ChangeMark{State: stands(id), Act: "inbox"}.UI(),
		),
		app.If(over, func() app.UI {
			return ui.Button{Text: ui.T("scheduled.now"), Label: ui.T("scheduled.nowThis", "name", m.Name()), Icon: ui.IconCheck, Scope: now + key,
				OnClick: func(app.Context, app.Event) { p.ask.open(now, at(id)) }}.UI()
		}),
		renewUI(id, m, ui.Plain),
		ui.Button{Text: ui.T("schedule.change"), Label: ui.T("scheduled.changeThis", "name", m.Name()), Icon: ui.IconCalendar, Scope: "change" + key,
			OnClick: func(app.Context, app.Event) { p.scheduling.open(only(id)) }}.UI(),
		ui.Button{Text: ui.T("schedule.withdraw"), Label: ui.T("scheduled.withdrawThis", "name", m.Name()), Icon: ui.IconX, Scope: "withdraw" + key,
			OnClick: func(ctx app.Context, _ app.Event) { withdrawOne(ctx, id) }}.UI(),
	)
}

// tagRow is a tag that is to come or to go, with what can be done about it: have it for as long again, or for ever, or not at all.
func (p *Scheduled) tagRow(e replica.Ending, m org.Member, over bool) app.UI {
	t, goes := m.TagTerms.Of(e.Tag), org.HasTag(m.Tags, e.Tag)
	what, one := "schedule.tagComes", []org.MemberID{e.Member}
	now, withdraw, on := tagArgs{Members: one, Add: []string{e.Tag}}, tagArgs{Members: one, Remove: []string{e.Tag}}, org.DayAfter(t.From, -1)
	if goes {
		what, on, now, withdraw = "schedule.tagGoes", t.Until, withdraw, now
		withdraw.Always = true
	}
	note := madeBy(ui.T(what, "tag", e.Tag), t.By)
	if over {
		note = ui.T("schedule.tagOver", "tag", e.Tag, "day", ui.Day(e.Day), "why", why(store.Replica().HindersTag(e.Member, t.By, on)))
	}
	renew := tagArgs{Members: one, Add: []string{e.Tag}}
	if next := t.Renewed(store.Replica().Today()); goes {
		renew.From, renew.Until = next.From, next.Until
	}
	key := string(e.Member) + e.Tag + on
	button := func(show bool, text, label string, icon ui.IconName, a tagArgs) app.UI {
		return app.If(show, func() app.UI {
			return ui.Button{Text: ui.T(text), Label: ui.T(label, "name", m.Name(), "tag", e.Tag, "day", ui.Day(a.Until)), Icon: icon, Scope: text + key,
				OnClick: func(ctx app.Context, _ app.Event) {
					store.DoNow(ctx, tag, a, saidOne(tag, m.Name()))
				}}.UI()
		})
	}
	return app.Li().Body(
		ui.AvatarOf(store.Here().Tenant, e.Member, m),
		app.Div().Class("birthdays-who").Body(
			app.A().Class("t-name").Href("/members/"+string(e.Member)).Text(m.Name()),
			app.Small().Text(note),
			ui.ChangeMark{State: stands(e.Member), Act: "inbox"}.UI(),
		),
		button(over, "scheduled.now", "scheduled.tagNow", ui.IconCheck, now),
		button(renew.Until != "", "schedule.renew", "scheduled.tagRenew", ui.IconRefresh, renew),
		button(true, "schedule.withdraw", "scheduled.tagWithdraw", ui.IconX, withdraw),
	)
}
