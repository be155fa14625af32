package pages

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
)

const keysID = "keys"

func showKeys(*Frame, app.Context) { ui.OpenDialog(keysID) }

// keyGroups are the shortcuts as the help lists them.
func keyGroups() []ui.KeyGroup {
	var out []ui.KeyGroup
	at := map[string]int{}
	for _, s := range shortcuts() {
		if _, there := at[s.group]; !there {
			at[s.group] = len(out)
			out = append(out, ui.KeyGroup{Title: ui.T(s.group)})
		}
		g := &out[at[s.group]]
		g.Keys = append(g.Keys, ui.KeyLine{Combinations: s.keys, Text: s.text})
	}
	return out
}

// keyHelp is the dialog that lists the shortcuts, and switches those of single keys off and on.
func keyHelp() app.UI {
	if !ui.Opened(keysID) {
		return ui.Dialog(keysID, ui.T("keys.title"))
	}
	return ui.Dialog(keysID, ui.T("keys.title"),
		ui.KeyHelp(keyGroups()),
		app.Div().Class("key-switch").Body(
			ui.Check{ID: "keys-single", Label: ui.T("keys.single"), On: singleKeys(), OnChange: func(ctx app.Context, on bool) {
				setSingleKeys(on)
				said := ui.T("keys.off")
				if on {
					said = ui.T("keys.on")
				}
				store.Notify(ctx, said)
			}}.UI(),
			app.P().Class("muted").Text(ui.T("keys.singleHint", "keys", ui.KeyName("Mod")+" K")),
		),
	)
}

// SearchButton opens the palette; it belongs in the bar at the top.
func SearchButton() app.UI {
	return app.Button().Type("button").Class("search-open").Aria("keyshortcuts", "Control+K Meta+K").Aria("haspopup", "dialog").
		OnClick(ui.On(OpenPalette)).Body(
		ui.Icon(ui.IconSearch), app.Span().Class("search-word").Text(ui.T("palette.open")), app.Span().Class("search-keys").Aria("hidden", true).Body(ui.Keys("Mod+k")),
	)
}
