package auth

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// plan draws the tracks of a station with one route set through them. It says nothing, and screen readers pass it by.
func plan() app.UI {
	return app.Div().Class("plan").Aria("hidden", true).Body(app.Raw(`<svg viewBox="0 0 560 620" preserveAspectRatio="xMidYMid slice" focusable="false">` +
		`<g class="plan-track"><path d="M-20 90H600M-20 190H600M-20 290H600M-20 390H600M-20 490H600M-20 540H600"/>` +
		`<path d="M60 90L160 190M250 190L350 290M430 390L330 490M120 390L220 490M380 90L480 190M40 290L140 390M470 490L520 540"/></g>` +
		`<path class="plan-route" d="M-20 490H180L280 390H310L410 290H440L540 190H600"/>` +
		`<g class="plan-post"><path d="M96 74v32M300 174v32M210 274v32M90 474v32M500 374v32M420 74v32"/></g>` +
		`<g class="plan-signal"><circle cx="180" cy="490" r="6"/><circle cx="310" cy="390" r="6"/><circle cx="440" cy="290" r="6"/></g>` +
		`</svg>`))
}
