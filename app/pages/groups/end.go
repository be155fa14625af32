package groups

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/org"
)

// openEnd asks what becomes of what is in a group that is deleted, or merged with another.
func (q *dialogs) openEnd(ctx app.Context, id org.GroupID, merges bool) {
	q.begin(ctx, endID, "groups-end-to", id)
	q.merges = merges
	switch q.what = goUp; {
	case merges:
		q.what = goInto
	case q.from.Parent == "" && len(dir().Subgroups(id)) == 0:
		q.what = goWith
	}
}

// endUI names the consequences before anything is done.
func (q *dialogs) endUI() app.UI {
	title := ui.T("groups.delete.title", "name", q.from.Name)
	do := ui.Button{Text: ui.T("groups.delete"), Kind: ui.DangerNow, Submit: true, ID: "groups-end-go"}
	if q.merges {
		title = ui.T("groups.merge.title", "name", q.from.Name)
		do.Text, do.Kind = ui.T("groups.merge"), ui.Primary
	}
	if q.at != endID {
		return ui.Dialog(endID, title)
	}
	do.Disabled = q.what == goInto && q.to == ""
	return ui.Dialog(endID, title, ui.Form(q.doEnd, title,
		app.P().Class("dialog-text").Text(q.within()),
		app.Div().Body(app.If(!q.merges && !q.bare(), q.choices)),
		app.Div().Body(app.If(q.what == goInto, func() app.UI {
			return &ui.Combobox{
				ID: "groups-end-to", Label: ui.T("groups.into"), Value: q.to, Options: withTop(q.of)[1:], Required: true,
				OnChange: func(_ app.Context, v string) { q.to, q.err = v, nil },
			}
		})),
		app.P().Class("dialog-text").Attr("role", "status").Text(q.consequence()),
		app.P().Class("field-error").Attr("role", "alert").Text(errorText(q.err)),
		actions(endID, do),
	))
}

// bare says that nobody and nothing is in the group. Who belongs to a smart one only meets its rule.
func (q *dialogs) bare() bool {
	return q.from.Smart || dir().InGroup(q.of) == 0 && len(dir().Subgroups(q.of)) == 0
}

// within says what is in the group.
func (q *dialogs) within() string {
	if q.bare() {
		return ui.T("groups.end.bare")
	}
	return ui.T("groups.end.within", "what", what(dir().InGroup(q.of), len(dir().Below(q.of))))
}

// what says how many people and subgroups are meant, those that there are.
func what(people, subgroups int) string {
	switch {
	case subgroups == 0:
		return ui.N("groups.people", people)
	case people == 0:
		return ui.N("groups.subgroups", subgroups)
	}
	return ui.T("audit.and", "first", ui.N("groups.people", people), "last", ui.N("groups.subgroups", subgroups))
}

func (q *dialogs) choices() app.UI {
	var all []ui.Choice
	subgroups := len(dir().Subgroups(q.of)) > 0
	switch {
	case q.from.Parent != "":
		all = append(all, ui.Choice{Value: goUp, Text: ui.T("groups.end.up", "name", Name(q.from.Parent)), Note: ui.T("groups.end.upNote")})
	case subgroups:
		all = append(all, ui.Choice{Value: goUp, Text: ui.T("groups.end.top"), Note: ui.T("groups.end.topNote")})
	}
	all = append(all, ui.Choice{Value: goInto, Text: ui.T("groups.end.into"), Note: ui.T("groups.end.intoNote")})
	if subgroups {
		all = append(all, ui.Choice{Value: goWith, Text: ui.T("groups.end.with"), Note: ui.T("groups.end.withNote")})
	} else {
		all = append(all, ui.Choice{Value: goWith, Text: ui.T("groups.end.only"), Note: ui.T("groups.end.topNote")})
	}
	return ui.RadioCards{
		ID: "groups-end-what", Label: ui.T("groups.end.what"), Value: q.what,
		OnChange: func(_ app.Context, v string) { q.what, q.err = v, nil },
		Choices:  all,
	}.UI()
}

// consequence says in a sentence what will be so afterwards.
func (q *dialogs) consequence() string {
	people, subs := dir().InGroup(q.of), len(dir().Subgroups(q.of))
	into := q.into()
	switch {
	case q.bare() && !q.merges, q.what == goInto && q.to == "":
		return ""
	case q.what == goWith && subs == 0:
		return ui.T("groups.end.onlyThen")
	case q.what == goWith:
		return ui.T("groups.end.withThen", "groups", ui.N("groups.sub", len(dir().Below(q.of))+1))
	case into == "":
		return ui.T("groups.end.topThen", "groups", ui.N("groups.subgroups", subs))
	}
	return ui.T("groups.end.then", "name", Name(into), "what", what(people, subs))
}

func (q *dialogs) into() org.GroupID {
	if q.what == goInto {
		return org.GroupID(q.to)
	}
	return q.from.Parent
}

// args names all that is in the group as it is seen now.
func (q *dialogs) args() groups.EndArgs {
	a := groups.EndArgs{Group: q.of}
	d := dir()
	if q.from.Smart {
		return a
	}
	if q.what == goWith {
		a.With = d.Below(q.of)
		return a
	}
	a.Into, a.Subgroups = q.into(), d.Subgroups(q.of)
	if a.Into != "" {
		for _, slot := range d.People(q.of) {
			id, _ := d.At(slot)
			a.Members = append(a.Members, id)
		}
	}
	return a
}

func (q *dialogs) doEnd(ctx app.Context, _ app.Event) {
	if q.what == goInto && q.to == "" {
		return
	}
	deed, said := end, ui.T("groups.deleted", "name", q.from.Name)
	if q.merges {
		deed, said = merge, ui.T("groups.merged", "name", q.from.Name, "into", Name(q.into()))
	}
	into := q.into()
	if _, q.err = store.Do(ctx, deed, q.args(), said); q.err != nil {
		return
	}
	ui.CloseDialog(endID)
	if q.gone != nil {
		q.gone(ctx, into)
	}
}
