package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
)

// lookUI chooses between light, dark, and what the device does. Each is shown as it looks, whatever holds now.
func lookUI() app.UI {
	return ui.RadioCards{
		ID: "look-theme", Label: ui.T("profile.theme"), Value: store.Theme(),
		Choices: []ui.Choice{
			{Value: "light", Text: ui.T("profile.light"), Picture: app.Raw(picture("look-light", ""))},
			{Value: "dark", Text: ui.T("profile.dark"), Picture: app.Raw(picture("look-dark", ""))},
			{Value: "system", Text: ui.T("profile.system"), Picture: app.Raw(picture("look-light", "look-dark"))},
		},
		OnChange: store.SetTheme,
	}.UI()
}

// window is the app drawn small: the navigation, a title, rows, a button.
const window = `<rect class="w-bg" width="120" height="72"/><rect class="w-side" width="30" height="72"/>` +
	`<rect class="w-text" x="7" y="9" width="16" height="4" rx="2"/><rect class="w-on" x="5" y="19" width="20" height="7" rx="2.5"/>` +
	`<rect class="w-line" x="7" y="32" width="14" height="3" rx="1.5"/><rect class="w-line" x="7" y="41" width="16" height="3" rx="1.5"/>` +
	`<rect class="w-text" x="40" y="9" width="30" height="5" rx="2.5"/><rect class="w-button" x="94" y="8" width="18" height="8" rx="3"/>` +
	`<rect class="w-card" x="39.5" y="22.5" width="73" height="60" rx="4"/>` +
	`<circle class="w-button" cx="49" cy="33" r="4"/><rect class="w-line" x="58" y="31" width="38" height="3.5" rx="1.75"/>` +
	`<circle class="w-line" cx="49" cy="47" r="4"/><rect class="w-line" x="58" y="45" width="30" height="3.5" rx="1.75"/>` +
	`<circle class="w-line" cx="49" cy="61" r="4"/><rect class="w-line" x="58" y="59" width="42" height="3.5" rx="1.75"/>`

// picture draws the app in one look, or in two of which the second takes the lower right.
func picture(look, other string) string {
	out := `<svg class="look-picture" viewBox="0 0 120 72" aria-hidden="true" focusable="false"><g class="` + look + `">` + window + `</g>`
	if other != "" {
		out += `<clipPath id="look-half"><path d="M84 0h36v72H36z"/></clipPath><g class="` + other + `" clip-path="url(#look-half)">` + window + `</g>`
	}
	return out + `</svg>`
}
