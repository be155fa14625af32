package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/pages/imports"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// shortcut is what a combination of keys does. The table of them is both what the keyboard does and what the help says.
type shortcut struct {
	keys    []string // as ui.Keys writes them; each of them does it
	group   string   // key of its title
	text    string   // what it does, in words
	command string   // key of the command that does the same, if there is one
	right   org.Right
	only    string                        // works on the page of this address alone
	do      func(f *Frame, _ app.Context) // nil for keys that lists and the palette take themselves
}

// shortcuts are all there are. g leads on to pages by letters that are the same in both languages: Mitglieder/members, Gruppen/groups, Import,
// ungeklärt/unresolved, Verlauf (view the trail), Organisation, Profil/profile.
func shortcuts() []shortcut {
	const everywhere, places, lists, search = "keys.everywhere", "keys.go", "keys.list", "keys.palette"
	page := func(key, path string) shortcut {
		p, _, _ := find(path)
		return shortcut{keys: []string{"g " + key}, group: places, text: ui.T(p.Title), command: pageKey(path), right: p.Right, do: to(path)}
	}
	return []shortcut{
		{keys: []string{"Mod+k"}, group: everywhere, text: ui.T("keys.open"), do: togglePalette},
		{keys: []string{"/"}, group: everywhere, text: ui.T("keys.search"), do: searchHere},
		{keys: []string{"n"}, group: everywhere, text: ui.T("keys.new"), command: "deed.add", right: org.ManageMembers, only: "/members", do: to("/members/new")},
		{keys: []string{"n"}, group: everywhere, text: ui.T("imports.next"), right: org.ManageMembers, only: "/import", do: nextRefused},
		{keys: []string{"?"}, group: everywhere, text: ui.T("keys.help"), command: "deed.keys", do: showKeys},
		page("m", "/members"),
		page("g", "/groups"),
		page("i", "/import"),
		page("u", "/inbox"),
		page("v", "/audit"),
		page("o", "/settings"),
		page("p", "/profile"),
		{keys: []string{"ArrowUp", "ArrowDown"}, group: lists, text: ui.T("keys.move")},
		{keys: []string{"Home", "End"}, group: lists, text: ui.T("keys.ends")},
		{keys: []string{"Space"}, group: lists, text: ui.T("keys.select")},
		{keys: []string{"Shift+Space"}, group: lists, text: ui.T("keys.range")},
		{keys: []string{"Mod+a"}, group: lists, text: ui.T("keys.all")},
		{keys: []string{"Enter"}, group: lists, text: ui.T("keys.openRow")},
		{keys: []string{"j"}, group: lists, text: ui.T("keys.next")},
		{keys: []string{"k"}, group: lists, text: ui.T("keys.previous")},
		{keys: []string{"ArrowUp", "ArrowDown"}, group: search, text: ui.T("keys.choose")},
		{keys: []string{"Home", "End"}, group: search, text: ui.T("keys.chooseEnds")},
		{keys: []string{"Enter"}, group: search, text: ui.T("keys.take")},
		{keys: []string{"ArrowRight"}, group: search, text: ui.T("keys.more")},
		{keys: []string{"ArrowLeft"}, group: search, text: ui.T("keys.back")},
		{keys: []string{"Escape"}, group: search, text: ui.T("keys.close")},
	}
}

// keysOfCommands are the keys that do the same as a command on the page of an address; none while they are switched off.
func keysOfCommands(path string) map[string]string {
	out := map[string]string{}
	for _, s := range shortcuts() {
		if s.command != "" && (s.only == "" || s.only == path) && singleKeys() {
			out[s.command] = s.keys[0]
		}
	}
	return out
}

// singleKeys says whether shortcuts without Ctrl or ⌘ work on this device: whoever speaks to their computer, or has unsteady hands,
// can do without them.
func singleKeys() bool { return store.Recall("shortcuts") != "off" }

func setSingleKeys(on bool) {
	value := "on"
	if !on {
		value = "off"
	}
	store.Remember("shortcuts", value)
}

// matching is the shortcut of a combination, for somebody with a role on the page of an address; and whether a combination begins
// with it.
func matching(pressed, path string, may func(org.Right) bool) (s shortcut, ok, more bool) {
	for _, s := range shortcuts() {
		if s.do == nil || s.only != "" && s.only != path || s.right != "" && !may(s.right) {
			continue
		}
		for _, k := range s.keys {
			if k == pressed {
				return s, true, false
			}
			more = more || len(k) > len(pressed) && k[:len(pressed)+1] == pressed+" "
		}
	}
	return shortcut{}, false, more
}

func togglePalette(*Frame, app.Context) {
	if opened != nil && opened.open {
		opened.close()
		return
	}
	OpenPalette(frame.ctx, app.Event{})
}

// searchHere leads to the page's own search, or opens the palette where there is none.
func searchHere(f *Frame, ctx app.Context) {
	s := app.Window().Get("document").Call("querySelector", "#main input[type=search]")
	if !s.Truthy() {
		togglePalette(f, ctx)
		return
	}
	s.Call("focus")
	s.Call("select")
}

// nextRefused goes to the next row of a list that is to be mended.
func nextRefused(_ *Frame, ctx app.Context) { ctx.NewAction(imports.NextRefused) }
