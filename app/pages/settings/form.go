// Package settings is the pages on an organisation as a whole and on one's own account.
package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// fact is a line of a list of what is so.
func fact(name string, value ...app.UI) app.UI {
	return app.Div().Class("settings-fact").Body(app.Dt().Text(name), app.Dd().Body(value...))
}

// needsServer is why a form that only the server can answer waits; "" if it doesn't.
func needsServer() string {
	if store.Online() {
		return ""
	}
	return ui.T("settings.offline")
}

// owner is who owns the organisation in view, as far as the members are here.
func owner() (org.MemberID, org.Member, bool) {
	d := store.Replica().Directory()
	slots := d.Find(replica.Query{Sort: replica.SortRole})
	for _, k := range []int{0, len(slots) - 1} {
		if k < 0 || k >= len(slots) {
			continue
		}
		if id, m := d.At(slots[k]); m.Role == org.Owner {
			return id, m, true
		}
	}
	return "", org.Member{}, false
}

// lacking says which right is missing, and whom to ask.
func lacking(right org.Right) app.UI {
	body := []app.UI{app.Span().Text(ui.T("settings.lacking", "right", ui.T("right."+string(right))))}
	if _, m, ok := owner(); ok {
		body = append(body, app.Text(" "), app.Span().Text(ui.T("settings.ask")), app.Text(" "), ui.Link(m.Name(), "mailto:"+string(m.Email)))
	}
	return app.Div().Class("settings-lacking").Body(ui.Icon(ui.IconLock), app.P().Body(body...))
}
