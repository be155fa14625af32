package groups

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

const (
	addID    = "group-add-dialog"
	addFind  = "group-add-find"
	addShown = 6      // people that a search shows
	addLooks = 50_000 // and looks at
)

// adding is the dialog that finds people by name, or takes pasted addresses, and makes them belong to a group.
type adding struct {
	asked   bool // it was opened once
	typed   string
	chosen  []org.MemberID
	unknown []string // addresses that nobody here has
	part    string
	err     error
}

func (a *adding) open(ctx app.Context) {
	*a = adding{part: "member", asked: true}
	ctx.Defer(func(app.Context) {
		ui.SetValue(addFind, "")
		ui.OpenDialog(addID)
		ui.Focus(addFind)
	})
}

// UI is the dialog, closed until it is opened.
func (a *adding) UI(group org.GroupID) app.UI {
	title := ui.T("groups.add.title", "name", Name(group))
	if !a.asked {
		return ui.Dialog(addID, title)
	}
	n := len(a.chosen)
	missing := ""
	if len(a.unknown) > 0 {
		missing = ui.T("groups.add.unknown", "who", strings.Join(a.unknown, ", "))
	}
	return ui.Dialog(addID, title, ui.Form(func(ctx app.Context, _ app.Event) { a.do(ctx, group) }, title,
		app.Div().OnPaste(ui.On(a.paste, "paste")).Body(ui.Field{
			ID: addFind, Label: ui.T("groups.add.find"), Hint: ui.T("groups.add.hint"), Type: "search", Value: a.typed, Autocomplete: "off",
			OnInput: func(_ app.Context, v string) { a.typed, a.err = v, nil },
		}.UI()),
		app.Div().Class("whom-found").Attr("role", "status").Body(a.found(group)...),
		app.Div().Class("tag-row").Body(app.Range(a.chosen).Slice(func(i int) app.UI { return a.chip(a.chosen[i]) })),
		app.P().Class("groups-unknown").Attr("role", "status").Text(missing),
		ui.Select{ID: "group-add-part", Label: ui.T("groups.part"), Value: a.part, Options: PartOptions(), OnChange: func(_ app.Context, v string) { a.part = v }}.UI(),
		app.P().Class("field-error").Attr("role", "alert").Text(errorText(a.err)),
		actions(addID, ui.Button{Text: AddText(n), Kind: ui.Primary, Submit: true, Disabled: n == 0, ID: "group-add-go"}),
	))
}

// AddText is what the button says that adds so many people.
func AddText(n int) string {
	if n == 0 {
		return ui.T("groups.add")
	}
	return ui.N("groups.add.button", n)
}

func (a *adding) chip(id org.MemberID) app.UI {
	m, _ := store.Replica().Member(id)
	return ui.Chip(m.Name(), func(app.Context, app.Event) {
		a.chosen = slices.DeleteFunc(slices.Clone(a.chosen), func(have org.MemberID) bool { return have == id })
		ui.Focus(addFind)
	}, string(id))
}

// found are the people who go with what is typed, each a button.
func (a *adding) found(group org.GroupID) (out []app.UI) {
	if strings.TrimSpace(a.typed) == "" {
		return nil
	}
	f := replica.NewFinder(addShown + len(a.chosen))
	f.Type(dir(), a.typed)
	f.Run(addLooks)
	for _, id := range f.Best() {
		if slices.Contains(a.chosen, id) || len(out) == addShown {
			continue
		}
		m, _ := store.Replica().Member(id)
		second := string(m.Email)
		if belongs(id, group) {
			second = ui.T("groups.add.already", "email", second)
		}
		out = append(out, app.Button().Type("button").Class("whom").Body(
			ui.AvatarOf(store.Here().Tenant, id, m),
			app.Span().Class("whom-name").Body(app.B().Text(m.Name()), app.Small().Text(second)),
		).OnClick(ui.On(func(app.Context, app.Event) { a.choose(id) }, string(id))))
	}
	if len(out) == 0 {
		out = []app.UI{app.P().Class("muted").Text(ui.T("audit.filter.nobody"))}
	}
	return out
}

func belongs(id org.MemberID, group org.GroupID) bool {
	m, _ := store.Replica().Member(id)
	_, is := m.In(group)
	return is
}

func (a *adding) choose(id org.MemberID) {
	if !slices.Contains(a.chosen, id) {
		a.chosen = append(a.chosen, id)
	}
	a.typed = ""
	ui.SetValue(addFind, "")
	ui.Focus(addFind)
}

// paste takes addresses that are pasted, one or many, as they stand in a mail or a table.
func (a *adding) paste(ctx app.Context, e app.Event) {
	text := ""
	if data := e.Get("clipboardData"); data.Truthy() {
		text = data.Call("getData", "text").String()
	}
	if !strings.Contains(text, "@") {
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
	a.take(text)
}

// take looks for the members who have the addresses in a text.
func (a *adding) take(text string) {
	a.unknown, a.err = nil, nil
	for _, email := range Addresses(text) {
		id := ""
		if e, err := org.ParseEmail("email", email); err == nil {
			id, _ = store.Replica().World().Unique(ledger.Unique{What: ledger.UniqueEmail, Value: string(e.Key())})
		}
		switch {
		case id == "":
			a.unknown = append(a.unknown, email)
		case !slices.Contains(a.chosen, org.MemberID(id)):
			a.chosen = append(a.chosen, org.MemberID(id))
		}
	}
}

// Addresses are those in a text, each once: apart by space, comma, semicolon or lines, with or without names and angle brackets.
func Addresses(text string) (out []string) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;<>()\"", r) }) {
		word = strings.TrimPrefix(word, "mailto:")
		if strings.Contains(word, "@") && !slices.ContainsFunc(out, func(have string) bool { return strings.EqualFold(have, word) }) {
			out = append(out, word)
		}
	}
	return out
}

func (a *adding) do(ctx app.Context, group org.GroupID) {
	if found := Addresses(a.typed); len(found) > 0 {
		a.take(a.typed)
		a.typed = ""
		ui.SetValue(addFind, "")
	}
	if len(a.chosen) == 0 {
		return
	}
	deed := Add
	if a.part != "member" {
		deed = SetPart
	}
	n := 0 // without those who stay as they are
	for _, id := range a.chosen {
		if a.part != "member" || !belongs(id, group) {
			n++
		}
	}
	said := ui.N("groups.added", n, "group", Name(group))
	if _, a.err = store.Do(ctx, deed, groups.PeopleArgs{Group: group, Members: a.chosen, Part: a.part}, said); a.err == nil {
		ui.CloseDialog(addID)
	}
}
