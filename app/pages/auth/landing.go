package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// Landing says what Stellwerk is by showing it, and leads in.
type Landing struct{ app.Compo }

// Render is the page.
func (l *Landing) Render() app.UI {
	return app.Div().Class("landing").Body(
		app.Section().Class("landing-head").Body(
			app.Div().Class("landing-words").Body(
				app.H1().ID("page-title").TabIndex(-1).Text(ui.T("auth.landing.title")),
				app.P().Text(ui.T("auth.landing.text")),
				app.Div().Class("landing-actions").Body(
					ui.Button{Text: ui.T("auth.landing.begin"), Kind: ui.Primary, Href: "/sign-up"}.UI(),
					ui.Button{Text: ui.T("auth.signIn.title"), Href: "/sign-in"}.UI(),
				),
			),
			shot(ui.T("auth.shot.import"), listShot()...),
		),
		app.Ul().Class("landing-points").Body(
			point(ui.T("auth.landing.people"), ui.T("auth.landing.peopleText"), shot(ui.T("auth.shot.people"), peopleShot()...)),
			point(ui.T("auth.landing.undo"), ui.T("auth.landing.undoText"), shot(ui.T("auth.shot.undo"), undoShot()...)),
			point(ui.T("auth.landing.audit"), ui.T("auth.landing.auditText"), shot(ui.T("auth.shot.audit"), auditShot()...)),
		),
	)
}

func point(title, text string, picture app.UI) app.UI {
	return app.Li().Body(picture, app.H2().Text(title), app.P().Text(text))
}

// shot is a picture of the product, drawn with its own parts. Nothing in it can be pressed; label says what there is to see.
func shot(label string, body ...app.UI) app.UI {
	return app.Div().Class("shot").Attr("role", "img").Aria("label", label).Body(app.Div().Class("shot-in").Aria("hidden", true).Body(body...))
}

// listShot is a staff list that is being checked: what is new, what changes, what has to be mended.
func listShot() []app.UI {
	row := func(n string, tone ui.Tone, verdict, name, email string, more ...app.UI) app.UI {
		return app.Div().Class("shot-row").Body(
			app.Small().Text(n),
			app.Div().Class("shot-verdict").Body(ui.Badge(tone, verdict)),
			app.Div().Class("shot-person").Body(append([]app.UI{app.B().Text(name), app.Small().Text(email)}, more...)...),
		)
	}
	return []app.UI{
		app.Div().Class("shot-head").Body(
			app.Strong().Text(ui.T("auth.shot.file")),
			app.Small().Text(ui.T("auth.shot.nothingYet")),
		),
		row("2", ui.OK, ui.T("auth.shot.new"), "Katharina Abel", "k.abel@stadtwerke.example"),
		row("3", ui.Info, ui.T("auth.shot.changed"), "Anna Albrecht", "anna.albrecht@stadtwerke.example",
			app.Span().Class("shot-change").Body(app.Text(ui.T("auth.shot.title")+" "), app.Del().Text(ui.T("auth.shot.before")), app.Text(" "), app.Ins().Text(ui.T("auth.shot.after")))),
		row("4", ui.Bad, ui.T("auth.shot.refused"), "Jörg Bauer", "",
			app.Span().Class("shot-mend").Text("joerg.bauer@stadtwerke"), app.Span().Class("shot-why").Text(ui.T("email.noEnding"))),
		row("5", ui.Neutral, ui.T("auth.shot.same"), "Çiğdem Çelik", "c.celik@stadtwerke.example"),
		app.Div().Class("shot-foot").Body(app.Small().Text(ui.T("auth.shot.will")), app.Span().Class("btn btn-primary").Text(ui.N("auth.shot.take", 513))),
	}
}

func member(id, name string, s org.Status) app.UI {
	return app.Div().Class("shot-line").Body(ui.Avatar(id, name, s), app.B().Text(name), ui.Status(s))
}

// peopleShot is a few members, each in another state.
func peopleShot() []app.UI {
	return []app.UI{
		app.Div().Class("shot-search").Body(ui.Icon(ui.IconSearch), app.Span().Text("oehl")),
		member("b", "Dietmar Öhlschläger", org.Pending), member("c", "Eva Öhlinger", org.Active), member("k", "Friedrich Oehler", org.Deactivated),
	}
}

// undoShot is what is said after something was done.
func undoShot() []app.UI {
	return []app.UI{
		member("d", "Ute Unger", org.Deactivated), member("e", "Walther Wirth", org.Deactivated),
		app.Div().Class("shot-notice").Body(ui.Icon(ui.IconCircleCheck), app.Span().Text(ui.T("auth.shot.done")),
			app.Span().Class("shot-undo").Body(ui.Icon(ui.IconArrowBack), app.Span().Text(ui.T("button.undo")))),
	}
}

// auditShot is three links of the chain.
func auditShot() []app.UI {
	entry := func(at, what string) app.UI {
		return app.Div().Class("shot-entry").Body(app.I(), app.Span().Text(what), app.Small().Text(at))
	}
	return []app.UI{
		entry("14:02", ui.T("auth.shot.entry1")), entry("13:47", ui.T("auth.shot.entry2")), entry("09:15", ui.T("auth.shot.entry3")),
	}
}
