package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// frame is what stands around every control of a form, alike for all: its label above; below it what is wrong, the hint, and why it
// can't be changed. The control names these by aria-describedby.
type frame struct {
	id, label string
	hint      string
	kept      bool // the hint says what one has to know, see ShowHints
	wrong     string
	why       string // it can't be changed, and why
	optional  bool
	group     bool // several controls: the label names them all
	after     app.UI
}

// around puts the control into its frame. It stays in one place whatever stands below it: go-app matches children by position.
func (f frame) around(control app.UI) app.UI {
	class := "field"
	if f.wrong != "" {
		class += " field-wrong"
	}
	return app.Div().Class(class).Body(
		f.title(),
		control,
		app.Div().Class("field-below").Body(
			app.P().ID(f.id+"-error").Class("field-error").Body(f.wrongUI()...),
			app.If(f.why != "", func() app.UI {
				return app.P().ID(f.id+"-why").Class("form-hint field-why").Body(Icon(IconLock), app.Span().Text(f.why))
			}),
			app.If(f.hinted(), func() app.UI { return app.P().ID(f.id + "-hint").Class("form-hint").Text(f.hint) }),
			app.If(f.after != nil, func() app.UI { return f.after }),
		),
	)
}

func (f frame) title() app.UI {
	if f.label == "" {
		return nil
	}
	body := []app.UI{app.Span().Text(f.label)}
	if f.optional {
		body = append(body, app.Small().Text(T("app.optional")))
	}
	if f.group {
		return app.Div().ID(f.id + "-label").Class("form-label").Body(body...)
	}
	return app.Label().ID(f.id + "-label").Class("form-label").For(f.id).Body(body...)
}

func (f frame) wrongUI() []app.UI {
	if f.wrong == "" {
		return nil
	}
	return []app.UI{Icon(IconAlertCircle), app.Span().Text(f.wrong)}
}

// quiet is whether nothing is explained unasked.
var quiet bool

// ShowHints says whether hints below fields are shown that only explain; for all that is rendered from now on.
func ShowHints(on bool) { quiet = !on }

func (f frame) hinted() bool { return f.hint != "" && (f.kept || !quiet) }

func (f frame) describedBy() string {
	out := f.id + "-error"
	if f.why != "" {
		out += " " + f.id + "-why"
	}
	if f.hinted() {
		out += " " + f.id + "-hint"
	}
	return out
}
