package gallery

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// held keeps what a person does with a specimen, so that it can be tried.
type held struct {
	app.Compo
	Name string // tells it apart

	value string
	list  []string
	on    bool
	show  func(h *held) app.UI
}

// CompoID is the specimen's state: another is another.
func (h *held) CompoID() string { return h.Name }

// Render shows it as it is now.
func (h *held) Render() app.UI { return h.show(h) }

func (h *held) set(_ app.Context, v string) { h.value = v }
func (h *held) turn(_ app.Context, on bool) { h.on = on }

// tried makes a state that can be tried, beginning with a value.
func tried(name, id, value string, show func(h *held) app.UI) State {
	return State{name, func() app.UI { return &held{Name: id, value: value, show: show} }}
}
