package ui

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// MultiSelect is a choice of several, which stand as chips before the line. What is there already is suggested; where Free is set
// anything else can be entered. Several that are pasted are taken apart at commas, semicolons, tabs and line ends.
type MultiSelect struct {
	app.Compo

	ID, Label, Hint string
	Value           []string // what is chosen, in its order
	Typed           string   // what stands in the line and is not chosen yet; a form takes it as well
	Error           string
	Placeholder     string
	Options         []Option // suggestions; the same slice as long as they are the same
	Loading         bool     // the options are not here yet
	Free            bool
	Required        bool
	Disabled        bool
	Why             string // why it is disabled; said to everyone
	OnChange        func(ctx app.Context, value []string)
	OnTyped         func(ctx app.Context, typed string)

	matches matches
	said    string // for screen readers: what was added or removed last
	typed   string // as the line was last known to be
}

// CompoID is the field: another is another.
func (m *MultiSelect) CompoID() string { return m.ID }

// OnUpdate empties the line when its form has: rendering can't. What a form does not keep is kept here.
func (m *MultiSelect) OnUpdate(app.Context) {
	if m.OnTyped == nil {
		m.Typed = m.typed
	}
	if m.Typed == "" && m.typed != "" {
		m.typed = ""
		SetValue(m.ID, "")
	}
}

// What parts several that are entered at once. Names of what there is may have commas in them.
const (
	partsFree  = ",;|\t\r\n"
	partsNamed = ";\t\r\n"
)

// SplitList takes apart what was typed or pasted into one line; of what comes twice, in whatever case, the first stays.
func SplitList(s string) []string { return split(s, partsFree) }

func split(s, parts string) []string {
	var out []string
	for _, t := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(parts, r) }) {
		if t = strings.Join(strings.Fields(t), " "); t != "" && !hasFold(out, t) {
			out = append(out, t)
		}
	}
	return out
}

func hasFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, s) })
}

// with adds what was entered. What can't be chosen here is left over.
func with(value, entered []string, options []Option, free bool) (now, left []string) {
	now = slices.Clone(value)
	for _, t := range entered {
		o, known := exact(options, t)
		switch {
		case known:
			t = o.Value
		case !free:
			left = append(left, t)
			continue
		}
		if !hasFold(now, t) {
			now = append(now, t)
		}
	}
	return now, left
}

func (m *MultiSelect) parts() string {
	if m.Free {
		return partsFree
	}
	return partsNamed
}

// text is what a value is called.
func (m *MultiSelect) text(value string) string {
	for _, o := range m.Options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}

func (m *MultiSelect) has(value string) bool { return hasFold(m.Value, value) }

// Render is the chips, the line and its list.
func (m *MultiSelect) Render() app.UI {
	f := frame{id: m.ID, label: m.Label, hint: m.Hint, wrong: m.Error, why: m.Why, optional: !m.Required && !m.Disabled}
	if m.matches.open && !m.Loading {
		m.matches.look(m.Options, m.Typed, m.has)
	}
	i := app.Input().ID(m.ID).Name(m.ID).Class("multi-line").Type("text").Value(m.Typed).
		Aria("describedby", m.ID+"-chosen "+f.describedBy()).Aria("invalid", m.Error != "").
		OnInput(On(m.input)).OnKeyDown(On(m.key)).OnClick(On(m.unfold)).OnPaste(On(m.paste))
	if m.Required {
		i = i.Aria("required", true)
	}
	if m.Placeholder != "" && len(m.Value) == 0 {
		i = i.Placeholder(m.Placeholder)
	}
	class := "input multi"
	if m.Disabled {
		i, class = i.Disabled(true), class+" multi-disabled"
	}
	leave, scope := On(m.leave)
	return f.around(app.Div().Class("input-box").On("focusout", leave, scope).Body(
		app.Div().Class(class).Body(
			app.Div().Class("multi-chips").Body(app.Range(m.Value).Slice(func(k int) app.UI { return m.chip(m.Value[k]) })),
			m.matches.input(i, m.ID),
			app.P().ID(m.ID+"-chosen").Class("visually-hidden").Text(m.chosenText()),
		),
		app.Div().OnClick(On(m.click)).Body(m.matches.listUI(m.ID, m.Label, m.Loading, func(string) bool { return false }, m.newUI()...)),
		m.matches.statusUI(m.ID, m.Loading, m.said),
	))
}

func (m *MultiSelect) chosenText() string {
	if len(m.Value) == 0 {
		return T("multi.noneChosen")
	}
	texts := make([]string, len(m.Value))
	for k, v := range m.Value {
		texts[k] = m.text(v)
	}
	return N("multi.chosen", len(texts), "what", strings.Join(texts, ", "))
}

func (m *MultiSelect) chip(value string) app.UI {
	if m.Disabled {
		return TagChip(m.text(value))
	}
	return Chip(m.text(value), func(ctx app.Context, _ app.Event) {
		m.remove(ctx, value)
		Focus(m.ID)
	}, m.ID+"/"+value)
}

// newUI says what Enter does with something that is not there yet.
func (m *MultiSelect) newUI() []app.UI {
	typed := strings.Join(strings.Fields(m.Typed), " ")
	if _, known := exact(m.Options, typed); !m.Free || typed == "" || known {
		return nil
	}
	return []app.UI{app.Button().Type("button").TabIndex(-1).Class("choice choice-new").
		Body(Icon(IconPlus), app.Span().Text(T("multi.new", "what", typed)), app.Kbd().Aria("hidden", true).Text("↵")).OnClick(On(m.addTyped))}
}

func (m *MultiSelect) input(ctx app.Context, e app.Event) {
	m.write(ctx, e.Get("target").Get("value").String())
	m.matches.open = m.Typed != ""
	m.matches.at = -1
	if !m.Free && m.Typed != "" {
		m.matches.at = 0
	}
	m.matches.follow(ctx, m.ID)
}

func (m *MultiSelect) write(ctx app.Context, typed string) {
	m.Typed, m.typed = typed, typed
	if m.OnTyped != nil {
		m.OnTyped(ctx, typed)
	}
}

func (m *MultiSelect) unfold(ctx app.Context, _ app.Event) {
	if !m.matches.open && !m.Disabled {
		m.matches.open, m.matches.at = true, -1
		m.matches.look(m.Options, m.Typed, m.has)
		m.matches.follow(ctx, m.ID)
	}
}

func (m *MultiSelect) key(ctx app.Context, e app.Event) {
	if e.Get("isComposing").Bool() {
		return
	}
	key := e.Get("key").String()
	switch {
	case key == "Backspace" && m.Typed == "" && len(m.Value) > 0:
		m.remove(ctx, m.Value[len(m.Value)-1])
		e.PreventDefault()
		return
	case m.Typed != "" && (m.Free && (key == "," || key == ";") || key == "Enter" && (m.Free && m.matches.at < 0 || !m.matches.open)):
		m.addTyped(ctx, e)
		e.PreventDefault()
		return
	}
	was := m.matches.open
	if !was {
		m.matches.at = -1
		m.matches.look(m.Options, m.Typed, m.has)
	}
	switch m.matches.key(key, e.Get("altKey").Bool()) {
	case passed:
		if was == m.matches.open {
			ctx.PreventUpdate()
		}
		return
	case taken:
		m.take(ctx, m.matches.at)
	}
	e.PreventDefault()
	m.matches.follow(ctx, m.ID)
}

func (m *MultiSelect) click(ctx app.Context, e app.Event) {
	if k := m.matches.clicked(e); k >= 0 {
		m.take(ctx, k)
		Focus(m.ID)
	}
}

func (m *MultiSelect) take(ctx app.Context, k int) {
	if k < len(m.matches.shown) {
		m.add(ctx, []string{m.Options[m.matches.shown[k]].Text})
	}
}

func (m *MultiSelect) addTyped(ctx app.Context, _ app.Event) { m.add(ctx, split(m.Typed, m.parts())) }

// add chooses what was entered and leaves in the line what can't be.
func (m *MultiSelect) add(ctx app.Context, entered []string) {
	now, left := with(m.Value, entered, m.Options, m.Free)
	if added := now[len(m.Value):]; len(added) > 0 {
		texts := make([]string, len(added))
		for k, v := range added {
			texts[k] = m.text(v)
		}
		m.said = T("multi.added", "what", strings.Join(texts, ", "))
		m.change(ctx, now)
	}
	m.matches.open, m.matches.at = false, -1
	rest := strings.Join(left, ", ")
	m.write(ctx, rest)
	SetValue(m.ID, rest)
}

func (m *MultiSelect) remove(ctx app.Context, value string) {
	m.said = T("multi.removed", "what", m.text(value))
	m.change(ctx, slices.DeleteFunc(slices.Clone(m.Value), func(v string) bool { return v == value }))
}

func (m *MultiSelect) change(ctx app.Context, now []string) {
	m.Value = now
	if m.OnChange != nil {
		m.OnChange(ctx, now)
	}
}

// paste takes several apart; one alone is pasted as anywhere.
func (m *MultiSelect) paste(ctx app.Context, e app.Event) {
	text := e.Get("clipboardData").Call("getData", "text").String()
	if !strings.ContainsAny(strings.TrimSpace(text), m.parts()) {
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
	m.add(ctx, split(m.Typed+text, m.parts()))
}

func (m *MultiSelect) leave(ctx app.Context, e app.Event) {
	if !left(e, m.ID) {
		ctx.PreventUpdate()
		return
	}
	m.matches.open = false
	if !m.Free && m.Typed != "" { // what can't be chosen is no choice
		m.write(ctx, "")
		SetValue(m.ID, "")
	}
}
