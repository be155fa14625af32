// Package settings is the pages on an organisation as a whole and on one's own account.
package settings

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// form is one of the small forms of these pages: what is wrong with it, and whether it is under way.
type form struct {
	id     string
	labels map[string]string // of the fields, by the name that faults use
	faults fault.List
	busy   bool
}

func (f *form) label(field string) string { return f.labels[field] }

func (f *form) summary() app.UI { return ui.Faults(f.id, f.faults, f.label) }

// field makes a field of the form that keeps what is typed; what was wrong with it is no longer said while it is being mended.
func (f *form) field(name string, into *string, more ui.Field) app.UI {
	more.ID, more.Label, more.Value, more.Error = ui.FieldID(f.id, name), f.labels[name], *into, ui.FaultOn(f.faults, name)
	more.Required = true
	more.OnInput = func(_ app.Context, v string) {
		*into = v
		f.faults = slices.DeleteFunc(f.faults, func(x *fault.Fault) bool { return x.Field == name })
	}
	return more.UI()
}

// refused shows why nothing happened and leads to the first field concerned.
func (f *form) refused(ctx app.Context, err error) {
	f.busy = false
	if f.faults = fault.All(err); f.faults == nil {
		f.faults = fault.List{fault.New(fault.Unavailable, "app.unforeseen")}
	}
	ui.FocusFault(ctx, f.id, f.faults)
}

// send asks the server; then runs if it agreed.
func send[V any](ctx app.Context, f *form, work func() (V, error), then func(app.Context, V)) {
	if f.busy {
		return
	}
	f.busy, f.faults = true, nil
	ui.Ask(ctx, work, func(ctx app.Context, v V, err error) {
		if err != nil {
			f.refused(ctx, err)
			return
		}
		f.busy = false
		then(ctx, v)
	})
}

// fact is a line of a list of what is so.
func fact(name string, value ...app.UI) app.UI {
	return app.Div().Class("settings-fact").Body(app.Dt().Text(name), app.Dd().Body(value...))
}

func rightText(r org.Right) string { return ui.T("right." + string(r)) }
