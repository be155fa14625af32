// Package gallery shows every component of the design system in each of its states, in both themes and languages: /gallery. It is a
// program of its own, so that nobody downloads it with the app. Its own words are for those who build; those of the components are
// the ones people read.
package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// Specimen is a component with all its states.
type Specimen struct {
	ID     string // unique; also its anchor: /gallery#button, alone: /gallery?show=button
	Title  string
	Care   []string // what has to be so for everyone: by keyboard, to a screen reader, on the phone, in both themes
	States []State
}

// State is one state of a component. Show makes it anew; what remembers something is a component of its own.
type State struct {
	Name string
	Show func() app.UI
}

// All lists every specimen, in the order of the page.
func All() []Specimen {
	var all []Specimen
	for _, group := range [][]Specimen{actions(), fields(), choices(), lists(), people(), overlays(), feedback(), navigation(), charts(), records(), search(), importing(), deciding(), layout()} {
		all = append(all, group...)
	}
	return all
}

// say is a text of a specimen in the language of the gallery.
func say(de, en string) string {
	if ui.Lang() == org.German {
		return de
	}
	return en
}

// Gallery is the page. Its address says what it shows: show=<id> one specimen alone, theme=light or dark, lang=de or en.
type Gallery struct {
	app.Compo
	show, theme string
}

// OnNav follows the address.
func (g *Gallery) OnNav(ctx app.Context) {
	q := ctx.Page().URL().Query()
	g.show, g.theme = q.Get("show"), q.Get("theme")
	if g.theme != "dark" {
		g.theme = "light"
	}
	lang := org.German
	if q.Get("lang") == string(org.English) {
		lang = org.English
	}
	ui.SetLang(lang)
	root := app.Window().Get("document").Get("documentElement")
	root.Set("lang", string(lang))
	root.Call("setAttribute", "data-theme", g.theme)
	ui.SetTitle("Gallery")
}

func (g *Gallery) address(theme string, lang org.Language) string {
	a := "/gallery?theme=" + theme + "&lang=" + string(lang)
	if g.show != "" {
		a += "&show=" + g.show
	}
	return a
}

// Render is the page.
func (g *Gallery) Render() app.UI {
	all := All()
	shown := all
	for i := range all {
		if all[i].ID == g.show {
			shown = all[i : i+1]
		}
	}
	return app.Div().Class("gallery scroll").Body(
		app.Header().Class("gallery-top").Body(
			app.H1().ID("page-title").TabIndex(-1).Text("Gallery"),
			app.Nav().Class("gallery-switch").Aria("label", "Theme and language").Body(
				g.choice("Light", g.theme == "light", g.address("light", ui.Lang())),
				g.choice("Dark", g.theme == "dark", g.address("dark", ui.Lang())),
				g.choice("Deutsch", ui.Lang() == org.German, g.address(g.theme, org.German)),
				g.choice("English", ui.Lang() == org.English, g.address(g.theme, org.English)),
			),
		),
		app.Nav().Class("gallery-index").Aria("label", "Specimens").Body(app.Range(all).Slice(func(i int) app.UI {
			return app.A().Class("tag").Href("#" + all[i].ID).Text(all[i].Title)
		})),
		app.Main().ID("main").Class("gallery-main").Body(app.Range(shown).Slice(func(i int) app.UI { return specimen(shown[i]) })),
	)
}

func (g *Gallery) choice(text string, on bool, href string) app.UI {
	a := app.A().Class("tab").Href(href).Text(text)
	if on {
		a = a.Aria("current", "true")
	}
	return a
}

func specimen(s Specimen) app.UI {
	return app.Section().ID(s.ID).Class("specimen").Aria("labelledby", s.ID+"-title").Body(
		app.H2().ID(s.ID+"-title").Text(s.Title),
		app.Ul().Class("specimen-care").Body(app.Range(s.Care).Slice(func(i int) app.UI { return app.Li().Text(s.Care[i]) })),
		app.Div().Class("specimen-states").Body(app.Range(s.States).Slice(func(i int) app.UI {
			st := s.States[i]
			return app.Div().Class("specimen-state").Body(app.H3().Text(st.Name), app.Div().Class("specimen-show").Body(st.Show()))
		})),
	)
}

// nothing is what a specimen's handlers do.
func nothing(app.Context, app.Event) {}
