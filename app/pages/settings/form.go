// Package settings is the pages on an organisation as a whole and on one's own account.
package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// named makes the names of a form's fields: field, name, …
func named(names ...string) func(field string) string {
	return func(field string) string {
		for i := 0; i+1 < len(names); i += 2 {
			if names[i] == field {
				return names[i+1]
			}
		}
		return ""
	}
}

// fact is a line of a list of what is so.
func fact(name string, value ...app.UI) app.UI {
	return app.Div().Class("settings-fact").Body(app.Dt().Text(name), app.Dd().Body(value...))
}

func rightText(r org.Right) string { return ui.T("right." + string(r)) }
