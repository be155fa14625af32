package pages

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/auth"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/text"
)

// Written is a page as the site generator writes it, or a state that web/js/forms.js can turn it into before the app is there.
type Written struct {
	State string // "" for the page itself
	Title string // in full, for the tab
	HTML  string
}

// WaitingState is the state of a page that waits for the app; every page has it.
const WaitingState = "waiting"

// Home is where signing in leads.
func Home() string { return home(org.User) }

// Constant lists the addresses whose pages are the same for everyone, and can so be written before anybody asks.
func Constant() []string {
	var out []string
	for _, p := range table {
		if p.Public {
			out = append(out, p.Path)
		}
	}
	return out
}

// Write renders the page of a constant address in a language with all that it can turn into. Values that are not known yet stand in
// braces. With path "" it is the page of all addresses whose content is somebody's own.
func Write(path string, lang org.Language) []Written {
	ui.SetLang(lang)
	var out []Written
	if p, _, known := find(path); known {
		f := &Frame{address: ui.Address{Path: path}}
		out = append(out, Written{"", ui.Title(title(p, true)), app.HTMLString(f.public(p, p.New(f.address)))})
		for _, s := range auth.States(path) {
			p, _, _ := find(s.Path)
			f := &Frame{address: ui.Address{Path: s.Path}}
			out = append(out, Written{s.Name, ui.Title(title(p, true)), app.HTMLString(f.public(p, s.Page))})
		}
	}
	f := &Frame{address: ui.Address{Path: "/…"}}
	return append(out, Written{WaitingState, ui.Title(""), app.HTMLString(f.Render())})
}

// Summary renders what the summary of faults is made of: a line that leads to its field, and one that has none.
func Summary() string {
	return app.HTMLString(ui.Faults("x", fault.List{fault.On("field", "text.missing"), fault.New(fault.Invalid, "app.unforeseen")}, func(f string) string { return f }))
}

// Without is what is said where there is no JavaScript.
func Without(lang org.Language) (title, what string) {
	return text.Say(lang, "without.title"), text.Say(lang, "without.text")
}

// Notices are the words in which people are told of things outside the app, by the names that web/js/worker-notify.js has for them.
func Notices(lang org.Language) map[string]string {
	out := map[string]string{}
	for _, key := range text.Keys("push.say.") {
		name := strings.TrimPrefix(key, "push.say.")
		out[name] = text.Raw(lang, "push.say."+name)
	}
	return out
}
