package members

import (
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// lookKey is where this device keeps how the list looks.
const lookKey = "columns.members"

// floats is how many pixels the bar of a selection takes at the lower end.
const floats = 84

// columns are what the list can show of each member. What has no column of its own stands in the second line of another.
func columns(look ui.Look) []ui.Column {
	email := ui.Column{ID: "email", Title: sortText("email"), Width: ui.Wider, Sort: true, Off: true}
	name := ui.Column{ID: "name", Title: sortText("name"), Width: ui.Widest, Sort: true, Always: true}
	if look.Dense() || look.Has(email) {
		name.Width = ui.Wider // the address does not stand below the name
	}
	out := []ui.Column{
		name, email,
		{ID: "title", Title: sortText("title"), Width: ui.Wide, Sort: true},
		{ID: "location", Title: sortText("location"), Width: ui.Middle, Sort: true, Off: true},
		{ID: "group", Title: ui.T("field.groups"), Width: ui.Wide, Off: true},
		{ID: "phone", Title: ui.T("field.phone"), Width: ui.Wide, Off: true},
		{ID: "mobile", Title: ui.T("field.mobile"), Width: ui.Wide, Off: true},
		{ID: "role", Title: sortText("role"), Width: ui.Narrow, Sort: true},
		{ID: "status", Title: sortText("status"), Width: ui.Narrow, Sort: true, First: true},
	}
	if may() {
		out = append(out,
			ui.Column{ID: "tags", Title: ui.T("field.tags"), Width: ui.Middle},
			ui.Column{ID: "start", Title: sortText("start"), Width: ui.Narrow, Sort: true, Off: true},
			ui.Column{ID: "firstDay", Title: ui.T("field.firstDay"), Width: ui.Narrow, Off: true},
			ui.Column{ID: "until", Title: ui.T("field.until"), Width: ui.Narrow, Sort: true, Off: true},
			ui.Column{ID: "staffNumber", Title: ui.T("field.staffNumber"), Width: ui.Middle, Off: true},
			ui.Column{ID: "birthday", Title: ui.T("field.birthday"), Width: ui.Narrow, Off: true})
	}
	return out
}

func (p *Page) table(l list, instead app.UI, hasty bool) app.UI {
	t := ui.Table{
		ID: "members", Label: ui.T("members.title"), Columns: columns(p.look), Look: p.look, Count: l.len(), Instead: instead,
		Key:   func(i int) string { return string(l.id(i)) },
		Cell:  func(i int, column string, in ui.Shown) []app.UI { return cellOf(l, i, column, in) },
		Card:  func(i int) ui.RowCard { return cardOf(l, i) },
		OnAct: func(ctx app.Context, i int, act string, e app.Event) { p.act(ctx, i, act, e) },
		Sort:  p.filter.column(), Down: p.filter.Down,
		OnSort: func(ctx app.Context, column string) { p.show(ctx, p.filter.Sorted(sorts[column])) },
		Around: p.around, Back: p.back, Hasty: hasty,
	}
	if may() {
		t.Selected = func(i int) bool { return chosen().Has(l.slots[i]) }
		t.Chosen = chosen().In(l.slots)
		t.OnAll = func(_ app.Context, on bool) { p.selectAll(on) }
		t.Selecting = p.selects()
		t.Menu = func(i int) string {
			_, m := l.at(i)
			return ui.T("members.menu", "name", m.Name())
		}
		if chosen().Len() > 0 {
			t.Below = floats
		}
	}
	return t.UI()
}

// selects says whether a tap on a row selects it: on the phone, once somebody has begun to select.
func (p *Page) selects() bool { return may() && (p.selecting || chosen().Len() > 0) && ui.Phone() }

// act does what was done with a row. The list is asked for anew: it may be another one than when the row was drawn.
func (p *Page) act(ctx app.Context, i int, act string, e app.Event) {
	l := p.list()
	if i >= l.len() {
		return
	}
	id := l.id(i)
	if act == "open" && p.selects() && e.Get("type").String() == "click" {
		act = "select"
	}
	switch {
	case act == "inbox":
		ui.Navigate(ctx, inboxOf(id))
	case act == "open" || act == "select" && !may():
		ui.Navigate(ctx, "/members/"+string(id))
	case !may():
	case act == "select", act == "hold":
		chosen().Toggle(l.slots[i])
	case act == "range":
		chosen().Range(i, l.slots)
		unmark()
	case act == "all":
		p.selectAll(true)
	case act == "none":
		p.selectNone()
	case act == "menu":
		p.menuFor = id
		ctx.Defer(func(app.Context) { ui.OpenMenu(menuID, e) })
	}
}

// unmark takes back that a click with Shift marks the text between.
func unmark() {
	if s := app.Window().Call("getSelection"); s.Truthy() {
		s.Call("removeAllRanges")
	}
}

// inboxOf is where one decides about a change of a member.
func inboxOf(id org.MemberID) string { return "/inbox?about=" + string(id) }

// selectAll chooses all that the filter shows, or nobody.
func (p *Page) selectAll(on bool) {
	if !on {
		chosen().None()
		return
	}
	l := p.list()
	chosen().All(p.filter.Query(), l.slots)
}

func (p *Page) selectNone() {
	chosen().None()
	p.selecting = false
}

// relook changes columns or density, on this device from now on.
func (p *Page) relook(_ app.Context, look ui.Look) {
	p.look = look
	store.Remember(lookKey, string(look))
}

func cellOf(l list, i int, column string, in ui.Shown) []app.UI {
	id, m := l.at(i)
	switch column {
	case "name":
		return []app.UI{
			face(id, m),
			app.Span().Class("members-who").Body(
				app.A().Class("t-name t-line").Href("/members/"+string(id)).TabIndex(-1).Text(m.Name()),
				second(in, !in.Column("email"), string(m.Email)),
			),
		}
	case "email":
		return []app.UI{ui.Line(string(m.Email))}
	case "title":
		return []app.UI{ui.Line(m.Title), second(in, !in.Column("location"), m.Location)}
	case "location":
		return []app.UI{ui.Line(m.Location)}
	case "group":
		return []app.UI{ui.Line(groupNames(m))}
	case "phone":
		return []app.UI{ui.Line(m.Phone)}
	case "mobile":
		return []app.UI{ui.Line(m.Mobile)}
	case "staffNumber":
		return []app.UI{ui.Line(m.StaffNumber)}
	case "birthday":
		return []app.UI{ui.Line(ui.Day(m.Birthday))}
	case "role":
		return []app.UI{ui.Line(ui.RoleText(m.Role))}
	case "status":
		return state(id, m)
	case "tags":
		return tagChips(m.Tags)
	case "start":
		return []app.UI{ui.Line(ui.Day(m.StartDate))}
	case "firstDay":
		return []app.UI{ui.Line(ui.Day(m.From))}
	case "until":
		return []app.UI{ui.Line(ui.Day(m.Until))}
	}
	return nil
}

// second is the second line of a cell, where there is one.
func second(in ui.Shown, wanted bool, text string) app.UI {
	return app.If(wanted && !in.Dense && text != "", func() app.UI { return ui.LineBelow(text) })
}

func state(id org.MemberID, m org.Member) []app.UI {
	return []app.UI{ui.Status(m.Status()), app.If(may() && endText(m) != "", func() app.UI { return ui.LineBelow(endText(m)) }), app.If(may() && m.Status() == org.Pending && endText(m) == "", func() app.UI { return ui.LineBelow(invitedText(m.Invited(time.Now()))) }), ui.ChangeMark{State: stands(id), Act: "inbox"}.UI()}
}

// stands is where the last change of a member stands.
func stands(id org.MemberID) ui.ChangeState {
	switch r := store.Replica(); {
	case r.NeedsYou(id):
		return ui.ChangeNeedsYou
	case r.Waiting(id):
		return ui.ChangeWaits
	case r.Saved(id):
		return ui.ChangeSaved
	}
	return ui.NoChange
}

func face(id org.MemberID, m org.Member) app.UI {
	return app.Span().Class("members-face").DataSet("act", "select").Body(ui.FaceOf(store.Here().Tenant, id, m).InWords())
}

func cardOf(l list, i int) ui.RowCard {
	id, m := l.at(i)
	return ui.RowCard{Face: face(id, m), Name: m.Name(), Href: "/members/" + string(id), Second: where(m), State: state(id, m)}
}

// where is the line below the name on the phone.
func where(m org.Member) string {
	parts := make([]string, 0, 3)
	for _, s := range []string{m.Title, m.Location} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if m.Role != org.User {
		parts = append(parts, ui.RoleText(m.Role))
	}
	if len(parts) == 0 {
		return string(m.Email)
	}
	return strings.Join(parts, " · ")
}

// tagChips shows the first tag and how many more there are.
func tagChips(tags []string) []app.UI {
	if len(tags) == 0 {
		return nil
	}
	chips := []app.UI{app.Span().Class("tag t-line").Body(ui.TagDot(colourOf(tags[0])), app.Text(tags[0]))}
	if more := len(tags) - 1; more > 0 {
		chips = append(chips, app.Span().Class("tag tag-more").Title(strings.Join(tags[1:], ", ")).Text("+"+ui.Number(more)))
	}
	return chips
}
