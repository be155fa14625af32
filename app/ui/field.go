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
	Kept         bool // the hint stays where others are off: it says what one has to know
	Value        string
	Type         string // text if empty; email, tel, date, number, search, password, pin
	Error        string
	Autocomplete string // as HTML names it: email, current-password, …
	Placeholder  string
	Required     bool // says so; the check is the deed's
	Quiet        bool // need not say that it is optional: the form does, for all of its fields
	Multiline    bool
	Disabled     bool
	Why          string // why it is disabled; said to everyone
	Focus        bool   // gets the focus when it appears
	Max          int    // characters; 0: no limit while typing
	Unit         string // what a number counts, beside it
	From, To     string // of numbers and dates: the least and the most, as HTML's min and max
	Step         string // of numbers; whole ones if empty
	Key          string // of a search: the key that leads there, shown while it is empty
	OnInput      func(ctx app.Context, value string)
	After        app.UI // below the field: a meter, a link
}

// UI is the element.
func (f Field) UI() app.UI {
	if f.Multiline {
		return f.frame().around(f.area())
	}
	if f.Type == "date" && f.Error == "" && f.Value != "" {
		f.Hint, f.Kept = DayWords(f.Value), true // a browser writes dates as its own language does
	}
	return f.frame().around(f.box())
}

func (f Field) frame() frame {
	return frame{
		id: f.ID, label: f.Label, hint: f.Hint, kept: f.Kept, wrong: f.Error, why: f.Why, after: f.After,
		optional: !f.Required && !f.Quiet && !f.Disabled && f.OnInput != nil && f.Type != "search",
	}
}

// box puts what belongs beside the line into one frame with it.
func (f Field) box() app.UI {
	switch {
	case f.Type == "search":
		return app.Div().Class("input-box input-search").Body(Icon(IconSearch), f.line(), app.Div().Class("input-end").Body(f.clear()))
	case f.Type == "password", f.Type == "pin":
		return secret(f.ID, f.line())
	case f.Unit != "":
		return app.Div().Class("input-box input-measure").Body(f.line(), app.Span().ID(f.ID+"-unit").Class("input-unit").Text(f.Unit))
	}
	return f.line()
}

// clear is the cross that empties a search, or the key that leads to one that is empty.
func (f Field) clear() app.UI {
	if f.Value == "" || f.Disabled {
		return app.Kbd().Aria("hidden", true).Text(f.Key)
	}
	return app.Button().Type("button").Class("input-x").Aria("label", T("field.clear", "field", f.Label)).Body(Icon(IconX)).
		OnClick(On(func(ctx app.Context, _ app.Event) {
			SetValue(f.ID, "")
			Focus(f.ID)
			if f.OnInput != nil {
				f.OnInput(ctx, "")
			}
		}, f.ID))
}

func (f Field) line() app.UI {
	kind := f.Type
	if kind == "" {
		kind = "text"
	}
	i := app.Input().ID(f.ID).Name(f.ID).Class("form-control input").Type(lineType(kind)).Value(f.Value).
		Aria("describedby", f.describedBy()).Aria("invalid", f.Error != "")
	if f.Required {
		i = i.Aria("required", true)
	}
	switch kind {
	case "email":
		i = i.Attr("inputmode", "email").Attr("autocapitalize", "none").Attr("spellcheck", "false")
	case "password":
		i = i.Attr("autocapitalize", "none").Attr("spellcheck", "false")
	case "pin":
		i = i.Attr("inputmode", "numeric")
	case "tel":
		i = i.Attr("inputmode", "tel")
	case "search":
		i = i.Attr("enterkeyhint", "search").Attr("autocapitalize", "none")
	case "number":
		i = f.measure(i)
	case "date":
		i = f.within(i)
	}
	for name, value := range map[string]string{"autocomplete": f.complete(kind), "placeholder": f.Placeholder} {
		if value != "" {
			i = i.Attr(name, value)
		}
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

// complete is what the browser may fill in: a search nothing, a telephone number or address one's own unless something else is said.
func (f Field) complete(kind string) string {
	switch {
	case f.Autocomplete != "":
		return f.Autocomplete
	case kind == "search":
		return "off"
	case kind == "tel", kind == "email":
		return kind
	}
	return ""
}

// measure gives a number its steps and, on a phone, its keyboard.
func (f Field) measure(i app.HTMLInput) app.HTMLInput {
	step, keys := f.Step, "decimal"
	if step == "" {
		step, keys = "1", "numeric"
	}
	return f.within(i.Attr("step", step).Attr("inputmode", keys))
}

func (f Field) within(i app.HTMLInput) app.HTMLInput {
	if f.From != "" {
		i = i.Attr("min", f.From)
	}
	if f.To != "" {
		i = i.Attr("max", f.To)
	}
	return i
}

// lineType is the type that HTML calls it. An address is text: in its own type browsers rewrite umlauts and tell nobody the caret.
func lineType(kind string) string {
	switch kind {
	case "email":
		return "text"
	case "pin":
		return "password"
	}
	return kind
}

func (f Field) area() app.UI {
	a := app.Textarea().ID(f.ID).Name(f.ID).Class("form-control input").Rows(4).Attr("value", f.Value).
		Aria("describedby", f.describedBy()).Aria("invalid", f.Error != "")
	if f.Required {
		a = a.Aria("required", true)
	}
	if f.Placeholder != "" {
		a = a.Placeholder(f.Placeholder)
	}
	if f.Disabled {
		a = a.Disabled(true)
	}
	if f.Max > 0 {
		a = a.Attr("maxlength", strconv.Itoa(f.Max))
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
	by := f.frame().describedBy()
	if f.Unit != "" {
		by = f.ID + "-unit " + by
	}
	return by
}
