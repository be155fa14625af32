package settings

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/fault"
)

// unopened is the page of a link from a mail of which it is not known where it leads: that is being asked, or there are faults. Asking again
// is offered unless the fault is spent: then the link itself leads nowhere.
func unopened(title, failed string, faults fault.List, spent string, again app.EventHandler) app.UI {
	if len(faults) == 0 {
		return app.Div().Body(ui.PageHead(title, ""), ui.Skeleton(3))
	}
	actions := []app.UI{toProfile()}
	if !fault.Is(faults, spent) {
		actions = append(actions, ui.Button{Text: ui.T("connection.try"), Icon: ui.IconRefresh, OnClick: again}.UI())
	}
	return ui.EmptyPage(ui.IconAlert, failed, ui.FaultText(faults[0]), actions...)
}

// toProfile leads back to where somebody asked for the mail.
func toProfile() app.UI { return ui.Button{Text: ui.T("ownEmail.toProfile"), Href: "/profile"}.UI() }
