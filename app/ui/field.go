package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Field is a line or area to write in, with its label above and what is wrong with it below.
type Field struct {
	ID           string // also its name; unique on the page
	Label        string
	Hint         string
	Value        string
	Type         string // text if empty
	Error        string
	Autocomplete string // as HTML names it: email, current-password, …
	Placeholder  string
	Required     bool // says so; the check is the deed's
	Multiline    bool
	Disabled     bool
	Focus        bool // gets the focus when it appears
	Max          int  // characters; 0: no limit while typing
	OnInput      func(ctx app.Context, value string)
	After        app.UI // below the field: a meter, a link
}

// UI is the element.
func (f Field) UI() app.UI {
	var input app.UI
	if f.Multiline {
		input = f.area()
	} else {
		input = f.line()
	}
	return f.frame(input)
}

func (f Field) frame(input app.UI) app.UI {
	class := "field"
	if f.Error != "" {
		class += " field-wrong"
	}
	label := app.Label().Class("form-label").For(f.ID).Body(app.Span().Text(f.Label))
	if !f.Required && f.Label != "" && f.OnInput != nil {
		label = app.Label().Class("form-label").For(f.ID).Body(app.Span().Text(f.Label), app.Small().Text(T("app.optional")))
	}
	// The input stays in one place whatever stands below it: go-app matches children by position.
	return app.Div().Class(class).Body(
		label,
		input,
		app.Div().Class("field-below").Body(
			app.P().ID(f.ID+"-error").Class("field-error").Text(f.Error),
			app.If(f.Hint != "", func() app.UI { return app.P().ID(f.ID + "-hint").Class("form-hint").Text(f.Hint) }),
			app.If(f.After != nil, func() app.UI { return f.After }),
		),
	)
}

func (f Field) line() app.UI {
	kind := f.Type
	if kind == "" {
		kind = "text"
	}
	i := app.Input().ID(f.ID).Name(f.ID).Class("form-control input").Type(kind).Value(f.Value).
		Aria("describedby", f.describedBy()).Aria("invalid", f.Error != "")
	if f.Required {
		i = i.Aria("required", true)
	}
	if f.Autocomplete != "" {
		i = i.Attr("autocomplete", f.Autocomplete)
	}
	if kind == "email" || kind == "password" {
		i = i.Attr("autocapitalize", "none").Attr("spellcheck", "false")
	}
	if f.Placeholder != "" {
		i = i.Placeholder(f.Placeholder)
	}
	if f.Disabled {
		i = i.Disabled(true)
	}
	if f.Focus {
		i = i.AutoFocus(true)
	}
	if f.Max > 0 {
		i = i.Attr("maxlength", strconv.Itoa(f.Max))
	}
	if f.OnInput != nil {
		i = i.OnInput(On(f.input, f.ID))
	}
	return i
}

func (f Field) area() app.UI {
	a := app.Textarea().ID(f.ID).Name(f.ID).Class("form-control input").Rows(4).Attr("value", f.Value).
		Aria("describedby", f.describedBy()).Aria("invalid", f.Error != "")
	if f.Disabled {
		a = a.Disabled(true)
	}
	if f.OnInput != nil {
		a = a.OnInput(On(f.input, f.ID))
	}
	return a
}

func (f Field) input(ctx app.Context, e app.Event) {
	f.OnInput(ctx, e.Get("target").Get("value").String())
}

func (f Field) describedBy() string {
	if f.Hint == "" {
		return f.ID + "-error"
	}
	return f.ID + "-error " + f.ID + "-hint"
}

// Option is one choice of a Select. Values are never empty: a browser takes the text instead.
type Option struct{ Value, Text string }

// Select is a choice of one.
type Select struct {
	ID       string
	Label    string
	Hint     string
	Value    string
	Error    string
	Options  []Option
	Disabled bool
	OnChange func(ctx app.Context, value string)
}

// UI is the element.
func (s Select) UI() app.UI {
	f := Field{ID: s.ID, Label: s.Label, Hint: s.Hint, Error: s.Error, Required: true}
	e := app.Select().ID(s.ID).Name(s.ID).Class("form-select input").Aria("describedby", f.describedBy()).Aria("invalid", s.Error != "").Body(
		app.Range(s.Options).Slice(func(i int) app.UI {
			o := app.Option().Value(s.Options[i].Value).Text(s.Options[i].Text)
			if s.Options[i].Value == s.Value {
				o = o.Selected(true)
			}
			return o
		}),
	)
	if s.Disabled {
		e = e.Disabled(true)
	}
	if s.OnChange != nil {
		e = e.OnChange(On(func(ctx app.Context, ev app.Event) { s.OnChange(ctx, ev.Get("target").Get("value").String()) }, s.ID))
	}
	return f.frame(e)
}

// Check is a box to tick.
type Check struct {
	ID       string
	Label    string
	Aria     string // for screen readers, where there is no Label
	On       bool
	Some     bool // neither on nor off: some of what it stands for are
	Disabled bool
	OnChange func(ctx app.Context, on bool)
}

// UI is the element.
func (c Check) UI() app.UI {
	i := app.Input().Type("checkbox").ID(c.ID).Class("form-check-input box")
	if c.On || app.IsClient { // «checked="false"» in constant HTML means checked
		i = i.Checked(c.On)
	}
	if c.Aria != "" {
		i = i.Aria("label", c.Aria)
	}
	if c.Some {
		i = i.Aria("checked", "mixed").Class("box-some")
	}
	if c.Disabled {
		i = i.Disabled(true)
	}
	if c.OnChange != nil {
		i = i.OnChange(On(func(ctx app.Context, e app.Event) { c.OnChange(ctx, e.Get("target").Get("checked").Bool()) }, c.ID))
	}
	return app.Label().Class("check").Body(i, app.Span().Text(c.Label))
}
