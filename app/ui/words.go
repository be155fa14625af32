// Package ui is the design system: what every page is made of. Elements are functions and small structs with a method UI;
// only what must remember something (the virtual list) is a component. Words come from shared/text, looks from web/css.
package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/text"
)

var language = org.German

var wording org.Wording

// SetWording changes what members are called in all that is rendered from now on.
func SetWording(w org.Wording) { wording = w }

// FromPage returns the texts of a language that web/js/app.js has fetched beside the program; see text.From.
func FromPage(l org.Language) string {
	return app.Window().Get("stellwerkTexts").Get(string(l)).String()
}

// Lang is the language everything is said in.
func Lang() org.Language { return language }

// SetLang changes the language for all that is rendered from now on.
func SetLang(l org.Language) {
	if _, err := org.ParseLanguage("language", string(l)); err == nil {
		language = l
		forgetFormats()
	}
}

// T says key; values come as name, value, name, value, …
func T(key string, values ...string) string { return text.SayAs(language, wording, key, values...) }

// N says key for a number, which stands in {n}.
func N(key string, n int, values ...string) string {
	return text.CountAs(language, wording, key, n, values...)
}

// Number spells a whole number as the language does.
func Number(n int) string { return text.Number(language, n) }

// FaultText tells a person about a fault.
func FaultText(f *fault.Fault) string { return text.Fault(language, f) }

// ErrorText tells a person about an error: what its faults say, or that something unforeseen happened.
func ErrorText(err error) string {
	fs := fault.All(err)
	if len(fs) == 0 {
		return T("app.unforeseen")
	}
	out := ""
	for i, f := range fs {
		if i > 0 {
			out += " "
		}
		out += FaultText(f)
	}
	return out
}

// Size spells an amount of bytes in the unit that fits: 850 kB, 2,4 MB.
func Size(bytes int) string {
	if bytes < 1_000_000 {
		return Number(max(1, (bytes+500)/1000)) + " kB"
	}
	tenths := (bytes + 50_000) / 100_000
	out := Number(tenths / 10)
	if t := tenths % 10; t > 0 {
		point := ","
		if language == org.English {
			point = "."
		}
		out += point + string(rune('0'+t))
	}
	return out + " MB"
}
