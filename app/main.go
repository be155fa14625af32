//go:build js && wasm

// Command app is what runs in the browser.
package main

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages"
	"stellwerk/app/ui"
	"stellwerk/shared/text"
)

func main() {
	text.From = ui.FromPage
	pages.Routes()
	app.RunWhenOnBrowser()
}
