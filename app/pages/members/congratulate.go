package members

import (
	"net/url"
	"time"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	deed "stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/text"
)

const (
	congratulateID     = "congratulate"
	congratulateTextID = "congratulate-text"
	// nearLimit is from how many characters that are left on the dialog counts them.
	nearLimit = 100
)

// congratulates is what one can do about a birthday: in the app on the day itself, by mail always.
func (p *Birthdays) congratulates(now time.Time, b replica.Birthday, m org.Member) app.UI {
	me, mail, menu := store.Me().Member, congratulation(m), "congratulate-"+string(b.Member)
	if m.Greetings.From(me, now) {
		return ui.Badge(ui.OK, ui.T("birthdays.done"))
	}
	do := ui.Button{Text: ui.T("birthdays.congratulate"), Label: ui.T("birthdays.congratulateThis", "name", m.Name()), Icon: ui.IconMail, Href: mail}
	if b.Days > 0 {
		do.Title = ui.T("birthdays.mailOnly", "day", ui.DayWords(now.AddDate(0, 0, b.Days).Format(time.DateOnly)))
	}
	if b.Days > 0 || b.Member == me {
		return do.UI()
	}
	do.Icon, do.Href, do.Popover = ui.IconCake, "", menu
	return app.Div().Class("menu-holder").Body(
		do.UI().(app.HTMLButton).Aria("haspopup", "menu"),
		ui.MenuList(menu, do.Label,
			ui.MenuItem(ui.IconCake, ui.T("birthdays.inApp"), func(app.Context, app.Event) { p.congratulating.open(b.Member, m) }, menu),
			ui.MenuLink(ui.IconMail, ui.T("birthdays.byMail"), mail),
		),
	)
}

// languageOf is the one in which somebody is written to.
func languageOf(m org.Member) org.Language {
	if l, err := org.ParseLanguage("", m.Language); err == nil {
		return l
	}
	return ui.Lang()
}

// congratulation begins a mail to somebody.
func congratulation(m org.Member) string {
	lang := languageOf(m)
	// Mail programs read + as it is: spaces have to be written otherwise.
	return "mailto:" + url.PathEscape(string(m.Email)) + "?subject=" + url.PathEscape(text.Say(lang, "birthdays.subject")) +
		"&body=" + url.PathEscape(text.Say(lang, "birthdays.body", "name", m.GivenName))
}

// congratulating is the dialog in which somebody is congratulated in the app.
type congratulating struct {
	id   org.MemberID
	name string
	text string
	err  error
}

func (g *congratulating) open(id org.MemberID, m org.Member) {
	*g = congratulating{id: id, name: m.Name(), text: text.Say(languageOf(m), "birthdays.body", "name", m.GivenName)}
	ui.SetValue(congratulateTextID, g.text)
	ui.OpenDialog(congratulateID)
	ui.Focus(congratulateTextID)
}

func (g *congratulating) send(ctx app.Context, _ app.Event) {
	_, g.err = store.Do(ctx, deed.Congratulate.Name, deed.CongratulateArgs{Member: g.id, Text: g.text}, ui.T("members.congratulate.said", "name", g.name))
	if g.err != nil {
		ui.Focus(congratulateTextID)
		return
	}
	ui.CloseDialog(congratulateID)
	ui.Focus("birthday-" + string(g.id)) // the button is there no more
}

// left says how many characters are left, once they are few.
func (g *congratulating) left() app.UI {
	said := ""
	if left := org.MaxGreeting - utf8.RuneCountInString(g.text); left <= nearLimit {
		said = ui.T("members.congratulate.left", "n", ui.Number(max(0, left)))
	}
	return app.P().Class("form-hint").Attr("role", "status").Text(said)
}

func (g *congratulating) dialog() app.UI {
	title := ui.T("members.congratulate.title", "name", g.name)
	return ui.Dialog(congratulateID, title, ui.Form(g.send, title,
		app.P().Text(ui.T("members.congratulate.text", "name", g.name)),
		ui.Field{
			ID: congratulateTextID, Label: ui.T("members.congratulate.field"), Multiline: true, Required: true, Value: g.text, Error: errorText(g.err), Max: org.MaxGreeting, After: g.left(),
			OnInput: func(_ app.Context, v string) { g.text, g.err = v, nil },
		}.UI(),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: congratulateID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(congratulateID) }}.UI(),
			ui.Button{Text: ui.T("members.congratulate.send"), Kind: ui.Primary, Submit: true, Scope: congratulateID + "go"}.UI(),
		),
	))
}
