package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// IconName names one of the drawings in icons_made.go.
type IconName uint8

// Icon draws an icon in the size and colour of the text around it. It is hidden from screen readers: a word always stands
// beside it or labels the control around it.
func Icon(i IconName) app.UI {
	return app.Raw(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">` + drawings[i] + `</svg>`)
}

// Mark draws Stellwerk's own mark: a railway switch, two tracks, one leaves the other.
func Mark() app.UI {
	return app.Raw(`<svg class="mark-lines" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M3 17h18M7 17c5 0 6-9 12-9"/></svg>`)
}
