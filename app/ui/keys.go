package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Mac says whether the keyboard is one of Apple's, on which ⌘ does what Ctrl does elsewhere.
func Mac() bool {
	if !app.IsClient {
		return false
	}
	return strings.Contains(app.Window().Get("navigator").Get("platform").String(), "Mac")
}

// KeyName is what is printed on a key, on this keyboard and in this language. Mod is Ctrl or ⌘; other keys have the names that
// browsers give them.
func KeyName(key string) string {
	switch key {
	case "Mod":
		if Mac() {
			return "⌘"
		}
		return T("key.ctrl")
	case "Shift":
		return T("key.shift")
	case "Enter":
		return T("key.enter")
	case "Escape":
		return T("key.escape")
	case "Home":
		return T("key.home")
	case "End":
		return T("key.end")
	case "Space":
		return T("key.space")
	case "ArrowUp":
		return "↑"
	case "ArrowDown":
		return "↓"
	case "ArrowLeft":
		return "←"
	case "ArrowRight":
		return "→"
	}
	if len(key) == 1 {
		return strings.ToUpper(key)
	}
	return key
}

// Keys shows keys to be pressed: together, as "Mod+K", or one after the other, as "g m".
func Keys(combination string) app.UI {
	var out []app.UI
	for i, step := range strings.Split(combination, " ") {
		if i > 0 {
			out = append(out, app.Span().Class("keys-then").Text(T("key.then")))
		}
		for j, key := range strings.Split(step, "+") {
			if j > 0 {
				out = append(out, app.Span().Class("keys-with").Aria("hidden", true).Text("+"))
			}
			out = append(out, app.Kbd().Text(KeyName(key)))
		}
	}
	return app.Span().Class("keys").Body(out...)
}

// KeyGroup is shortcuts of one sort.
type KeyGroup struct {
	Title string
	Keys  []KeyLine
}

// KeyLine is what a shortcut does. More than one combination may do it.
type KeyLine struct {
	Combinations []string
	Text         string
}

// KeyHelp lists shortcuts in their groups.
func KeyHelp(groups []KeyGroup) app.UI {
	return app.Div().Class("key-groups").Body(app.Range(groups).Slice(func(i int) app.UI {
		g := groups[i]
		return app.Section().Class("key-group").Body(
			app.H3().Text(g.Title),
			app.Dl().Class("key-lines").Body(app.Range(g.Keys).Slice(func(k int) app.UI { return keyLine(g.Keys[k]) })),
		)
	}))
}

func keyLine(l KeyLine) app.UI {
	var keys []app.UI
	for i, c := range l.Combinations {
		if i > 0 {
			keys = append(keys, app.Span().Class("keys-or").Text(T("key.or")))
		}
		keys = append(keys, Keys(c))
	}
	return app.Div().Class("key-line").Body(app.Dt().Text(l.Text), app.Dd().Body(keys...))
}
