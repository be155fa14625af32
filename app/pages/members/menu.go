package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

const menuID = "members-menu"

// menu is the one menu of all rows.
func (p *Page) menu() app.UI {
	id := p.menuFor
	m, there := store.Replica().Member(id)
	if !there {
		return ui.MenuList(menuID, ui.T("members.column.menu"))
	}
	key := string(id)
	choose := ui.T("members.select.one")
	slot, _ := store.Replica().Directory().Slot(id)
	if chosen().Has(slot) {
		choose = ui.T("members.select.not")
	}
	toggle := ui.MenuItem(ui.IconUserOff, ui.T("members.deactivate.action"), func(ctx app.Context, _ app.Event) { p.ask.one(ctx, deactivate, id) }, key)
	if m.Status() == org.Deactivated {
		toggle = ui.MenuItem(ui.IconUserCheck, ui.T("members.reactivate.action"), func(ctx app.Context, _ app.Event) { p.ask.one(ctx, reactivate, id) }, key)
	}
	return ui.MenuList(menuID, ui.T("members.menu", "name", m.Name()),
		ui.MenuLink(ui.IconUser, ui.T("members.open"), "/members/"+key),
		ui.MenuLink(ui.IconPencil, ui.T("members.edit.action"), "/members/"+key+"?edit=1"),
		app.If(invitable(m), func() app.UI {
			return ui.MenuItem(ui.IconMail, inviteText(m), func(app.Context, app.Event) { p.inviting.open(at(id)) }, key)
		}),
		app.If(m.Invitation != nil, func() app.UI {
			return ui.MenuItem(ui.IconX, ui.T("members.withdrawInvitation.action"), func(ctx app.Context, _ app.Event) { p.ask.one(ctx, withdraw, id) }, key)
		}),
		ui.MenuItem(ui.IconTag, ui.T("members.tag.action"), func(_ app.Context, _ app.Event) { p.openTags(at(id)) }, key),
		ui.MenuItem(ui.IconUsersGroup, ui.T("members.group.action"), func(ctx app.Context, _ app.Event) { p.openGroup(ctx, []org.MemberID{id}) }, key),
		ui.MenuItem(ui.IconCalendar, ui.T("members.schedule.action"), func(app.Context, app.Event) { p.scheduling.open(only(id)) }, key),
		ui.MenuItem(ui.IconSquareCheck, choose, func(_ app.Context, _ app.Event) { chosen().Toggle(slot) }, key),
		ui.MenuLine(),
		toggle,
		ui.MenuDanger(ui.IconTrash, ui.T("members.delete.action"), func(_ app.Context, _ app.Event) { p.ask.open(remove, at(id)) }, key),
	)
}
