package groups

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/org"
	"stellwerk/shared/staff"
)

const rowMenuID = "group-row-menu"

// act does what was done with a row.
func (p *One) act(ctx app.Context, i int, act string, e app.Event) {
	if i >= len(p.slots) {
		return
	}
	id := p.at(i)
	switch {
	case act == "menu" && may():
		p.menuFor = id
		ctx.Defer(func(app.Context) { ui.OpenMenu(rowMenuID, e) })
	case act == "open", act == "select":
		ui.Navigate(ctx, "/members/"+string(id))
	}
}

// rowMenu is the one menu of all rows: what somebody can become in the group.
func (p *One) rowMenu() app.UI {
	m, there := store.Replica().Member(p.menuFor)
	if !there {
		return ui.MenuList(rowMenuID, ui.T("members.column.menu"))
	}
	key, who := string(p.menuFor), []org.MemberID{p.menuFor}
	in, direct := m.In(p.id())
	items := []app.UI{ui.MenuLink(ui.IconUser, ui.T("members.open"), "/members/"+key)}
	if g, _ := dir().Group(p.id()); g.Smart {
		return ui.MenuList(rowMenuID, ui.T("members.menu", "name", m.Name()), items...)
	}
	for _, part := range []struct {
		part org.Part
		icon ui.IconName
		text string
	}{{org.PartLeader, ui.IconCrown, "groups.makeLeader"}, {org.PartDeputy, ui.IconUserCheck, "groups.makeDeputy"}, {org.PartMember, ui.IconUser, "groups.makeMember"}} {
		if direct && in.Part == part.part {
			continue
		}
		items = append(items, ui.MenuItem(part.icon, ui.T(part.text), func(ctx app.Context, _ app.Event) {
			store.DoNow(ctx, SetPart, groups.PeopleArgs{Group: p.id(), Members: who, Part: string(part.part)}, ui.T("groups.partSet", "name", m.Name()))
		}, key, part.text))
	}
	if direct {
		items = append(items, ui.MenuLine(), ui.MenuDanger(ui.IconUserOff, ui.T("groups.leave"), func(ctx app.Context, _ app.Event) {
			store.DoNow(ctx, leave, groups.LeaveArgs{Group: p.id(), Members: who}, ui.T("groups.left", "name", m.Name(), "group", Name(p.id())))
		}, key))
	}
	return ui.MenuList(rowMenuID, ui.T("members.menu", "name", m.Name()), items...)
}

// export writes those who are shown as a table. It needs no server.
func (p *One) export(ctx app.Context, _ app.Event) {
	p.look()
	who := make([]org.Member, len(p.slots))
	for i, slot := range p.slots {
		_, who[i] = dir().At(slot)
		who[i].Groups = dir().GroupsOf(who[i])
	}
	fields := staff.Fields
	if !may() { // the others are not for them
		fields = []staff.Field{staff.GivenName, staff.Surname, staff.Email, staff.Title, staff.Location, staff.Phone}
	}
	data, err := staff.Write(who, fields, []staff.Further{{Heading: ui.T("groups.part"), Of: p.partOf}, {Heading: ui.T("groups.by"), Of: p.by}}, string(ui.Lang()), forExcel())
	if err != nil {
		store.Notify(ctx, ui.ErrorText(err))
		return
	}
	name := ui.T("groups.file") + "-" + time.Now().Format(time.DateOnly) + ".csv"
	ui.Download(name, "text/csv", data)
	store.Notify(ctx, ui.N("members.export.done", len(who), "file", name))
}
