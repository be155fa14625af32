package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/org"
)

// Palette is how a command palette looks: a line to type in, and below it what answers, in groups. It knows nothing of what it
// finds.
type Palette struct {
	ID      string // of the whole; the ids of its parts begin with it
	Typed   string
	About   string // the person or deed that the choice is about; "" for none
	Ask     string // what is to be typed
	Groups  []PaletteGroup
	Active  string // key of the option that Enter takes
	Found   string // how many there are, for those who hear it
	Note    string // what should be known besides: that not all is here yet
	Title   string // where there is nothing: what is so, and what can be done
	Text    string
	Hints   []KeyLine
	OnInput app.EventHandler
	OnKey   app.EventHandler
	OnClick app.EventHandler // on something with data-key; data-more inside if more was asked for
	OnBack  app.EventHandler // leaves what the choice is about
	OnClose app.EventHandler
}

// PaletteGroup is options of one sort.
type PaletteGroup struct {
	Key, Label string
	Options    []PaletteOption
}

// PaletteOption is one thing that can be chosen.
type PaletteOption struct {
	Key    string
	Icon   IconName
	Text   []Marked
	Second []Marked
	Person string     // the member's id where it is a person; their name is in Name
	Name   string     // of the person
	Status org.Status // of the person
	Keys   string     // the shortcut that does the same
	More   bool       // → leads on
	Danger bool
}

// Marked is a part of a text, and whether it is what was typed.
type Marked struct {
	Text string
	On   bool
}

// InputID is the id of the line to type in.
func (p Palette) InputID() string { return p.ID + "-input" }

// OptionID is the id of an option.
func (p Palette) OptionID(key string) string { return p.ID + "-" + key }

// UI is the content of the palette's dialog.
func (p Palette) UI() app.UI {
	list := p.ID + "-list"
	input := app.Input().ID(p.InputID()).Type("text").Class("palette-input").Attr("role", "combobox").
		Attr("autocomplete", "off").Attr("autocapitalize", "none").Attr("spellcheck", "false").Attr("enterkeyhint", "go").
		Aria("label", p.Ask).Aria("autocomplete", "list").Aria("expanded", true).Aria("controls", list).
		Placeholder(p.Ask).Value(p.Typed)
	if p.Active != "" {
		input = input.Aria("activedescendant", p.OptionID(p.Active))
	}
	if p.OnInput != nil {
		input = input.AutoFocus(true).OnInput(On(p.OnInput)).OnKeyDown(On(p.OnKey))
	}
	results := app.Div().ID(list).Class("palette-list").Attr("role", "listbox").Aria("label", T("palette.results")).Body(
		app.Range(p.Groups).Slice(func(i int) app.UI { return p.group(p.Groups[i]) }),
	)
	if p.OnClick != nil {
		results = results.OnClick(On(p.OnClick)).On("mousedown", keepFocus)
	}
	return app.Div().Class("palette-in").Body(
		app.Div().Class("palette-head").Body(
			Icon(IconSearch),
			app.Div().Class("palette-about").Body(p.about()),
			input,
			Button{Text: T("palette.close"), Kind: Quiet, Scope: p.ID, OnClick: p.OnClose}.UI(),
		),
		app.Div().Class("palette-main").Body(results, app.Div().Class("palette-empty").Body(p.empty())),
		app.P().Class("palette-note").Text(p.Note),
		app.P().Class("visually-hidden").Attr("role", "status").Text(p.Found),
		app.Div().Class("palette-hints").Aria("hidden", true).Body(app.Range(p.Hints).Slice(func(i int) app.UI {
			h := p.Hints[i]
			return app.Span().Body(app.Range(h.Combinations).Slice(func(k int) app.UI { return Keys(h.Combinations[k]) }), app.Span().Text(h.Text))
		})),
	)
}

// keepFocus lets the focus stay in the line that is typed in.
func keepFocus(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	e.PreventDefault()
}

func (p Palette) about() app.UI {
	if p.About == "" {
		return nil
	}
	return Chip(p.About, p.OnBack, p.ID)
}

func (p Palette) empty() app.UI {
	if p.Title == "" {
		return nil
	}
	return Empty(IconSearch, p.Title, p.Text)
}

func (p Palette) group(g PaletteGroup) app.UI {
	id := p.ID + "-group-" + g.Key
	body := make([]app.UI, 0, len(g.Options)+1)
	body = append(body, app.Div().ID(id).Class("palette-label").Attr("role", "presentation").Text(g.Label))
	for _, o := range g.Options {
		body = append(body, p.option(o))
	}
	return app.Div().Class("palette-group").Attr("role", "group").Aria("labelledby", id).Body(body...)
}

func (p Palette) option(o PaletteOption) app.UI {
	class := "palette-option"
	if o.Key == p.Active {
		class += " palette-on"
	}
	if o.Danger {
		class += " palette-danger"
	}
	face := Icon(o.Icon)
	if o.Person != "" {
		face = Avatar(o.Person, o.Name, o.Status)
	}
	end := make([]app.UI, 0, 2)
	if o.Person != "" {
		end = append(end, Status(o.Status))
	}
	if o.Keys != "" {
		end = append(end, app.Span().Class("palette-keys").Aria("hidden", true).Body(Keys(o.Keys)))
	}
	if o.More {
		end = append(end, app.Span().Class("palette-more").DataSet("more", "1").Title(T("palette.more")).Aria("hidden", true).Body(Icon(IconChevronRight)))
	}
	row := app.Div().ID(p.OptionID(o.Key)).Class(class).Attr("role", "option").Aria("selected", o.Key == p.Active).DataSet("key", o.Key)
	if o.More {
		row = row.Aria("description", T("palette.moreHint"))
	}
	return row.Body(
		app.Span().Class("palette-face").Body(face),
		app.Span().Class("palette-text").Body(
			app.Span().Body(marked(o.Text)...),
			app.Small().Body(marked(o.Second)...),
		),
		app.Span().Class("palette-end").Body(end...),
	)
}

func marked(parts []Marked) []app.UI {
	out := make([]app.UI, len(parts))
	for i, m := range parts {
		if m.On {
			out[i] = app.Mark().Text(m.Text)
		} else {
			out[i] = app.Text(m.Text)
		}
	}
	return out
}
