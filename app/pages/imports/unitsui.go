package imports

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/units"
)

// What a row does to groups is told by name, also of those that are not there yet.
func init() {
	here := story.GroupName
	story.GroupName = func(id org.GroupID) (string, bool) {
		if name, is := here(id); is {
			return name, true
		}
		if last == nil || last.list == nil || last.list.plan == nil {
			return "", false
		}
		g, is := last.list.plan.After[id]
		return g.Name, is
	}
}

// faultsShown is how many of what is wrong with a list of groups stands on the page.
const faultsShown = 50

// unitsUI is the list of groups: the tree that will arise, or what is wrong with it.
func (p *Page) unitsUI() app.UI {
	l := p.desk.list
	if l.Units == nil || l.plan == nil {
		return nil
	}
	body := l.treeUI()
	if len(l.wrong) > 0 {
		body = wrongUnits(l.wrong)
	}
	return app.Section().Class("card imports-units").Aria("labelledby", "imports-units-heading").Body(
		app.Div().Class("card-title helped").Body(
			app.H2().ID("imports-units-heading").Text(ui.T("imports.units", "file", l.Units.Name)), ui.Explain("units", "units"),
			app.Div().Class("imports-units-away").Body(app.If(len(l.Lines) > 0, func() app.UI {
				return ui.Button{Text: ui.T("imports.units.away"), Kind: ui.Quiet, Icon: ui.IconX, OnClick: func(app.Context, app.Event) {
					l.Units = nil
					l.Again()
					p.desk.judge(p.ctx)
				}}.UI()
			})),
		),
		app.Div().Class("imports-units-body").Body(body),
	)
}

func wrongUnits(wrong fault.List) app.UI {
	lines := make([]app.UI, 0, min(len(wrong), faultsShown+1))
	for i, f := range wrong {
		if i == faultsShown {
			lines = append(lines, app.Li().Text(ui.N("imports.more", len(wrong)-i)))
			break
		}
		where := ""
		if f.Row > 0 {
			where = ui.T("imports.row.title", "row", strconv.Itoa(f.Row))
			if id := f.Values["id"]; id != "" {
				where += " (" + id + ")"
			}
			where += ": "
		}
		lines = append(lines, app.Li().Body(app.Strong().Text(where), app.Span().Text(ui.FaultText(f))))
	}
	return app.Div().Attr("role", "alert").Body(
		note(ui.IconAlertCircle, "import-note-bad", ui.T("imports.units.wrong")),
		app.Ul().Class("imports-refused").Body(lines...),
	)
}

// treeUI is the tree as it will be, with a word on what becomes of each group.
func (l *List) treeUI() app.UI {
	var unfolded []string
	for _, v := range l.rows {
		for up, n := l.plan.After[v.Group].Parent, 0; v.After != nil && up != "" && n < org.MaxLevels; n++ {
			unfolded = append(unfolded, string(up))
			up = l.plan.After[up].Parent
		}
	}
	return &ui.Tree{
		ID: "imports-tree", Label: ui.T("imports.units.tree"), Unfolded: unfolded,
		Children: func(of string) []ui.TreeNode {
			ids := l.subgroups(org.GroupID(of))
			out := make([]ui.TreeNode, len(ids))
			for i, id := range ids {
				out[i] = l.node(id)
			}
			return out
		},
	}
}

func (l *List) node(id org.GroupID) ui.TreeNode {
	g := l.plan.After[id]
	n := ui.TreeNode{ID: string(id), Text: g.Name, Note: g.Type, Icon: ui.IconUsersGroup, Count: -1, Inner: len(l.subgroups(id)) > 0}
	say := func(icon ui.IconName, text string) {
		if n.Icon = icon; n.Note != "" {
			text = n.Note + " · " + text
		}
		n.Note = text
	}
	v := l.did[id]
	switch {
	case v == nil || v.After == nil:
	case v.Kind == members.RowNew:
		say(ui.IconPlus, ui.T("imports.units.new"))
	default:
		if was := v.Before.Type; was != v.After.Type {
			if was == "" {
				was = "–"
			}
			say(ui.IconPencil, ui.T("imports.units.typed", "was", was))
		}
		if v.Before.Name != v.After.Name {
			say(ui.IconPencil, ui.T("imports.units.renamed", "was", v.Before.Name))
		}
		if up := v.Before.Parent; up != v.After.Parent {
			where := ui.T("groups.top")
			if up != "" {
				where = l.plan.After[up].Name
			}
			say(ui.IconArrowRight, ui.T("imports.units.moved", "was", where))
		}
	}
	return n
}

// lines say in numbers what becomes of groups.
func (c GroupCounts) lines(add func(n int, icon ui.IconName, class, key string)) {
	add(c.New, ui.IconSitemap, "", "imports.will.groups")
	add(c.Renamed, ui.IconPencil, "", "imports.will.renamed")
	add(c.Moved, ui.IconArrowRight, "", "imports.will.moved")
	if c.Renamed+c.Moved == 0 {
		add(c.Changed, ui.IconPencil, "", "imports.will.typed")
	}
}

// joinButton takes the file that is not there yet: the groups to the people, or the people to the groups.
func (p *Page) joinButton() app.UI {
	l := p.desk.list
	text := ui.T("imports.join.units")
	switch {
	case len(l.Lines) == 0:
		text = ui.T("imports.join.people")
	case l.Units != nil:
		return nil
	}
	return app.Label().Class("btn imports-join").Title(text).Body(
		ui.Icon(ui.IconPlus), app.Span().Text(text),
		app.Input().ID("imports-join").Type("file").Class("visually-hidden").Accept(".csv,.txt,.tsv").Aria("label", text).
			OnChange(ui.On(func(_ app.Context, e app.Event) {
				input := e.Get("target")
				p.takeFiles(input.Get("files"))
				input.Set("value", "")
			})),
	)
}

// dropped takes files that are dropped anywhere while a list is checked.
func (p *Page) dropped(ctx app.Context, e app.Event) {
	if p.desk.list == nil || p.desk.job != "" {
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
	p.takeFiles(e.Get("dataTransfer").Get("files"))
}

func (p *Page) over(ctx app.Context, e app.Event) {
	if ctx.PreventUpdate(); p.desk.list != nil && p.desk.job == "" {
		e.PreventDefault()
	}
}

func (p *Page) takeFiles(files app.Value) {
	for i := range files.Get("length").Int() {
		p.pastedFile(files.Index(i))
	}
}

// unitsTemplate is an empty list of groups to fill in.
func unitsTemplate(app.Context, app.Event) {
	data, err := units.Write(nil, false, sheet.Options{Separator: separatorFor(string(ui.Lang()))})
	if err == nil {
		ui.Download("units.csv", "text/csv;charset=utf-8", data)
	}
}
