package settings

import (
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// greetingsCard is what mails lead to. The palette does not offer it: mostly there is none.
const greetingsCard = "greetings"

// greetingsUI is who has congratulated oneself of late, the latest first; nil where nobody has.
func greetingsUI() app.UI {
	me, _ := store.Replica().Member(store.Me().Member)
	all := me.Greetings.Kept(time.Now())
	if len(all) == 0 {
		return nil
	}
	slices.Reverse(all)
	return ui.Section(greetingsCard, ui.T("field.greetings"), ui.T("greetings.text", "organisation", store.Here().Name), app.Ul().Class("greetings").Body(app.Range(all).Slice(func(i int) app.UI {
		return app.Li().Body(app.B().Text(greeter(all[i].By)), app.Small().Text(ui.Date(all[i].At)), app.P().Class("member-text").Text(all[i].Text))
	})))
}

// greeter names who has congratulated, as far as one may see them.
func greeter(id org.MemberID) string {
	if m, there := store.Replica().Member(id); there {
		return m.Name()
	}
	return ui.T("greetings.somebody")
}
