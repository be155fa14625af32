package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Check is a box to tick.
type Check struct {
	ID       string
	Label    string
	Aria     string // for screen readers, where there is no Label
	Hint     string
	Error    string
	On       bool
	Some     bool // neither on nor off: some of what it stands for are
	Disabled bool
	Why      string // why it is disabled; said to everyone
	OnChange func(ctx app.Context, on bool)
}

// UI is the element: the box alone with its label, or in a frame where there is more to say.
func (c Check) UI() app.UI {
	f := frame{id: c.ID, hint: c.Hint, wrong: c.Error, why: c.Why}
	i := app.Input().Type("checkbox").ID(c.ID).Class("form-check-input box")
	if c.On || app.IsClient { // «checked="false"» in constant HTML means checked
		i = i.Checked(c.On)
	}
	if c.Aria != "" {
		i = i.Aria("label", c.Aria)
	}
	if c.Disabled {
		i = i.Disabled(true)
	}
	if c.OnChange != nil {
		i = i.OnChange(On(func(ctx app.Context, e app.Event) { c.OnChange(ctx, e.Get("target").Get("checked").Bool()) }, c.ID))
	}
	framed := c.Hint != "" || c.Error != "" || c.Why != ""
	if framed {
		i = i.Aria("describedby", f.describedBy()).Aria("invalid", c.Error != "")
	}
	box := app.Label().Class("check").Body(i, app.Span().Text(c.Label), &mixed{Box: c.ID, On: c.Some})
	if !framed {
		return box
	}
	return app.Div().Class("field-check").Body(f.around(box))
}

// mixed makes a box neither on nor off, which HTML has no attribute for.
type mixed struct {
	app.Compo
	Box string
	On  bool
}

func (m *mixed) OnMount(ctx app.Context)  { m.mark(ctx) }
func (m *mixed) OnUpdate(ctx app.Context) { m.mark(ctx) }

func (m *mixed) mark(ctx app.Context) {
	id, on := m.Box, m.On
	ctx.Defer(func(app.Context) {
		if box := byID(id); box.Truthy() {
			box.Set("indeterminate", on)
		}
	})
}

func (m *mixed) Render() app.UI { return app.Span() }

// Switch turns something on or off at once; what waits for a button is a Check. Its state stands beside it in words.
type Switch struct {
	ID       string
	Label    string
	Hint     string
	Error    string
	On       bool
	Disabled bool
	Why      string // why it is disabled; said to everyone
	OnChange func(ctx app.Context, on bool)
}

// UI is the element.
func (s Switch) UI() app.UI {
	f := frame{id: s.ID, label: s.Label, hint: s.Hint, wrong: s.Error, why: s.Why}
	i := app.Input().Type("checkbox").ID(s.ID).Attr("role", "switch").Class("switch-input").Aria("describedby", f.describedBy())
	if s.On || app.IsClient {
		i = i.Checked(s.On)
	}
	if s.Disabled {
		i = i.Disabled(true)
	}
	if s.OnChange != nil {
		i = i.OnChange(On(func(ctx app.Context, e app.Event) { s.OnChange(ctx, e.Get("target").Get("checked").Bool()) }, s.ID))
	}
	word := T("switch.off")
	if s.On {
		word = T("switch.on")
	}
	control := app.Label().Class("switch").For(s.ID).Body(app.Span().Class("switch-word").Aria("hidden", true).Text(word), i)
	return app.Div().Class("field-switch").Body(f.around(control))
}
