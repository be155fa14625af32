package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// Landing says what Stellwerk is, and leads in.
type Landing struct{ app.Compo }

// Render is the page.
func (l *Landing) Render() app.UI {
	return app.Div().Class("landing").Body(
		app.Section().Class("landing-head").Body(
			app.H1().ID("page-title").TabIndex(-1).Text(ui.T("auth.landing.title")),
			app.P().Text(ui.T("auth.landing.text")),
			app.Div().Class("landing-actions").Body(
				ui.Button{Text: ui.T("auth.landing.begin"), Kind: ui.Primary, Href: "/sign-up"}.UI(),
				ui.Button{Text: ui.T("auth.signIn.title"), Href: "/sign-in"}.UI(),
			),
		),
		app.Ul().Class("landing-points").Body(
			point(ui.IconUsers, ui.T("auth.landing.people"), ui.T("auth.landing.peopleText")),
			point(ui.IconFileImport, ui.T("auth.landing.import"), ui.T("auth.landing.importText")),
			point(ui.IconArrowBack, ui.T("auth.landing.undo"), ui.T("auth.landing.undoText")),
			point(ui.IconHistory, ui.T("auth.landing.audit"), ui.T("auth.landing.auditText")),
		),
	)
}

func point(icon ui.IconName, title, text string) app.UI {
	return app.Li().Body(app.Span().Class("point-icon").Body(ui.Icon(icon)), app.Div().Body(app.H2().Text(title), app.P().Text(text)))
}
