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
	own   bool // somebody changes their own details, and manages no members

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

// line is a field that holds one text.
func (f *form) line(name string, at *string) ui.Field {
	return ui.Field{
		ID: f.Field(name), Label: label(name), Value: *at, Error: f.Wrong(name), Autocomplete: "off",
		OnInput: func(_ app.Context, v string) {
			*at = v
			f.Mended(name)
		},
	}
}

// text is one of the member's texts.
func (f *form) text(name, kind string) ui.Field {
	t, _ := org.MemberText(name)
	line := f.line(name, t.Of(&f.in.Member))
	line.Type = kind
	return line
}

// choice is one of the member's texts that has few values, or none.
func (f *form) choice(name string, values []string, said func(string) string) app.UI {
	t, _ := org.MemberText(name)
	at := t.Of(&f.in.Member)
	s := ui.Select{
		ID: f.Field(name), Label: label(name), Value: *at, Error: f.Wrong(name), Options: []ui.Option{{Text: ui.T("members.one.none")}},
		OnChange: func(_ app.Context, v string) {
			*at = v
			f.Mended(name)
		},
	}
	for _, v := range values {
		s.Options = append(s.Options, ui.Option{Value: v, Text: said(v)})
	}
	return s.UI()
}

// all are the fields that the person may change.
func (f *form) all() []app.UI {
	if f.own {
		return f.ownFields()
	}
	return f.fields()
}

// ownFields are those of members.OwnFields.
func (f *form) ownFields() []app.UI {
	phone := f.text("phone", "tel")
	phone.Focus = true
	return []app.UI{
		app.P().Class("form-note").Text(ui.T("members.own.hint")),
		app.Div().Class("form-grid").Body(phone.UI(), f.text("mobile", "tel").UI(), f.text("location", "").UI(), f.languageUI()),
		f.contactsUI(),
		app.Div().Class("form-grid").Body(f.text("birthday", "date").UI(), f.sexUI()),
		f.hideUI(),
	}
}

func (f *form) sexUI() app.UI { return f.choice("sex", org.Sexes, ui.SexText) }

// hideUI takes the birthday out of the lists of birthdays.
func (f *form) hideUI() app.UI {
	return ui.Check{ID: f.Field("birthdayHidden"), Label: ui.T("members.form.hideBirthday"), On: f.in.BirthdayHidden != "", OnChange: func(_ app.Context, on bool) {
		f.in.BirthdayHidden = ""
		if on {
			f.in.BirthdayHidden = org.Yes
		}
	}}.UI()
}

func (f *form) languageUI() app.UI {
	return f.choice("language", []string{string(org.German), string(org.English)}, ui.LanguageText)
}

func (f *form) fields() []app.UI {
	given, surname := f.text("givenName", ""), f.text("surname", "")
	given.Required, given.Focus, surname.Required = true, true, true
	email := f.line("email", (*string)(&f.in.Email))
	email.Required, email.Type = true, "email"
	until := f.text("until", "date")
	until.Hint, until.Disabled = ui.T("members.form.untilHint"), f.owner
	quota := f.text("quota", "")
	quota.Hint = ui.T("members.form.quotaHint")
	notes := f.text("notes", "")
	notes.Multiline, notes.Hint = true, ui.T("members.form.notesHint")
	return []app.UI{
		app.Div().Class("form-grid").Body(
			given.UI(), surname.UI(), email.UI(), f.roleUI(),
			f.text("title", "").UI(), f.text("location", "").UI(), f.text("phone", "tel").UI(), f.text("mobile", "tel").UI(),
		),
		f.contactsUI(),
		f.groupsUI(),
		f.tagsUI(),
		app.H2().Class("form-part").Text(ui.T("members.form.person")),
		app.Div().Class("form-grid").Body(
			f.text("staffNumber", "").UI(), f.text("startDate", "date").UI(), f.text("firstDay", "date").UI(), until.UI(), f.text("birthday", "date").UI(),
			f.sexUI(), f.languageUI(), quota.UI(),
		),
		f.hideUI(),
		notes.UI(),
	}
}

func (f *form) roleUI() app.UI {
	s := ui.Select{
		ID: f.Field("role"), Label: label("role"), Value: string(f.in.Role), Error: f.Wrong("role"),
		Disabled: !f.role, Hint: ui.T("members.form.roleHint." + or(string(f.in.Role), string(org.User))),
		OnChange: func(_ app.Context, v string) {
			f.in.Role = org.Role(v)
			f.Mended("role")
			f.Mended("kind")
		},
	}
	roles := []org.Role{org.User, org.Guest}
	if store.Me().Role.May(org.GrantAdmin) || f.in.Role == org.Admin {
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
	f.showContacts()
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
