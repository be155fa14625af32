package auth

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// plan draws the tracks of a station with one route set. It says nothing, and screen readers pass it by.
func plan() app.UI {
	return app.Div().Class("plan").Aria("hidden", true)
}
