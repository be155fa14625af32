//go:build js && wasm

// Command main runs the gallery in the browser.
package main

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/gallery"
	"stellwerk/app/ui"
	"stellwerk/shared/text"
)

func main() {
	text.From = ui.FromPage
	app.RouteWithRegexp("^/", func() app.Composer { return &gallery.Gallery{} })
	app.RunWhenOnBrowser()
}
