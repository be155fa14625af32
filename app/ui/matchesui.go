package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// listUI is the list below the line with this id, or why there is none. Nothing while it is closed.
func (m *matches) listUI(id, label string, loading bool, chosen func(value string) bool, extra ...app.UI) app.UI {
	var body []app.UI
	switch {
	case !m.open:
	case loading:
		body = []app.UI{Spinner(T("combobox.loading"))}
	default:
		if len(m.shown) > 0 {
			body = append(body, app.Ul().ID(id+"-list").Class("choices").Attr("role", "listbox").Aria("label", label).
				Body(app.Range(m.shown).Slice(func(k int) app.UI { return m.optionUI(id, k, chosen) })))
		}
		if more := m.more(); more > 0 {
			body = append(body, app.P().Class("choices-more").Text(N("combobox.more", more)))
		}
		if len(body)+len(extra) == 0 {
			body = append(body, app.P().Class("choices-more").Text(T("combobox.none")))
		}
		body = append(body, extra...)
	}
	return app.Div().ID(id + "-choices").Class("choices-holder").OnMouseDown(On(stay)).Body(body...)
}

// stay keeps the focus in the line while something in the list is pressed.
func stay(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	e.PreventDefault()
}

func (m *matches) optionUI(id string, k int, chosen func(value string) bool) app.UI {
	o := m.of[m.shown[k]]
	on := chosen(o.Value)
	li := app.Li().ID(optionID(id, k)).Class("choice").Attr("role", "option").DataSet("i", k).Aria("selected", on)
	if k == m.at {
		li = li.Class("choice-at")
	}
	mark := app.Span().Class("choice-mark")
	if on {
		mark = mark.Body(Icon(IconCheck))
	}
	return li.Body(
		app.Span().Class("choice-text").Body(app.Span().Text(o.Text), app.If(o.Note != "", func() app.UI { return app.Small().Text(o.Note) })),
		mark,
	)
}

func optionID(id string, k int) string { return id + "-option-" + strconv.Itoa(k) }

// input makes the line the head of the list.
func (m *matches) input(i app.HTMLInput, id string) app.HTMLInput {
	expanded := m.open && len(m.shown) > 0
	i = i.Attr("role", "combobox").Attr("autocomplete", "off").Attr("autocapitalize", "none").Attr("spellcheck", "false").
		Aria("autocomplete", "list").Aria("haspopup", "listbox").Aria("expanded", expanded)
	if expanded {
		i = i.Aria("controls", id+"-list")
		if m.at >= 0 {
			i = i.Aria("activedescendant", optionID(id, m.at))
		}
	}
	return i
}

// statusUI tells screen readers how many options go with what was typed.
func (m *matches) statusUI(id string, loading bool, said string) app.UI {
	text := said
	switch {
	case !m.open:
	case loading:
		text = T("combobox.loading")
	case m.total == 0:
		text = T("combobox.none")
	default:
		text = N("combobox.found", m.total)
	}
	return app.P().ID(id+"-status").Class("visually-hidden").Attr("role", "status").Text(text)
}

// follow scrolls what the keyboard is at into view, and turns the list up where there is no room below.
func (m *matches) follow(ctx app.Context, id string) {
	if !m.open {
		return
	}
	k := m.at
	ctx.Defer(func(app.Context) {
		holder := byID(id + "-choices")
		if !holder.Truthy() {
			return
		}
		box := holder.Get("parentElement").Call("getBoundingClientRect")
		below := app.Window().Get("innerHeight").Float() - box.Get("bottom").Float()
		up := below < 260 && box.Get("top").Float() > below
		holder.Get("classList").Call("toggle", "choices-up", up)
		if o := byID(optionID(id, k)); o.Truthy() {
			o.Call("scrollIntoView", map[string]any{"block": "nearest"})
		}
	})
}

// clicked is which option was clicked; -1 if none was.
func (m *matches) clicked(e app.Event) int {
	li := e.Get("target").Call("closest", "[data-i]")
	if !li.Truthy() {
		return -1
	}
	k, err := strconv.Atoi(li.Call("getAttribute", "data-i").String())
	if err != nil || k >= len(m.shown) {
		return -1
	}
	return k
}

// left says that the focus goes elsewhere than within the field with this id. The event may be handled when it is over, and no longer
// knows who listened.
func left(e app.Event, id string) bool {
	to, line := e.Get("relatedTarget"), byID(id)
	return !to.Truthy() || !line.Truthy() || !line.Call("closest", ".input-box").Call("contains", to).Bool()
}
