package imports

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/audit/story"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
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

// unitsUI is the list of groups: the tree that will arise, or what is wrong with it.
func (p *Page) unitsUI() app.UI {
	l := p.desk.list
	if l.Units == nil || l.plan == nil {
		return nil
	}
	body := []app.UI{ui.Explain("units", "units"), l.treeUI()}
	if len(l.wrong) > 0 {
		lines := make([]refusedLine, len(l.wrong))
		for i, f := range l.wrong {
			where := ui.T("imports.row.title", "row", strconv.Itoa(f.Row))
			if id := f.Values["id"]; id != "" {
				where += " (" + id + ")"
			}
			lines[i] = refusedLine{where, ui.FaultText(f)}
		}
		body = []app.UI{note(ui.IconAlertCircle, "import-note-bad", ui.T("imports.units.wrong")), refusedList(lines)}
	}
	if len(l.Lines) > 0 {
		body = append(body, ui.Button{Text: ui.T("imports.units.away"), Kind: ui.Quiet, Icon: ui.IconX, OnClick: func(app.Context, app.Event) {
			l.Units = nil
			l.Again()
			p.desk.judge(p.ctx)
		}}.UI())
	}
	return app.Div().Class("imports-units").Body(ui.Card(ui.T("imports.units", "file", l.Units.Name), body...))
}

// refusedLine is what was refused, and why.
type refusedLine struct{ what, why string }

// refusedList shows the first of what was refused.
func refusedList(lines []refusedLine) app.UI {
	const shown = 50
	out := make([]app.UI, 0, shown+1)
	for i, line := range lines {
		if i == shown {
			out = append(out, app.Li().Text(ui.N("imports.more", len(lines)-shown)))
			break
		}
		out = append(out, app.Li().Body(app.Strong().Text(line.what), app.Span().Text(" "+line.why)))
	}
	return app.Ul().Class("imports-refused").Body(out...)
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
		if v.Before.Type != v.After.Type {
			say(ui.IconPencil, ui.T("imports.units.typed", "was", v.Before.Type))
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

// joinUI takes the file that is not there yet: the groups to the people, or the people to the groups.
func (p *Page) joinUI() app.UI {
	l := p.desk.list
	text := ui.T("imports.join.units")
	switch {
	case len(l.Lines) == 0:
		text = ui.T("imports.join.people")
	case l.Units != nil:
		return nil
	}
	return p.zone("imports-join", text, ui.T("imports.choose"))
}
