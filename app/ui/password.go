package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/fault"
	"stellwerk/shared/password"
)

// CheckPassword refuses what the server refuses. Faults: text.missing and those of password.Check.
func CheckPassword(field, pw string, personal ...string) error {
	if pw == "" {
		return fault.On(field, "text.missing")
	}
	if _, problems := password.Check(pw, personal...); password.Refused(problems) != "" {
		return fault.On(field, string(password.Refused(problems)))
	}
	return nil
}

// PasswordMeter shows how strong a password is and what would make it stronger.
func PasswordMeter(pw string, personal ...string) app.UI {
	strength, problems := password.Check(pw, personal...)
	word, hint := T(strength.Key()), ""
	if len(problems) > 0 {
		hint = T(string(problems[0]))
	}
	level := int(strength) + 1
	if pw == "" {
		word, hint, level = "", T("auth.passwordHint"), 0
	}
	bars := make([]app.UI, 5)
	for i := range bars {
		b := app.I()
		if i < level {
			b = b.Class("on")
		}
		bars[i] = b
	}
	classes := [...]string{"", "bad", "bad", "wait", "ok", "ok"}
	return app.Div().Class("meter").Class(classes[level]).Body(
		app.Div().Class("meter-bars").Aria("hidden", true).Body(bars...),
		app.P().Class("meter-text").Attr("role", "status").Body(app.Strong().Text(word), app.Span().Text(hint)),
	)
}
