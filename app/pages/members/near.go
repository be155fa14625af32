package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// near is where a member stands in the list that somebody came from.
type near struct {
	before, after org.MemberID // "" at the ends
	at, of        int          // from 1; 0 if the member is not in that list
}

// nearOf looks in the list as it was left; without one in the list of all.
func nearOf(id org.MemberID) near {
	var f Filter
	if left.there() {
		f = ParseFilter(left.query)
	}
	d := store.Replica().Directory()
	l := list{d, d.Find(f.Query())}
	i := l.index(id)
	if i < 0 {
		return near{}
	}
	n := near{at: i + 1, of: l.len()}
	if i > 0 {
		n.before = l.id(i - 1)
	}
	if i+1 < l.len() {
		n.after = l.id(i + 1)
	}
	return n
}

// way is the way back to the list, and on to the one before and after.
func (p *One) way() app.UI {
	n := nearOf(org.MemberID(p.ID))
	return app.Nav().Class("member-way").Aria("label", ui.T("members.one.way")).Body(
		app.A().Class("back").Href(backHref()).Body(ui.Icon(ui.IconArrowLeft), app.Span().Text(ui.T("members.title"))),
		app.Div().Class("member-near").Body(app.If(n.of > 1, func() app.UI {
			return app.Div().Body(
				app.Span().Class("member-place").Text(ui.T("members.one.place", "at", ui.Number(n.at), "of", ui.Number(n.of))),
				step(n.before, ui.IconChevronUp, ui.T("members.one.before")),
				step(n.after, ui.IconChevronDown, ui.T("members.one.after")),
			)
		})),
	)
}

func step(to org.MemberID, icon ui.IconName, label string) app.UI {
	if to == "" {
		return ui.Button{Icon: icon, Kind: ui.Quiet, Label: label, Disabled: true}.UI()
	}
	return ui.Button{Icon: icon, Kind: ui.Quiet, Label: label, Href: "/members/" + string(to)}.UI()
}

// listen makes j and k lead to the next one and the one before, as long as nobody types and nothing lies above the page.
func (p *One) listen(ctx app.Context) {
	p.keys = app.FuncOf(func(_ app.Value, args []app.Value) any {
		e := args[0]
		key := e.Get("key").String()
		if key != "j" && key != "k" || e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() || e.Get("altKey").Bool() ||
			p.editing || store.Recall("shortcuts") == "off" {
			return nil
		}
		if t := e.Get("target"); t.Get("closest").Truthy() && t.Call("closest", "input, select, textarea, dialog, [popover]").Truthy() {
			return nil
		}
		if app.Window().Get("document").Call("querySelector", "dialog[open]").Truthy() {
			return nil
		}
		ctx.Dispatch(func(ctx app.Context) {
			defer ui.Guard(ctx)
			n := nearOf(org.MemberID(p.ID))
			to := n.after
			if key == "k" {
				to = n.before
			}
			if to != "" {
				ui.Navigate(ctx, "/members/"+string(to))
			}
		})
		return nil
	})
	app.Window().Call("addEventListener", "keydown", p.keys)
}

// OnDismount lets go of the keys.
func (p *One) OnDismount() {
	if p.keys != nil {
		app.Window().Call("removeEventListener", "keydown", p.keys)
		p.keys.Release()
		p.keys = nil
	}
}
