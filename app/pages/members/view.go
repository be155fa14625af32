package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// headUI is who it is, where the membership stands, and what can be done.
func (p *One) headUI(m org.Member) app.UI {
	return app.Header().Class("member-head").Body(
		app.Span().Class("member-face").Body(ui.Avatar(p.ID, m.Name(), m.Status())),
		app.Div().Class("member-title").Body(
			app.H1().ID("page-title").TabIndex(-1).Text(m.Name()),
			app.Div().Class("member-marks").Body(
				ui.Status(m.Status()),
				app.Span().Text(ui.RoleText(m.Role)),
				app.If(store.Replica().Waiting(org.MemberID(p.ID)), func() app.UI {
					return app.Span().Class("members-waits").Body(ui.Icon(ui.IconClock), app.Span().Text(ui.T("members.waits")))
				}),
			),
		),
		app.Div().Class("page-actions").Body(p.actions(m)...),
	)
}

func (p *One) actions(m org.Member) []app.UI {
	if !may() || p.editing {
		return nil
	}
	do := func(deed string) app.EventHandler {
		return func(ctx app.Context, _ app.Event) {
			if _, err := store.Do(ctx, deed, listArgs{[]org.MemberID{org.MemberID(p.ID)}}, saidOne(deed, m.Name())); err != nil {
				store.Notify(ctx, ui.ErrorText(err))
			}
		}
	}
	toggle := ui.Button{Text: ui.T("members.deactivate.action"), Icon: ui.IconUserOff, OnClick: do(deactivate), Scope: deactivate + m.Name(), ID: "member-toggle"}
	if m.Deactivated {
		toggle = ui.Button{Text: ui.T("members.reactivate.action"), Icon: ui.IconUserCheck, OnClick: do(reactivate), Scope: reactivate + m.Name(), ID: "member-toggle"}
	}
	return []app.UI{
		toggle.UI(),
		ui.Button{Text: ui.T("members.edit.action"), Icon: ui.IconPencil, Kind: ui.Primary, ID: "member-edit", OnClick: func(app.Context, app.Event) { p.edit() }, Scope: "edit"}.UI(),
		ui.Menu("member-menu", ui.T("members.column.menu"), ui.IconDots,
			ui.MenuItem(ui.IconCopy, ui.T("members.one.copyID"), func(ctx app.Context, _ app.Event) {
				ui.Copy(p.ID)
				store.Notify(ctx, ui.T("members.one.copiedID"))
			}),
			ui.MenuLink(ui.IconHistory, ui.T("members.one.inTrail"), "/audit?about="+p.ID),
			ui.MenuLine(),
			ui.MenuDanger(ui.IconTrash, ui.T("members.delete.action"), func(app.Context, app.Event) {
				p.ask = question{plan: plannerHere().plan(remove, []org.MemberID{org.MemberID(p.ID)})}
				ui.OpenDialog(confirmID)
			}),
		),
	}
}

// view is what is known of the member. Fields that this person may not see are not here at all.
func (p *One) view(m org.Member) app.UI {
	fact := func(icon ui.IconName, name string, value app.UI) app.UI {
		return app.Div().Class("member-fact").Body(app.Dt().Body(ui.Icon(icon), app.Span().Text(label(name))), app.Dd().Body(value))
	}
	text := func(s string) app.UI {
		if s == "" {
			return app.Span().Class("member-none").Text(ui.T("members.one.none"))
		}
		return app.Span().Text(s)
	}
	facts := []app.UI{
		fact(ui.IconMail, "email", app.Div().Body(
			app.A().Class("link").Href("mailto:"+string(m.Email)).Text(string(m.Email)),
			app.Small().Class("member-note").Text(confirmedText(m)),
		)),
		fact(ui.IconPhone, "phone", phoneUI(m.Phone, text)),
		fact(ui.IconBriefcase, "title", text(m.Title)),
		fact(ui.IconMapPin, "location", text(m.Location)),
	}
	if may() || p.ID == string(store.Me().Member) {
		facts = append(facts, fact(ui.IconCalendar, "startDate", text(ui.Day(m.StartDate))))
	}
	if may() {
		facts = append(facts, fact(ui.IconTag, "tags", tagsView(m.Tags, text)))
	}
	body := []app.UI{app.Dl().Class("member-facts").Body(facts...)}
	if may() && m.Notes != "" {
		body = append(body, app.Div().Class("member-notes").Body(app.H3().Text(label("notes")), app.P().Class("member-text").Text(m.Notes)))
	}
	return ui.Card("", body...)
}

func confirmedText(m org.Member) string {
	if m.Confirmed {
		return ui.T("members.one.confirmed")
	}
	return ui.T("members.one.unconfirmed")
}

func phoneUI(phone string, text func(string) app.UI) app.UI {
	if phone == "" {
		return text("")
	}
	return app.A().Class("link").Href("tel:" + dialled(phone)).Text(phone)
}

// dialled is a number as a telephone wants it: digits and a leading plus.
func dialled(phone string) string {
	out := make([]byte, 0, len(phone))
	for i := range len(phone) {
		if c := phone[i]; c >= '0' && c <= '9' || c == '+' && len(out) == 0 {
			out = append(out, c)
		}
	}
	return string(out)
}

func tagsView(tags []string, text func(string) app.UI) app.UI {
	if len(tags) == 0 {
		return text("")
	}
	return app.Div().Class("tag-row").Body(app.Range(tags).Slice(func(i int) app.UI {
		return app.A().Class("tag tag-link").Href(Filter{Tag: tags[i]}.Address()).Text(tags[i])
	}))
}
