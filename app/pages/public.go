package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// publicTop is the mark and the choice of the language above the pages for people who are not signed in.
func (f *Frame) publicTop(p Page) app.UI {
	return app.Header().Class("public-top").Body(
		app.A().Class("brand").Href("/").Body(app.Span().Class("mark").Body(ui.Mark()), app.Strong().Text(ui.T("app.name"))),
		app.Nav().Class("public-nav").Aria("label", ui.T("nav.label")).Body(
			f.languages(),
			app.If(p.Path == "/", func() app.UI {
				return ui.Button{Text: ui.T("auth.signIn.title"), Kind: ui.Quiet, Href: "/sign-in"}.UI()
			}),
		),
	)
}

// languages lets the person choose; each language names itself.
func (f *Frame) languages() app.UI {
	one := func(l org.Language, short, name string) app.UI {
		return app.Button().Type("button").Class("language").Attr("lang", string(l)).DataSet("set-language", string(l)).
			Aria("pressed", ui.Lang() == l).Aria("label", short+", "+name).Text(short).
			OnClick(ui.On(func(app.Context, app.Event) { f.speak(l) }, string(l)))
	}
	return app.Div().Class("languages").Attr("role", "group").Aria("label", ui.T("nav.language")).Body(
		one(org.German, "DE", "Deutsch"), one(org.English, "EN", "English"),
	)
}

// speak says everything in another language from now on, on this device.
func (f *Frame) speak(l org.Language) {
	ui.SetLang(l)
	store.Remember("language", string(l))
	app.Window().Get("document").Get("documentElement").Set("lang", string(l))
	p, _, known := find(f.address.Path)
	ui.SetTitle(title(p, known))
}
