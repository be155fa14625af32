package imports

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
)

const listID = "imports-rows"

// seekPause is how long somebody has to pause before a long list is searched.
const seekPause = 120 * time.Millisecond

// next goes to the refused row after the one that has the focus, or after the last one that was gone to. If none is in view, those
// that are come into view.
func (p *Page) next(ctx app.Context, from app.Value) {
	d := p.desk
	at := d.goal
	if row := from.Call("closest", "[data-i]"); row.Truthy() {
		at, _ = strconv.Atoi(row.Call("getAttribute", "data-i").String())
	}
	k := d.list.NextRefused(d.rows(), at)
	if k < 0 && d.list.Counts().Refused > 0 {
		d.search = ""
		ui.SetValue(searchID, "")
		d.look(members.RowRefused)
		k = d.list.NextRefused(d.rows(), -1)
	}
	if d.goal = k; k < 0 {
		return
	}
	p.reveal(k)
	ctx.Defer(func(app.Context) { focusRow(k) })
}

// reveal scrolls row k of the view into the middle; the list follows when it is rendered.
func (p *Page) reveal(k int) {
	rows := app.Window().GetElementByID(listID + "-rows")
	if !rows.Truthy() {
		return
	}
	scroller := rows.Call("closest", ".scroll")
	view := scroller.Get("clientHeight").Float()
	top := rows.Call("getBoundingClientRect").Get("top").Float() - scroller.Call("getBoundingClientRect").Get("top").Float()
	tops := p.desk.list.tops(p.desk.rows(), sizes())
	from, to := top+float64(tops[k]), top+float64(tops[k+1])
	// Room for the header of the list above, and for the bar with the button below.
	if from < 60 || to > view-110 {
		scroller.Set("scrollTop", scroller.Get("scrollTop").Float()+from-view/3)
	}
}

// focusRow gives the focus to the cell that is to be mended, else to the row.
func focusRow(k int) {
	row := app.Window().Get("document").Call("querySelector", "#"+listID+`-rows [data-i="`+strconv.Itoa(k)+`"]`)
	if !row.Truthy() {
		return
	}
	to := row.Call("querySelector", "input")
	if !to.Truthy() {
		to = row
	}
	to.Call("focus", map[string]any{"preventScroll": true})
}

// keepFocus gives the focus to row k if what had it is gone.
func keepFocus(k int) {
	document := app.Window().Get("document")
	if document.Get("activeElement").Get("tagName").String() == "BODY" {
		focusRow(k)
	}
}

// focusWrong gives the focus to the first cell of the dialog that is wrong.
func focusWrong() {
	if e := app.Window().Get("document").Call("querySelector", "#"+rowDialogID+" [aria-invalid=true]"); e.Truthy() {
		e.Call("focus")
	}
}

// sizes are the heights of rows on this screen.
func sizes() heights {
	if ui.Phone() {
		return phoneHeights
	}
	return deskHeights
}
