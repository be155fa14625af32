package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Still is a part of a page that is neither made nor compared again as long as Turn stays the same: while somebody types, say, the dialogs
// beside the list.
type Still struct {
	app.Compo
	Turn uint64
	make func() app.UI
}

// Rest makes one. Of what make captures only the first stays: it asks for everything that may change.
func Rest(turn uint64, make func() app.UI) *Still { return &Still{Turn: turn, make: make} }

// Render is the part.
func (s *Still) Render() app.UI { return s.make() }
