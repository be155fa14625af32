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

	tags   []ui.Option
	tagsOf *replica.TagCount // what they were made of
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
		f.groupsUI(),
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

// tagsUI are the tags, with those in use to choose from.
func (f *form) tagsUI() app.UI {
	id := f.Field("tags")
	return &ui.MultiSelect{
		ID: id, Label: label("tags"), Hint: ui.T("members.form.tagsHint"), Value: f.in.Tags, Typed: f.in.NewTag, Error: f.Wrong("tags"),
		Placeholder: ui.T("members.form.tagsFind"), Options: f.tagOptions(), Free: true,
		OnChange: func(_ app.Context, tags []string) {
			f.in.Tags = tags
			f.Mended("tags")
		},
		OnTyped: func(_ app.Context, typed string) { f.in.NewTag = typed },
	}
}

// tagOptions are the tags in use, made anew when others are.
func (f *form) tagOptions() []ui.Option {
	tags := store.Replica().Directory().Tags()
	if len(tags) == 0 {
		return nil
	}
	if f.tagsOf == &tags[0] && len(f.tags) == len(tags) {
		return f.tags
	}
	f.tagsOf, f.tags = &tags[0], make([]ui.Option, len(tags))
	for i, t := range tags {
		f.tags[i] = ui.Option{Value: t.Tag, Text: t.Tag}
	}
	return f.tags
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
