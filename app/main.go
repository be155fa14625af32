//go:build js && wasm

// Command app is what runs in the browser.
package main

import (
	"runtime/debug"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages"
)

// garbage is how much, in percent of what is in use, may have become waste before it is collected. A browser never gets memory back that a
// program has had: with Go's 100, an organisation of 50,000 takes 140 MiB.
const garbage = 50

func main() {
	debug.SetGCPercent(garbage)
	pages.Routes()
	app.RunWhenOnBrowser()
}
