package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Combobox is a choice of one from a list so long that one types what one looks for. What is typed and goes with nothing is given up
// when the person leaves.
type Combobox struct {
	app.Compo

	ID, Label, Hint string
	Value           string // of the option that is chosen; "" for none
	Error           string
	Placeholder     string
	Options         []Option // the same slice as long as they are the same options: looking through them is prepared once
	Find            Find     // finds the options where they are too many to be listed; Options is left out then
	Loading         bool     // the options are not here yet
	Required        bool
	Disabled        bool
	Why             string // why it is disabled; said to everyone
	OnChange        func(ctx app.Context, value string)

	matches matches
	typing  bool // the line holds what is looked for, and not what is chosen
	typed   string
}

// CompoID is the field: another is another.
func (c *Combobox) CompoID() string { return c.ID }

// Find finds the first of the options that go with what was typed, at most so many, and says how many go with it. Nothing typed goes with all.
// Named is the option with a value.
type Find struct {
	Typed func(typed string, most int) (some []Option, total int)
	Named func(value string) Option
}

func (c *Combobox) chosen() Option {
	if c.Find.Named != nil && c.Value != "" {
		return c.Find.Named(c.Value)
	}
	for _, o := range c.Options {
		if o.Value == c.Value && c.Value != "" {
			return o
		}
	}
	return Option{}
}

// Render is the line with its list.
func (c *Combobox) Render() app.UI {
	f := frame{id: c.ID, label: c.Label, hint: c.Hint, wrong: c.Error, why: c.Why, optional: !c.Required && !c.Disabled}
	text := c.chosen().Text
	if c.typing {
		text = c.typed
	}
	if c.matches.open && !c.Loading {
		c.look()
	}
	i := app.Input().ID(c.ID).Name(c.ID).Class("form-control input").Type("text").Value(text).
		Aria("describedby", f.describedBy()).Aria("invalid", c.Error != "").
		OnInput(On(c.input)).OnKeyDown(On(c.key)).OnClick(On(c.unfold))
	if c.Required {
		i = i.Aria("required", true)
	}
	if c.Placeholder != "" {
		i = i.Placeholder(c.Placeholder)
	}
	if c.Disabled {
		i = i.Disabled(true)
	}
	leave, scope := On(c.leave)
	return f.around(app.Div().Class("input-box input-choose").On("focusout", leave, scope).Body(
		c.matches.input(i, c.ID),
		app.Div().Class("input-end").Body(c.endUI()...),
		app.Div().OnClick(On(c.click)).Body(c.matches.listUI(c.ID, c.Label, c.Loading, func(v string) bool { return v == c.Value })),
		c.matches.statusUI(c.ID, c.Loading, ""),
	))
}

func (c *Combobox) endUI() []app.UI {
	down := app.Span().Class("input-down").Aria("hidden", true).Body(Icon(IconSelector))
	if c.Value == "" && c.typed == "" || c.Disabled {
		return []app.UI{down}
	}
	return []app.UI{down, app.Button().Type("button").Class("input-x").Aria("label", T("field.clear", "field", c.Label)).Body(Icon(IconX)).OnClick(On(c.empty))}
}

func (c *Combobox) input(ctx app.Context, e app.Event) {
	c.typing, c.typed = true, e.Get("target").Get("value").String()
	c.matches.open = true
	c.matches.at = -1
	if c.typed != "" {
		c.matches.at = 0
	}
	c.matches.follow(ctx, c.ID)
}

// unfold shows the list, with what is chosen in view; all of it, as nothing has been typed.
func (c *Combobox) unfold(ctx app.Context, _ app.Event) {
	if c.matches.open || c.Disabled {
		return
	}
	c.begin()
	c.matches.open = true
	c.matches.follow(ctx, c.ID)
}

// look finds the options that go with what was typed.
func (c *Combobox) look() {
	if c.Find.Typed == nil {
		c.matches.look(c.Options, c.typed, nil)
		return
	}
	c.matches.found(c.Find.Typed(c.typed, matchesShown))
}

// options are those that what was typed is looked for among, or was found among.
func (c *Combobox) options() []Option {
	if c.Find.Typed == nil {
		return c.Options
	}
	return c.matches.of
}

// begin looks at what is chosen.
func (c *Combobox) begin() {
	c.matches.at = -1
	c.look()
	for k, i := range c.matches.shown {
		if c.Value != "" && c.matches.of[i].Value == c.Value {
			c.matches.at = k
		}
	}
}

func (c *Combobox) key(ctx app.Context, e app.Event) {
	if e.Get("isComposing").Bool() {
		return
	}
	if !c.matches.open {
		c.begin()
	}
	was := c.matches.open
	switch c.matches.key(e.Get("key").String(), e.Get("altKey").Bool()) {
	case passed:
		if was == c.matches.open {
			ctx.PreventUpdate()
		}
		return
	case taken:
		c.take(ctx, c.matches.at)
	case closed:
		c.restore()
	}
	e.PreventDefault()
	c.matches.follow(ctx, c.ID)
}

func (c *Combobox) click(ctx app.Context, e app.Event) {
	if k := c.matches.clicked(e); k >= 0 {
		c.take(ctx, k)
		Focus(c.ID)
	}
}

func (c *Combobox) take(ctx app.Context, k int) {
	if k < len(c.matches.shown) {
		c.set(ctx, c.matches.of[c.matches.shown[k]])
	}
}

func (c *Combobox) set(ctx app.Context, o Option) {
	changed := o.Value != c.Value
	c.Value = o.Value
	c.restore()
	if changed && c.OnChange != nil {
		c.OnChange(ctx, o.Value)
	}
}

// restore shows what is chosen.
func (c *Combobox) restore() {
	c.typing, c.typed, c.matches.open, c.matches.at = false, "", false, -1
	SetValue(c.ID, c.chosen().Text)
}

func (c *Combobox) empty(ctx app.Context, _ app.Event) {
	c.set(ctx, Option{})
	Focus(c.ID)
}

// leave takes what was typed out in full or emptied; of anything else nothing is kept. A window that loses the focus is not left.
func (c *Combobox) leave(ctx app.Context, _ app.Event) {
	if app.Window().Get("document").Get("activeElement").Get("id").String() == c.ID {
		ctx.PreventUpdate()
		return
	}
	if !c.typing {
		c.matches.open = false
		return
	}
	o, ok := exact(c.options(), c.typed)
	switch {
	case ok || c.typed == "":
		c.set(ctx, o)
	default:
		c.restore()
	}
}
