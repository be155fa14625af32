package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Choice is one of a few that exclude each other.
type Choice struct {
	Value, Text string
	Note        string // a sentence on it; RadioCards only
	Icon        IconName
	Picture     app.UI // instead of an icon; RadioCards only
}

// RadioCards is a choice of one where each needs a sentence or a picture. The radio buttons are the browser's own: arrows move.
type RadioCards struct {
	ID       string
	Label    string
	Hint     string
	Value    string
	Error    string
	Choices  []Choice
	Disabled bool
	Why      string // why it is disabled; said to everyone
	OnChange func(ctx app.Context, value string)
}

// UI is the element.
func (r RadioCards) UI() app.UI {
	return radios(r, "radio-cards", func(c Choice, input app.UI) app.UI {
		picture := c.Picture
		if picture == nil && c.Icon != NoIcon {
			picture = app.Span().Class("radio-icon").Body(Icon(c.Icon))
		}
		return app.Label().Class("radio-card").Body(input, app.Span().Class("radio-dot").Aria("hidden", true),
			app.Span().Class("radio-text").Body(app.Strong().Text(c.Text), app.If(c.Note != "", func() app.UI { return app.Small().Text(c.Note) })), picture)
	})
}

// Segmented is a choice of one of few short words in a row.
type Segmented struct {
	ID       string
	Label    string
	Hint     string
	Value    string
	Error    string
	Choices  []Choice
	Disabled bool
	Why      string // why it is disabled; said to everyone
	OnChange func(ctx app.Context, value string)
}

// UI is the element.
func (s Segmented) UI() app.UI {
	return radios(RadioCards(s), "segmented", func(c Choice, input app.UI) app.UI {
		return app.Label().Class("segment").Body(input, app.Span().Class("segment-face").Body(
			app.If(c.Icon != NoIcon, func() app.UI { return Icon(c.Icon) }), app.Span().Text(c.Text)))
	})
}

// radios is a group of radio buttons, each with the face that one gives it.
func radios(r RadioCards, class string, face func(c Choice, input app.UI) app.UI) app.UI {
	f := frame{id: r.ID, label: r.Label, hint: r.Hint, wrong: r.Error, why: r.Why, group: true}
	group := app.Div().ID(r.ID).Class(class).TabIndex(-1).Attr("role", "radiogroup").Aria("labelledby", r.ID+"-label").
		Aria("describedby", f.describedBy()).Aria("invalid", r.Error != "")
	if r.OnChange != nil {
		group = group.OnChange(On(func(ctx app.Context, e app.Event) { r.OnChange(ctx, e.Get("target").Get("value").String()) }, r.ID))
	}
	return f.around(group.Body(app.Range(r.Choices).Slice(func(k int) app.UI {
		c := r.Choices[k]
		i := app.Input().Type("radio").ID(r.ID + "-" + c.Value).Name(r.ID).Value(c.Value).Class("radio-input")
		if c.Value == r.Value || app.IsClient { // «checked="false"» in constant HTML means checked
			i = i.Checked(c.Value == r.Value)
		}
		if r.Disabled {
			i = i.Disabled(true)
		}
		return face(c, i)
	})))
}
