package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// form is the fields of a member, for a new one and for one that is edited.
type form struct {
	ui.FormState
	in    Input
	role  bool // the role can be chosen
	owner bool // the member owns the organisation, and keeps that role
}

func label(field string) string {
	if field == "" {
		return ""
	}
	return ui.T("field." + field)
}

func newForm(id string, in Input) form {
	return form{FormState: ui.FormState{ID: id, Label: label}, in: in}
}

func (f *form) text(name, value string, set func(string)) ui.Field {
	return ui.Field{
		ID: f.Field(name), Label: label(name), Value: value, Error: f.Wrong(name), Autocomplete: "off",
		OnInput: func(_ app.Context, v string) {
			set(v)
			f.Mended(name)
		},
	}
}

func (f *form) fields() []app.UI {
	in := &f.in
	given := f.text("givenName", in.GivenName, func(v string) { in.GivenName = v })
	given.Required, given.Focus = true, true
	surname := f.text("surname", in.Surname, func(v string) { in.Surname = v })
	surname.Required = true
	email := f.text("email", in.Email, func(v string) { in.Email = v })
	email.Required, email.Type = true, "email"
	phone := f.text("phone", in.Phone, func(v string) { in.Phone = v })
	phone.Type = "tel"
	start := f.text("startDate", in.StartDate, func(v string) { in.StartDate = v })
	start.Type = "date"
	notes := f.text("notes", in.Notes, func(v string) { in.Notes = v })
	notes.Multiline, notes.Hint = true, ui.T("members.form.notesHint")
	return []app.UI{
		app.Div().Class("form-grid").Body(
			given.UI(), surname.UI(), email.UI(), f.roleUI(),
			f.text("title", in.Title, func(v string) { in.Title = v }).UI(),
			f.text("location", in.Location, func(v string) { in.Location = v }).UI(),
			phone.UI(), start.UI(),
		),
		f.tagsUI(),
		notes.UI(),
	}
}

func (f *form) roleUI() app.UI {
	s := ui.Select{
		ID: f.Field("role"), Label: label("role"), Value: f.in.Role, Error: f.Wrong("role"),
		Disabled: !f.role, Hint: ui.T("members.form.roleHint." + or(f.in.Role, string(org.User))),
		OnChange: func(_ app.Context, v string) {
			f.in.Role = v
			f.Mended("role")
			f.Mended("kind")
		},
	}
	roles := []org.Role{org.User, org.Guest}
	if store.Me().Role.May(org.GrantAdmin) || f.in.Role == string(org.Admin) {
		roles = append(roles, org.Admin)
	}
	if f.owner {
		roles = []org.Role{org.Owner}
	}
	for _, r := range roles {
		s.Options = append(s.Options, ui.Option{Value: string(r), Text: ui.RoleText(r)})
	}
	return s.UI()
}

// tagsUI are the tags, each with its cross, and a line to add more.
func (f *form) tagsUI() app.UI {
	in := &f.in
	id := f.Field("tags")
	field := f.text("tags", in.NewTag, func(v string) { in.NewTag = v })
	field.Hint = ui.T("members.form.tagsHint")
	field.After = app.Div().Class("tag-row").Body(suggestions(f.others(), in.NewTag, func(tag string) {
		in.Tags = append(in.Tags, tag)
		in.NewTag = ""
		ui.SetValue(id, "")
		ui.Focus(id)
	})...)
	chips := make([]app.UI, len(in.Tags))
	for i, tag := range in.Tags {
		chips[i] = ui.Chip(tag, func(app.Context, app.Event) { f.dropTag(tag) }, tag)
	}
	return app.Div().Class("form-tags").
		OnKeyDown(ui.On(func(ctx app.Context, e app.Event) { f.tagKey(ctx, e, id) }, id)).
		Body(field.UI(), app.Div().Class("tag-row").Body(chips...))
}

// tagKey makes a tag of what was typed at a comma or Enter.
func (f *form) tagKey(ctx app.Context, e app.Event, id string) {
	key := e.Get("key").String()
	if e.Get("target").Get("id").String() != id || f.in.NewTag == "" || key != "Enter" && key != "," && key != ";" {
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
	f.in.Tags, f.in.NewTag = f.in.AllTags(), ""
	ui.SetValue(id, "")
}

func (f *form) dropTag(tag string) {
	kept := f.in.Tags[:0:0]
	for _, t := range f.in.Tags {
		if t != tag {
			kept = append(kept, t)
		}
	}
	f.in.Tags = kept
}

// others are the tags in use that this member does not have.
func (f *form) others() []replica.TagCount {
	tags := store.Replica().Directory().Tags()
	out := make([]replica.TagCount, 0, len(tags))
	for _, t := range tags {
		if !org.HasTag(f.in.Tags, t.Tag) {
			out = append(out, t)
		}
	}
	return out
}

// show puts the form's values into the page's inputs: what a person has typed there, rendering alone can't take away.
func (f *form) show() {
	for name, v := range f.in.fields() {
		if s, ok := v.(string); ok {
			ui.SetValue(f.Field(name), s)
		}
	}
	ui.SetValue(f.Field("tags"), f.in.NewTag)
}

// refused shows the faults of a deed. The kind of a membership stands in the field of the role.
func (f *form) refused(ctx app.Context, err error) {
	faults := fault.All(err)
	for i, x := range faults {
		if x.Field == "kind" {
			faults[i] = x.On("role")
		}
	}
	if faults != nil {
		err = faults
	}
	f.Fail(ctx, err)
}
