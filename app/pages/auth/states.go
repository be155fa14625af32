package auth

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/fault"
)

// State is what a constant page can turn into before the app is there.
type State struct {
	Name string // of the template
	Path string // where it is shown
	Page app.Composer
}

// States lists what the page of an address can turn into. Words in braces stand for what web/js/forms.js puts there.
func States(path string) []State {
	known := &CheckMail{email: "{email}"}
	switch path {
	case "/sign-up":
		return []State{{"checkmail", "/check-mail", known}}
	case "/check-mail":
		return []State{{"known", path, known}}
	case "/confirm":
		failed := &Confirm{}
		failed.Faults = fault.List{fault.New(fault.Invalid, "{fault}")} // a code without a text says itself
		return []State{{"password", path, &Confirm{needs: true}}, {"failed", path, failed}}
	case "/forgotten":
		return []State{{"sent", path, &Forgotten{email: "{email}", sent: true}}}
	case "/reset":
		return []State{{"done", path, &Reset{done: true}}}
	}
	return nil
}
