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
		p.faceUI(m),
		app.Div().Class("member-title").Body(
			app.H1().ID("page-title").TabIndex(-1).Text(m.Name()),
			app.Div().Class("member-marks").Body(
				ui.Status(m.Status()),
				roleMark(m.Role),
				ui.ChangeMark{State: stands(org.MemberID(p.ID)), Href: inboxOf(org.MemberID(p.ID))}.UI(),
			),
		),
		app.Div().Class("page-actions").Body(p.actions(m)...),
	)
}

func roleMark(r org.Role) app.UI {
	icon := ui.IconUser
	switch r {
	case org.Owner:
		icon = ui.IconCrown
	case org.Admin:
		icon = ui.IconShield
	case org.Guest:
		icon = ui.IconId
	}
	return app.Span().Class("member-role").Body(ui.Icon(icon), app.Span().Text(ui.RoleText(r)))
}

// actions are the buttons beside the name; on the phone they are the bar above the navigation, with calling and writing before them.
func (p *One) actions(m org.Member) []app.UI {
	if p.editing {
		return nil
	}
	reach := []app.UI{}
	if number := dialled(m.Phone); number != "" {
		reach = append(reach, ui.Button{Text: ui.T("members.one.call"), Icon: ui.IconPhone, Href: "tel:" + number}.UI())
	}
	if m.Email != "" {
		reach = append(reach, ui.Button{Text: ui.T("members.one.write"), Icon: ui.IconMail, Href: "mailto:" + string(m.Email)}.UI())
	}
	out := []app.UI{app.Div().Class("member-reach").Body(reach...)}
	edit := ui.Button{Text: ui.T("members.edit.action"), Icon: ui.IconPencil, Kind: ui.Primary, ID: "member-edit", OnClick: func(app.Context, app.Event) { p.edit() }, Scope: "edit"}.UI()
	switch {
	case !mayEdit(org.MemberID(p.ID)):
		return out
	case !may():
		return append(out, edit)
	}
	text, icon, deed := p.toggle(m)
	return append(out,
		app.Div().Class("member-toggle").Body(ui.Button{ID: "member-toggle", Text: text, Icon: icon, OnClick: p.do(deed), Scope: deed + m.Name()}.UI(), ui.Explain("deactivate", "deactivate")),
		edit,
		ui.Menu("member-menu", ui.T("members.column.menu"), ui.IconDots,
			ui.MenuItem(icon, text, p.do(deed), deed+m.Name()),
			ui.MenuItem(ui.IconCalendar, ui.T("members.schedule.action"), func(app.Context, app.Event) { p.scheduling.open(only(org.MemberID(p.ID))) }, "schedule"+p.ID),
			p.agentItem(m),
			ui.MenuItem(ui.IconId, ui.T("members.one.copyID"), p.copy(p.ID, ui.T("members.one.copiedID")), p.ID),
			ui.MenuLink(ui.IconHistory, ui.T("members.one.inTrail"), "/audit?about="+p.ID),
			p.dataItem(m, "pdf"), p.dataItem(m, "json"),
			ui.MenuLine(),
			ui.MenuDanger(ui.IconTrash, ui.T("members.delete.action"), func(app.Context, app.Event) {
				p.ask.open(remove, at(org.MemberID(p.ID)))
			}),
			app.If(m.Deactivated, func() app.UI { return ui.MenuDanger(ui.IconTrash, ui.T("erase.action"), p.openErase) }),
		),
	)
}

// dataItem downloads all data of the person.
func (p *One) dataItem(m org.Member, format string) app.UI {
	return ui.MenuItem(ui.IconDownload, ui.T("dossier.action."+format), func(ctx app.Context, _ app.Event) { Data(ctx, org.MemberID(p.ID), m.Name(), format) }, p.ID+format)
}

func (p *One) toggle(m org.Member) (text string, icon ui.IconName, deed string) {
	if m.Deactivated {
		return ui.T("members.reactivate.action"), ui.IconUserCheck, reactivate
	}
	return ui.T("members.deactivate.action"), ui.IconUserOff, deactivate
}

// do does a deed to the member.
func (p *One) do(deed string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) { p.ask.one(ctx, deed, org.MemberID(p.ID)) }
}

func (p *One) copy(what, said string) app.EventHandler {
	return func(ctx app.Context, _ app.Event) {
		store.Copy(ctx, what, said)
	}
}

// view is what is known of the member. Fields that this person may not see are not here at all.
func (p *One) view(m org.Member) app.UI {
	hidden := store.Replica().Tenant().Hidden
	if may() || p.ID == string(store.Me().Member) {
		hidden = ""
	}
	fact := func(icon ui.IconName, name string, value ...app.UI) app.UI {
		return app.If(!hidden.Hides(name), func() app.UI { return factOf(icon, label(name), value...) })
	}
	facts := []app.UI{
		fact(ui.IconMail, "email",
			app.Div().Class("member-value").Body(
				app.A().Class("link").Href("mailto:"+string(m.Email)).Text(string(m.Email)),
				app.Small().Class("member-note").Text(confirmedText(m)),
			),
			p.copyButton(string(m.Email), ui.T("members.one.copyEmail"), ui.T("members.one.copiedEmail"))),
		app.If(may() && !m.Confirmed, func() app.UI { return fact(ui.IconMail, "invitation", p.invitationUI(m)...) }),
		fact(ui.IconPhone, "phone", p.phone(m.Phone)...),
		fact(ui.IconDeviceMobile, "mobile", p.phone(m.Mobile)...),
		fact(ui.IconBriefcase, "title", given(m.Title)),
		fact(ui.IconMapPin, "location", given(m.Location)),
	}
	facts = append(facts, fact(ui.IconId, "identity", p.identityUI(m)...), fact(ui.IconUsersGroup, "groups", groupsView(m)))
	for _, c := range m.Contacts {
		facts = append(facts, factOf(ui.IconId, c.Label, p.contact(c)...))
	}
	if may() || p.ID == string(store.Me().Member) {
		facts = append(facts, fact(ui.IconCalendar, "startDate", given(ui.Day(m.StartDate))))
		for _, more := range []struct {
			icon  ui.IconName
			name  string
			value string
		}{
			{ui.IconHash, "staffNumber", m.StaffNumber}, {ui.IconCake, "birthday", birthdayText(m)},
			{ui.IconUser, "sex", ui.SexText(m.Sex)}, {ui.IconLanguage, "language", ui.LanguageText(m.Language)},
		} {
			if more.value != "" {
				facts = append(facts, fact(more.icon, more.name, given(more.value)))
			}
		}
		if m.Quota != "" || m.Storage != nil {
			facts = append(facts, fact(ui.IconFolder, "quota", storageUI(m)))
		}
	}
	if may() {
		if m.From != "" {
			facts = append(facts, fact(ui.IconCalendar, "firstDay", given(ui.Day(m.From))))
		}
		if m.Until != "" {
			facts = append(facts, fact(ui.IconCalendar, "until", p.endUI(m)...))
		}
		facts = append(facts, fact(ui.IconTag, "tags", tagsView(m)))
	}
	if may() && m.Notes != "" {
		facts = append(facts, fact(ui.IconNotes, "notes", app.P().Class("member-text").Text(m.Notes)))
	}
	return ui.Card("", app.Dl().Class("member-facts").Body(facts...))
}

// birthdayText is the day, and whether it is told.
func birthdayText(m org.Member) string {
	if m.Birthday == "" || m.BirthdayHidden == "" {
		return ui.Day(m.Birthday)
	}
	return ui.T("members.one.birthdayHidden", "day", ui.Day(m.Birthday))
}

func factOf(icon ui.IconName, label string, value ...app.UI) app.UI {
	return app.Div().Class("member-fact").Body(app.Dt().Body(ui.Icon(icon), app.Span().Text(label)), app.Dd().Body(value...))
}

func (p *One) copyButton(what, label, said string) app.UI {
	return ui.Button{Icon: ui.IconCopy, Kind: ui.Quiet, Label: label, OnClick: p.copy(what, said), Scope: what}.UI()
}

// given is a value, or that there is none.
func given(s string) app.UI {
	if s == "" {
		return app.Span().Class("member-none").Text(ui.T("members.one.none"))
	}
	return app.Span().Class("member-value").Text(s)
}

func confirmedText(m org.Member) string {
	if m.Confirmed {
		return ui.T("members.one.confirmed")
	}
	return ui.T("members.one.unconfirmed")
}

func (p *One) phone(phone string) []app.UI {
	if phone == "" {
		return []app.UI{given("")}
	}
	return []app.UI{
		app.Div().Class("member-value").Body(app.A().Class("link").Href("tel:" + dialled(phone)).Text(phone)),
		p.copyButton(phone, ui.T("members.one.copyPhone"), ui.T("members.one.copiedPhone")),
	}
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

// tagsView are the tags, each with its last day where it has one, and those that are to come with their first.
func tagsView(m org.Member) app.UI {
	var chips []app.UI
	for _, tag := range m.Tags {
		note := ""
		if t := m.TagTerms.Of(tag); t.Until != "" {
			note = ui.T("schedule.until", "day", ui.Day(t.Until))
		}
		chips = append(chips, tagLink(tag, note))
	}
	m.TagTerms.Each(func(tag string, t org.TagTerm) {
		if !org.HasTag(m.Tags, tag) {
			chips = append(chips, tagLink(tag, ui.T("schedule.from", "day", ui.Day(t.From))))
		}
	})
	if len(chips) == 0 {
		return given("")
	}
	return app.Div().Class("tag-row").Body(chips...)
}
