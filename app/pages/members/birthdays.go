package members

import (
	"net/url"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/text"
)

// birthdaysWithin is how many days ahead the page looks.
const birthdaysWithin = 10

// Birthdays is the page of those who have their birthday today or soon.
type Birthdays struct{ app.Compo }

// OnMount follows the members.
func (p *Birthdays) OnMount(ctx app.Context) { store.Watch(ctx, store.Members) }

// Render shows the page.
func (p *Birthdays) Render() app.UI {
	if !may() {
		return lacking(ui.T("birthdays.title"), org.ManageMembers)
	}
	return app.Div().Class("birthdays").Body(
		back(),
		ui.PageHead(ui.T("birthdays.title"), ui.N("birthdays.sub", birthdaysWithin)),
		app.Div().Body(p.list()),
	)
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
		days = append(days, birthdaysOn(now, all[from:to]))
		from = to
	}
	return app.Div().Body(days...)
}

// birthdaysOn are those of one day.
func birthdaysOn(now time.Time, of []replica.Birthday) app.UI {
	return ui.Card(dayAhead(now, of[0].Days), app.Ul().Class("birthdays-list").Body(app.Range(of).Slice(func(i int) app.UI {
		m, there := store.Replica().Member(of[i].Member)
		if !there {
			return app.Li()
		}
		return app.Li().Body(
			ui.AvatarOf(store.Here().Tenant, of[i].Member, m),
			app.Div().Class("birthdays-who").Body(
				app.A().Class("t-name").Href("/members/"+string(of[i].Member)).Text(m.Name()),
				app.Small().Text(ui.T("birthdays.turns", "age", ui.Number(of[i].Age))),
			),
			ui.Button{Text: ui.T("birthdays.congratulate"), Label: ui.T("birthdays.congratulateThis", "name", m.Name()), Icon: ui.IconMail, Href: congratulation(m)}.UI(),
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

// congratulation begins a mail to somebody, in the language that they are written to in.
func congratulation(m org.Member) string {
	lang := ui.Lang()
	if l, err := org.ParseLanguage("", m.Language); err == nil {
		lang = l
	}
	// Mail programs read + as it is: spaces have to be written otherwise.
	return "mailto:" + url.PathEscape(string(m.Email)) + "?subject=" + url.PathEscape(text.Say(lang, "birthdays.subject")) +
		"&body=" + url.PathEscape(text.Say(lang, "birthdays.body", "name", m.GivenName))
}
