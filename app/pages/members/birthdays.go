package members

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// birthdaysWithin is how many days ahead the page looks.
const birthdaysWithin = 10

// Birthdays is the page of those who have their birthday today or soon.
type Birthdays struct {
	app.Compo
	tenant  org.TenantID          // of which it was asked
	said    *route.BirthdaysReply // whose one is reminded of; nil until it is known
	asking  bool
	err     error
	turning map[org.MemberID]bool // what the server has been told and has not said yet

	congratulating congratulating
}

// OnMount follows the members, and asks whose birthday one is reminded of as soon as that can be asked.
func (p *Birthdays) OnMount(ctx app.Context) {
	p.turning = map[org.MemberID]bool{}
	store.Watch(ctx, store.Members)
	for _, topic := range []string{store.Connection, store.Session} {
		ctx.Handle(topic, func(ctx app.Context, _ app.Action) { p.ask(ctx, app.Event{}) })
	}
	p.ask(ctx, app.Event{})
}

func (p *Birthdays) ask(ctx app.Context, _ app.Event) {
	tenant := store.Here().Tenant
	if p.tenant != tenant {
		p.tenant, p.said, p.asking = tenant, nil, false
	}
	if p.said != nil || p.asking || tenant == "" || !store.Online() || !may() {
		return
	}
	p.asking, p.err = true, nil
	ui.Ask(ctx, func() (route.BirthdaysReply, error) { return store.Client().Birthdays(tenant) }, func(_ app.Context, said route.BirthdaysReply, err error) {
		if p.tenant != tenant {
			return
		}
		if p.asking, p.err = false, err; err == nil {
			p.said = &said
		}
	})
}

// remind turns on or off that one is reminded of somebody.
func (p *Birthdays) remind(ctx app.Context, of org.MemberID, on bool) {
	tenant := p.tenant
	p.turning[of] = on
	ui.Ask(ctx, func() (route.BirthdaysReply, error) {
		return store.Client().Remind(tenant, route.RemindRequest{Member: string(of), On: on})
	}, func(ctx app.Context, said route.BirthdaysReply, err error) {
		delete(p.turning, of) // where it went wrong, it is as it was
		switch {
		case err != nil:
			store.Notify(ctx, ui.ErrorText(err))
		case p.tenant == tenant:
			p.said = &said
		}
	})
}

// Render shows the page.
func (p *Birthdays) Render() app.UI {
	if !may() {
		return lacking(ui.T("birthdays.title"), org.ManageMembers)
	}
	return app.Div().Class("birthdays").Body(
		back(),
		ui.PageHead(ui.T("birthdays.title"), store.Aged(ui.N("birthdays.sub", birthdaysWithin))),
		app.Div().Class("birthdays-told").Body(p.told()),
		app.Div().Body(p.list()),
		p.congratulating.dialog(),
	)
}

// told says how one is reminded, and where that is changed.
func (p *Birthdays) told() app.UI {
	said := ""
	switch {
	case p.said != nil:
		said = ui.T("birthdays.told." + string(p.said.By))
	case p.err != nil:
		return app.P().Body(app.Span().Text(ui.ErrorText(p.err)), ui.Button{Text: ui.T("push.again"), Kind: ui.Quiet, OnClick: p.ask}.UI())
	case !store.Online():
		said = ui.T("birthdays.told.offline")
	}
	return app.P().Body(
		app.Span().Attr("role", "status").Text(said),
		app.If(p.said != nil, func() app.UI {
			return app.A().Class("link").Href("/profile#notifications").Text(ui.T("birthdays.told.change"))
		}),
	)
}

// reminds is the choice whether one is reminded of somebody.
func (p *Birthdays) reminds(of org.MemberID, name string) app.UI {
	if p.said == nil {
		return nil
	}
	on, waits := p.turning[of]
	if !waits {
		on = p.said.Reminds(of)
	}
	return ui.Check{ID: "remind-" + string(of), Label: ui.T("birthdays.remind"), Aria: ui.T("birthdays.remindThis", "name", name), On: on, Disabled: !store.Online(),
		OnChange: func(ctx app.Context, on bool) { p.remind(ctx, of, on) }}.UI()
}

func (p *Birthdays) list() app.UI {
	now := time.Now()
	all := store.Replica().Directory().Birthdays(now, birthdaysWithin)
	if _, _, loading := store.Replica().Loading(); loading && len(all) == 0 {
		return ui.Skeleton(4)
	}
	if len(all) == 0 {
		return ui.Empty(ui.IconCake, ui.N("birthdays.none", birthdaysWithin), ui.T("birthdays.noneText"), ui.Button{Text: ui.T("imports.title"), Href: "/import"}.UI())
	}
	var days []app.UI
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && all[to].Days == all[from].Days {
			to++
		}
		days = append(days, p.on(now, all[from:to]))
		from = to
	}
	return app.Div().Body(days...)
}

// on are those of one day.
func (p *Birthdays) on(now time.Time, of []replica.Birthday) app.UI {
	return ui.Card(dayAhead(now, of[0].Days), app.Ul().Class("birthdays-list").Body(app.Range(of).Slice(func(i int) app.UI {
		m, there := store.Replica().Member(of[i].Member)
		if !there {
			return app.Li()
		}
		return app.Li().Body(
			ui.AvatarOf(store.Here().Tenant, of[i].Member, m),
			app.Div().Class("birthdays-who").Body(
				app.A().ID("birthday-"+string(of[i].Member)).Class("t-name").Href("/members/"+string(of[i].Member)).Text(m.Name()),
				app.Small().Text(ui.T("birthdays.turns", "age", ui.Number(of[i].Age))),
			),
			app.Div().Class("birthdays-remind").Body(p.reminds(of[i].Member, m.Name())),
			app.Div().Class("birthdays-do").Body(p.congratulates(now, of[i], m)),
		)
	})))
}

// dayAhead names a day that comes in so many days.
func dayAhead(now time.Time, days int) string {
	switch days {
	case 0:
		return ui.T("birthdays.today")
	case 1:
		return ui.T("birthdays.tomorrow")
	}
	return ui.DayWords(now.AddDate(0, 0, days).Format(time.DateOnly))
}
