package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/fault"
)

// FormState is what a form remembers beside what is typed: what is wrong with it, and whether it waits for the server. Components
// embed it by a name of their own that is not exported (type form = ui.FormState): go-app resets fields that are.
type FormState struct {
	ID     string                    // its fields' ids begin with it
	Label  func(field string) string // names the fields by the names that faults use; "" for one that is not in the form
	Faults fault.List
	Busy   bool
}

// As names the form and its fields. It is called before anything else; constant pages are rendered without OnInit.
func (f *FormState) As(id string, label func(field string) string) { f.ID, f.Label = id, label }

// Field is the id of a field.
func (f *FormState) Field(name string) string { return FieldID(f.ID, name) }

// Wrong is the text of what is wrong with a field, "" if nothing is.
func (f *FormState) Wrong(name string) string { return FaultOn(f.Faults, name) }

// Line makes a field that has to be filled in. more holds what is its own.
func (f *FormState) Line(name string, into *string, more Field) app.UI {
	more.ID, more.Label, more.Value, more.Error = f.Field(name), f.label(name), *into, f.Wrong(name)
	more.Required, more.OnInput = true, f.Into(name, into)
	return more.UI()
}

func (f *FormState) label(name string) string {
	if f.Label == nil {
		return ""
	}
	return f.Label(name)
}

// Summary stands at the top of the form and says what is wrong with it.
func (f *FormState) Summary() app.UI {
	return Faults(f.ID, f.Faults, f.label)
}

// Into makes a handler that keeps what is typed in a field. What was wrong with the field is no longer said: it is being mended.
func (f *FormState) Into(field string, s *string) func(app.Context, string) {
	return func(_ app.Context, v string) {
		*s = v
		f.Mended(field)
	}
}

// Mended takes away what was wrong with a field.
func (f *FormState) Mended(field string) {
	f.Faults = slices.DeleteFunc(f.Faults, func(x *fault.Fault) bool { return x.Field == field })
}

// Start notes that a request is under way.
func (f *FormState) Start() { f.Busy, f.Faults = true, nil }

// Fail shows what is wrong and leads to the first field that is.
func (f *FormState) Fail(ctx app.Context, err error) {
	f.Busy = false
	f.Faults = fault.All(err)
	if f.Faults == nil {
		f.Faults = fault.List{fault.New(fault.Unavailable, "app.unforeseen")}
	}
	FocusFault(ctx, f.ID, f.Faults)
}

// Send asks the server, unless an answer is awaited already, and then shows faults or goes on.
func Send[V any](ctx app.Context, f *FormState, work func() (V, error), then func(ctx app.Context, v V)) {
	if f.Busy {
		return
	}
	f.Start()
	Ask(ctx, work, func(ctx app.Context, v V, err error) {
		if err != nil {
			f.Fail(ctx, err)
			return
		}
		f.Busy = false
		then(ctx, v)
	})
}

// Labels are those of a form's fields: name, label, name, label, …
func Labels(names ...string) func(field string) string {
	return func(field string) string {
		for i := 0; i+1 < len(names); i += 2 {
			if names[i] == field {
				return names[i+1]
			}
		}
		return ""
	}
}
