package ui

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// early is what web/js/forms.js hands over when the app arrives: what is typed, what is wrong, what is under way.
var early app.Value

var tookOver bool

// TakeOver ends the part of web/js/forms.js. From then to the end of the same turn of the browser's loop the app has to have put its
// page in the place of the constant one: then nobody can type in between, and focus and caret are given back after it. Only the first
// call does that; later ones, such as when somebody goes to another page, do nothing.
func TakeOver() {
	if !app.IsClient || tookOver {
		return
	}
	tookOver = true
	if forms := app.Window().Get("stellwerkForms"); forms.Truthy() {
		early = forms.Call("take")
	}
}

// Early is where a form stood when the app arrived.
type Early struct {
	State string // what the page had turned into, "" for the form itself
	Waits string // name of the request that is under way, "" if none is; asking again gets its answer
	early app.Value
}

// Value is something that the page knew, such as the address that a mail was sent to.
func (e Early) Value(name string) string {
	if e.early == nil {
		return ""
	}
	if v := e.early.Get("values").Get(name); v.Truthy() {
		return v.String()
	}
	return ""
}

// Adopt takes over a form that was used before the app was there: what is typed, by the names of the fields, and what is wrong. It
// belongs in OnInit, so that the very first rendering has all of it.
func (f *FormState) Adopt(values map[string]*string) Early {
	if early == nil || !early.Truthy() || early.Get("form").String() != f.ID {
		return Early{}
	}
	e := Early{State: early.Get("state").String(), Waits: early.Get("waits").String(), early: early}
	early = nil
	typed := e.early.Get("typed")
	for name, into := range values {
		if v := typed.Get(f.Field(name)); v.Truthy() {
			*into = v.String()
		}
	}
	_ = json.Unmarshal([]byte(e.early.Get("faults").String()), &f.Faults) // what we wrote ourselves
	f.Busy = e.Waits == f.ID
	return e
}
