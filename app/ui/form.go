package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/fault"
)

// Form is fields that are sent together: by its button or by Enter. The browser's own bubbles are off, as the deeds say
// more, and in the person's language. The method keeps what is typed out of the address should no script be there to send it.
func Form(submit app.EventHandler, label string, body ...app.UI) app.UI {
	handler, scope := On(submit)
	f := app.Form().Class("form").Method("post").Attr("novalidate", true).Aria("label", label).OnSubmit(func(ctx app.Context, e app.Event) {
		e.PreventDefault()
		titleFault(false)
		handler(ctx, e)
	}, scope)
	return f.Body(body...)
}

// FaultOn is the text of what is wrong with a field, "" if nothing is.
func FaultOn(faults fault.List, field string) string {
	for _, f := range faults {
		if f.Field == field {
			return FaultText(f)
		}
	}
	return ""
}

// Faults sums up at the top of a form what is wrong with it; each line leads to its field, whose id is id-field. labels names
// the fields, "" for one that is not in the form.
func Faults(id string, faults fault.List, labels func(field string) string) app.UI {
	if len(faults) == 0 {
		return app.Div().ID(id+"-faults").Aria("live", "assertive")
	}
	title := FaultText(faults[0])
	if len(faults) > 1 {
		title = N("app.faults", len(faults))
	}
	body := []app.UI{Icon(IconAlertCircle), app.Div().Body(
		app.Strong().ID(id+"-faults-title").Text(title),
		app.If(len(faults) > 1 || named(faults[0], labels), func() app.UI {
			return app.Ul().Body(app.Range(faults).Slice(func(i int) app.UI { return faultLine(id, faults[i], labels, len(faults) > 1) }))
		}),
	)}
	return app.Div().ID(id+"-faults").Class("faults").Attr("role", "group").Aria("live", "assertive").Aria("labelledby", id+"-faults-title").TabIndex(-1).Body(body...)
}

func named(f *fault.Fault, labels func(string) string) bool {
	return f.Field != "" && labels(f.Field) != ""
}

func faultLine(id string, f *fault.Fault, labels func(string) string, say bool) app.UI {
	if !named(f, labels) {
		return app.Li().Text(FaultText(f))
	}
	target := FieldID(id, f.Field)
	text := T("app.goToField", "field", labels(f.Field))
	if say {
		text = labels(f.Field) + ": " + FaultText(f)
	}
	return app.Li().Body(app.A().Class("link").Href("#" + target).Text(text).OnClick(On(func(_ app.Context, e app.Event) {
		e.PreventDefault()
		e.Call("stopPropagation") // no address is gone to: what is typed stays, and the focus goes along
		Focus(target)
	}, target)))
}

// FocusFault leads the eye and the keyboard to what is wrong: to the field if it is one, else to the summary, whose lines lead on. The
// title of the tab says so first.
func FocusFault(ctx app.Context, id string, faults fault.List) {
	target := id + "-faults"
	if len(faults) == 1 && faults[0].Field != "" {
		target = FieldID(id, faults[0].Field)
	}
	ctx.Defer(func(app.Context) {
		titleFault(true)
		if !Focus(target) {
			Focus(id + "-faults")
		}
	})
}

// titleFault puts a word before the title of the tab while a form waits to be mended, or takes it away.
func titleFault(on bool) {
	document := app.Window().Get("document")
	if !document.Truthy() {
		return
	}
	title, word := document.Get("title").String(), T("form.mend")+" "
	title = strings.TrimPrefix(title, word)
	if on {
		title = word + title
	}
	document.Set("title", title)
}

// FieldID is the id of a form's field.
func FieldID(form, field string) string { return form + "-" + strings.ReplaceAll(field, ".", "-") }
