package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Panel is a page beside the page: it comes in from the right above what is there, full width on the phone. It is there always and
// closed until OpenDialog(ID); Escape, its cross and a press beside it close it, and the focus returns to where it was.
type Panel struct {
	ID, Title string
	Sub       string
	Body      []app.UI
	Foot      []app.UI         // stays in view below the body: buttons
	OnClose   app.EventHandler // it was closed, however
}

// UI is the element.
func (p Panel) UI() app.UI {
	d := app.Elem("dialog").ID(p.ID).Class("panel").Attr("closedby", "any").Aria("labelledby", p.ID+"-title")
	if p.OnClose != nil {
		close, scope := On(p.OnClose, p.ID)
		d = d.On("close", close, scope)
	}
	return d.Body(
		app.Div().Class("panel-head").Body(
			app.Div().Body(app.H2().ID(p.ID+"-title").Text(p.Title), app.P().Text(p.Sub)),
			Button{Icon: IconX, Kind: Quiet, Label: T("button.close"), Scope: p.ID, OnClick: func(app.Context, app.Event) { CloseDialog(p.ID) }}.UI(),
		),
		app.Div().Class("panel-body").TabIndex(0).Attr("role", "group").Aria("labelledby", p.ID+"-title").Body(p.Body...),
		app.Div().Class("panel-foot").Body(p.Foot...),
	)
}
