package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Option is one choice of several. Values are never empty: a browser takes the text instead.
type Option struct {
	Value, Text string
	Note        string // more about it, in smaller letters; not in a Select, as a browser's own list has no room for it
}

// Select is a choice of one from a short list; a Combobox is for a long one.
type Select struct {
	ID       string
	Label    string
	Hint     string
	Value    string
	Error    string
	Options  []Option
	Disabled bool
	Why      string // why it is disabled; said to everyone
	OnChange func(ctx app.Context, value string)
}

// UI is the element.
func (s Select) UI() app.UI {
	f := frame{id: s.ID, label: s.Label, hint: s.Hint, wrong: s.Error, why: s.Why}
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
	return f.around(e)
}
