package members

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// contactsUI are the further contacts of a member, a line each.
func (f *form) contactsUI() app.UI {
	lines := app.Range(f.in.Contacts).Slice(func(i int) app.UI { return f.contactUI(i) })
	return app.FieldSet().ID(f.Field("contacts")).TabIndex(-1).Class("contacts").Body(
		app.Legend().Class("form-label").Text(ui.T("field.contacts")),
		app.Div().Class("contacts-lines").Body(lines),
		app.Div().Body(app.If(f.Wrong("contacts") != "", func() app.UI { return app.P().Class("field-error").Text(f.Wrong("contacts")) })),
		ui.Button{Text: ui.T("members.contacts.add"), Icon: ui.IconPlus, Kind: ui.Quiet, ID: f.Field("contacts-add"), Scope: f.ID, Disabled: len(f.in.Contacts) >= org.MaxContacts, OnClick: f.addContact}.UI(),
	)
}

func (f *form) contactID(i int, part string) string {
	return f.Field("contact-" + strconv.Itoa(i) + "-" + part)
}

func (f *form) contactUI(i int) app.UI {
	// The list may be another one by the time that something is written: the line is found anew.
	line := func(part, label string, at func(*org.Contact) *string) app.UI {
		return ui.Field{
			ID: f.contactID(i, part), Label: label, Value: *at(&f.in.Contacts[i]), Autocomplete: "off", Quiet: true,
			OnInput: func(_ app.Context, v string) {
				if i < len(f.in.Contacts) {
					*at(&f.in.Contacts[i]) = v
					f.Mended("contacts")
				}
			},
		}.UI()
	}
	return app.Div().Class("contacts-line").Body(
		line("label", ui.T("members.contacts.label"), func(c *org.Contact) *string { return &c.Label }),
		line("value", ui.T("members.contacts.value"), func(c *org.Contact) *string { return &c.Value }),
		ui.Button{
			Icon: ui.IconTrash, Kind: ui.Quiet, Label: ui.T("members.contacts.remove", "n", ui.Number(i+1)), Scope: f.contactID(i, "remove"),
			OnClick: func(app.Context, app.Event) { f.removeContact(i) },
		}.UI(),
	)
}

func (f *form) addContact(ctx app.Context, _ app.Event) {
	f.in.Contacts = append(slices.Clone(f.in.Contacts), org.Contact{})
	last := len(f.in.Contacts) - 1
	ctx.Defer(func(app.Context) { ui.Focus(f.contactID(last, "label")) })
}

func (f *form) removeContact(i int) {
	if i >= len(f.in.Contacts) {
		return
	}
	f.in.Contacts = slices.Delete(slices.Clone(f.in.Contacts), i, i+1)
	f.Mended("contacts")
	f.showContacts()
	ui.Focus(f.Field("contacts-add"))
}

// showContacts puts the lines into the page's inputs, see show.
func (f *form) showContacts() {
	for i, c := range f.in.Contacts {
		ui.SetValue(f.contactID(i, "label"), c.Label)
		ui.SetValue(f.contactID(i, "value"), c.Value)
	}
}

// contact is a further contact as one uses it: what is an address, a number or a page can be followed.
func (p *One) contact(c org.Contact) []app.UI {
	value := app.UI(app.Span().Text(c.Value))
	if href := followed(c.Value); href != "" {
		value = app.A().Class("link").Href(href).Text(c.Value)
	}
	return []app.UI{
		app.Div().Class("member-value").Body(value),
		p.copyButton(c.Value, ui.T("members.contacts.copy", "label", c.Label), ui.T("members.contacts.copied", "label", c.Label)),
	}
}

// followed is where a further contact leads; "" if that can't be told.
func followed(value string) string {
	if strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://") {
		return value
	}
	if e, err := org.ParseEmail("", value); err == nil {
		return "mailto:" + string(e)
	}
	if n, err := org.ParsePhone("", value); err == nil && n != "" {
		return "tel:" + dialled(n)
	}
	return ""
}
