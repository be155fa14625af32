package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// secret puts the eye beside a password. web/js/forms.js makes it work, before the app is there and afterwards.
func secret(id string, input app.UI) app.UI {
	return app.Div().Class("secret").Body(
		input,
		app.Button().Type("button").Class("secret-show").Aria("pressed", "false").Aria("label", T("password.show")).Aria("controls", id).
			Body(Icon(IconEye), Icon(IconEyeOff)),
	)
}
