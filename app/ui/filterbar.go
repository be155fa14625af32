package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// FilterBar is what stands above a list: counts that filter, views that were saved, the search, a sheet with more filters, those that
// are on, each with its cross, and the way back to everything.
type FilterBar struct {
	ID     string // its parts are <ID>-search, <ID>-filter
	Search string // what can be searched: placeholder and name of the search
	Typed  string
	OnType func(ctx app.Context, typed string)

	Label string             // of the counts
	Tabs  func() FilterTabs  // what stands above the search
	Tools []app.UI           // beside the search, on the phone
	Sheet func() FilterSheet // further filters
	Turn  uint64             // tabs and sheet rest until this is another, see Still

	On    []app.UI         // the filters that are on, made by Chip
	OnAll app.EventHandler // takes all filters off, the search as well; nil if none is on
	Found string           // how many fit; "" where the counts say so
}

// FilterTabs are the counts that filter, and what stands beside them.
type FilterTabs struct {
	Counts []app.UI  // made by Tab
	Views  *ViewTabs // nil if views can't be saved
	End    []app.UI  // at the right, where there is room: columns
}

// FilterSheet is what the sheet of a filter bar holds.
type FilterSheet struct {
	More  []app.UI         // fields
	OnAll app.EventHandler // takes all filters off; nil if none is on
	Close string           // the button that closes the sheet, which on the phone covers the list: "12 zeigen"
}

// UI is the element.
func (f FilterBar) UI() app.UI {
	return app.Div().Class("filterbar").Body(
		Rest(f.Turn, f.tabs),
		app.Div().Class("filter-line").Body(
			f.search(),
			app.Div().Class("filter-tools").Body(f.button(), app.Div().Class("filter-own").Body(f.Tools...)),
			f.on(),
			app.P().Class("filter-found").Aria("live", "polite").Text(f.Found),
		),
		Rest(f.Turn, f.sheet),
	)
}

func (f FilterBar) tabs() app.UI {
	t := f.Tabs()
	tabs := append([]app.UI{}, t.Counts...)
	if t.Views != nil {
		tabs = append(tabs, t.Views)
	}
	return app.Div().Class("filter-tabs").Body(
		app.Div().Class("tabs").Attr("role", "group").Aria("label", f.Label).Body(tabs...),
		app.Div().Class("filter-end").Body(t.End...),
	)
}

func (f FilterBar) search() app.UI {
	id := f.ID + "-search"
	return app.Div().Class("filter-search").Attr("role", "search").Body(
		Icon(IconSearch),
		app.Input().ID(id).Type("search").Class("form-control input").Value(f.Typed).Placeholder(f.Search).Aria("label", f.Search).
			Attr("autocomplete", "off").Attr("enterkeyhint", "search").
			OnInput(On(func(ctx app.Context, e app.Event) { f.OnType(ctx, e.Get("target").Get("value").String()) }, id)),
	)
}

func (f FilterBar) button() app.UI {
	n := len(f.On)
	b := app.Button().Type("button").ID(f.ID+"-filter-open").Class("btn btn-quiet filter-open").Attr("popovertarget", f.ID+"-filter").
		Aria("haspopup", "dialog")
	if n == 0 {
		return b.Body(Icon(IconFilter), app.Span().Text(T("filter.button")))
	}
	return b.Class("on").Body(Icon(IconFilter), app.Span().Text(T("filter.button")),
		app.B().Aria("hidden", true).Text(Number(n)), app.Small().Class("visually-hidden").Text(N("filter.buttonOn", n)))
}

func (f FilterBar) on() app.UI {
	chips := append([]app.UI{}, f.On...)
	if f.OnAll != nil {
		chips = append(chips, Button{Text: T("filter.all"), Kind: Quiet, Scope: f.ID, OnClick: f.OnAll}.UI())
	}
	return app.Div().Class("filter-on").Attr("role", "group").Aria("label", T("filter.on")).Body(chips...)
}

// sheet is a popover beside its button, and at the lower end of the screen on the phone.
func (f FilterBar) sheet() app.UI {
	id, s := f.ID+"-filter", f.Sheet()
	shut := func(app.Context, app.Event) {
		if s := byID(id); s.Truthy() {
			s.Call("hidePopover")
		}
	}
	return app.Div().ID(id).Class("fields-sheet").Attr("popover", "auto").Attr("role", "dialog").Aria("label", T("filter.button")).Body(
		app.Div().Class("filter-fields").Body(s.More...),
		app.Div().Class("filter-foot").Body(
			Button{Text: T("filter.all"), Scope: f.ID, OnClick: s.OnAll, Disabled: s.OnAll == nil}.UI(),
			Button{Text: s.Close, Kind: Primary, Scope: f.ID, OnClick: shut}.UI(),
		),
	)
}
