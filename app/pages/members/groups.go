package members

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/groups"
	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	deeds "stellwerk/shared/deeds/groups"
	"stellwerk/shared/org"
)

const groupID = "members-group"

// joining is the dialog that makes those who are chosen belong to a group.
type joining struct {
	ids    []org.MemberID
	filter *replica.Query // as a question has it
	group  string
	part   string
	err    error
}

func (p *Page) openGroup(ctx app.Context, ids []org.MemberID) {
	p.group = joining{ids: ids, filter: later(len(ids)), part: "member"}
	ctx.Defer(func(app.Context) {
		ui.OpenDialog(groupID)
		ui.Focus(groupID + "-choose")
	})
}

func (p *Page) groupDialog() app.UI {
	j := &p.group
	n := len(j.ids)
	title := ui.N("members.group.title", n, "name", p.nameOfOne())
	if n == 0 {
		return ui.Dialog(groupID, title)
	}
	if len(groups.Joinable()) == 0 {
		return ui.Dialog(groupID, title, app.P().Class("dialog-text").Text(ui.T("members.group.none")),
			ui.DialogActions(ui.Button{Text: ui.T("groups.new"), Kind: ui.Primary, Href: "/groups?new=1"}.UI()))
	}
	return ui.Dialog(groupID, title, ui.Form(p.join, title,
		&ui.Combobox{
			ID: groupID + "-choose", Label: ui.T("groups.one"), Value: j.group, Options: groups.Joinable(), Required: true, Error: errorText(j.err),
			OnChange: func(_ app.Context, v string) { j.group, j.err = v, nil },
		},
		ui.Select{ID: groupID + "-part", Label: ui.T("groups.part"), Value: j.part, Options: groups.PartOptions(), OnChange: func(_ app.Context, v string) { j.part = v }}.UI(),
		app.Div().Body(app.If(j.filter != nil && n > 0, func() app.UI { return app.P().Text(ui.T("inbox.later.text")) })),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: groupID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(groupID) }}.UI(),
			ui.Button{Text: groups.AddText(n), Kind: ui.Primary, Submit: true, Disabled: n == 0 || j.group == ""}.UI(),
		),
	))
}

func (p *Page) nameOfOne() string {
	if len(p.group.ids) != 1 {
		return ""
	}
	m, _ := memberHere(p.group.ids[0])
	return m.Name()
}

func (p *Page) join(ctx app.Context, _ app.Event) {
	j := &p.group
	n, id := len(j.ids), org.GroupID(j.group)
	if n == 0 || j.group == "" {
		return
	}
	args, deed := deeds.PeopleArgs{Group: id, Members: j.ids, Part: j.part}, groups.Add
	if j.part != "member" {
		deed = groups.SetPart
	}
	if j.filter != nil {
		args.Members = nil
		j.err = store.DoFiltered(ctx, deed, args, *j.filter, n, ui.N("members.group.later", n))
	} else {
		_, j.err = store.Do(ctx, deed, args, ui.N("groups.added", n, "group", groups.Name(id)))
	}
	if j.err == nil {
		ui.CloseDialog(groupID)
		chosen().Drop(j.ids)
	}
}

// groupChoice filters by a group. It is a line to type in, as there may be thousands.
func (p *Page) groupChoice(d *replica.Directory) app.UI {
	if d.GroupCount() == 0 && p.filter.Group == "" {
		return app.Div()
	}
	return app.Div().Class("members-group").Body(&ui.Combobox{
		ID: "members-in-group", Label: ui.T("groups.one"), Value: string(p.filter.Group), Options: groups.Options(), Placeholder: ui.T("members.group.any"), Required: true,
		OnChange: func(ctx app.Context, v string) {
			f := p.filter
			f.Group = org.GroupID(v)
			p.show(ctx, f)
		},
	})
}

func groupChip(id org.GroupID) string {
	name := groups.Name(id)
	if name == "" {
		name = ui.T("groups.gone")
	}
	return ui.T("members.chip.group", "group", name)
}

// groupNames are the groups that somebody is in directly.
func groupNames(m org.Member) string {
	var out []string
	for _, in := range store.Replica().Directory().GroupsOf(m) {
		out = append(out, groups.Name(in.Group))
	}
	return strings.Join(out, ", ")
}

// smart marks that somebody belongs to a group by its rule.
const smart org.Part = "smart"

// groupsView are the groups on a member's page: each a link, with its place and what the member is in it.
func groupsView(m org.Member) app.UI {
	in := store.Replica().Directory().GroupsOf(m)
	for _, id := range store.Replica().Directory().SmartGroupsOf(m) {
		in = append(in, org.Membership{Group: id, Part: smart})
	}
	if len(in) == 0 {
		return given("")
	}
	return app.Ul().Class("member-groups").Body(app.Range(in).Slice(func(i int) app.UI {
		note := groups.Where(in[i].Group)
		switch in[i].Part {
		case org.PartMember:
		case smart:
			note = ui.T("smart.title")
		default:
			note = strings.TrimSuffix(ui.T("part."+string(in[i].Part))+" · "+note, " · ")
		}
		return app.Li().Body(app.A().Class("link").Href(groups.Address(in[i].Group)).Text(groups.Name(in[i].Group)), app.Small().Class("member-note").Text(note))
	}))
}

// groupIDs are the groups in a form. What a member notes of groups that have ended does not concern it.
func groupIDs(m org.Member) []string {
	out := []string{}
	for _, in := range store.Replica().Directory().GroupsOf(m) {
		out = append(out, string(in.Group))
	}
	sort.Strings(out)
	return out
}

func asGroups(ids []string) (out []org.GroupID) {
	for _, id := range ids {
		out = append(out, org.GroupID(id))
	}
	return out
}

// takeGroups puts groups that somebody entered before into the form: what they added and took away, as far as the groups are still there.
func (in *Input) takeGroups(from, to json.RawMessage) {
	in.GroupIDs = slices.DeleteFunc(taken(in.GroupIDs, from, to, slices.Contains), func(id string) bool { return groups.Name(org.GroupID(id)) == "" })
	sort.Strings(in.GroupIDs)
}

// groupsUI are the groups in the form, to choose from the tree.
func (f *form) groupsUI() app.UI {
	all := groups.Joinable()
	if len(all) == 0 {
		return app.Div()
	}
	return &ui.MultiSelect{
		ID: f.Field("groups"), Label: label("groups"), Value: f.in.GroupIDs, Error: f.Wrong("groups"), Options: all, Placeholder: ui.T("members.form.groupsFind"),
		OnChange: func(_ app.Context, ids []string) {
			f.in.GroupIDs = slices.Clone(ids)
			sort.Strings(f.in.GroupIDs)
			f.Mended("groups")
		},
	}
}
