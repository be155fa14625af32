package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

const confirmID = "members-confirm"

// question is what is asked before a deed is done.
type question struct {
	plan Plan
	err  error
}

func memberHere(id org.MemberID) (org.Member, bool) { return store.Replica().Member(id) }

func plannerHere() planner {
	return planner{memberHere, store.Me(), func(deed string, id org.MemberID) error {
		args := any(listArgs{[]org.MemberID{id}})
		if deed == tag {
			// Any tag shows whether this member may be tagged.
			args = tagArgs{Members: []org.MemberID{id}, Add: []string{"."}}
		}
		_, err := store.Replica().Preview(deed, args)
		return err
	}}
}

// open asks about a deed.
func (p *Page) open(deed string, ids []org.MemberID) {
	p.ask = question{plan: plannerHere().plan(deed, ids)}
	ui.OpenDialog(confirmID)
}

// dialog says what will happen, to how many, and to whom it will not.
func (p *Page) dialog() app.UI {
	return confirmDialog(p.ask, p.carryOut)
}

func (p *Page) carryOut(ctx app.Context, _ app.Event) {
	if p.ask.err = p.ask.carryOut(ctx); p.ask.err == nil {
		p.chosen.Drop(p.ask.plan.Act)
	}
}

func (q question) carryOut(ctx app.Context) error {
	if _, err := store.Do(ctx, q.plan.Deed, listArgs{q.plan.Act}, saidOf(q.plan)); err != nil {
		return err
	}
	ui.CloseDialog(confirmID)
	return nil
}

// confirmDialog is the question as the list and the page of one member ask it.
func confirmDialog(q question, carryOut app.EventHandler) app.UI {
	plan, w := q.plan, words[q.plan.Deed]
	if w.title == "" {
		return ui.Dialog(confirmID, "")
	}
	n := len(plan.Act)
	title, text := ui.N(w.title, n, "name", plan.Name), ui.N(w.text, n)
	if n == 1 {
		text = ui.T(w.textOne, "name", plan.Name)
	}
	kind := ui.Primary
	if plan.Deed == remove {
		kind = ui.Danger
	}
	action := ui.Button{Text: ui.N(w.button, n), Kind: kind, OnClick: carryOut, ID: "members-confirm-go"}
	if n == 0 {
		title, text = ui.T("members.nobody.title"), ui.T("members.nobody.text")
		action.Disabled, action.Text = true, ui.N(w.button, 0)
	}
	return ui.Dialog(confirmID, title,
		app.Div().Class("members-question").Body(
			app.P().Text(text),
			app.Div().Body(leftOut(plan, w)...),
			app.P().Class("field-error").Attr("role", "alert").Text(errorText(q.err)),
		),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: confirmID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(confirmID) }}.UI(),
			action.UI(),
		),
	)
}

// leftOut says who stays as they are.
func leftOut(plan Plan, w deedWords) []app.UI {
	var out []app.UI
	if plan.Idle > 0 && w.idle != "" {
		out = append(out, app.P().Class("members-idle").Text(ui.N(w.idle, plan.Idle)))
	}
	if len(plan.Left) == 0 {
		return out
	}
	const named = 5
	lines := make([]app.UI, 0, named+1)
	for i, l := range plan.Left {
		if i == named {
			lines = append(lines, app.Li().Text(ui.N("members.left.more", len(plan.Left)-named)))
			break
		}
		lines = append(lines, app.Li().Body(app.Strong().Text(l.Name), app.Span().Text(" — "+l.Why)))
	}
	return append(out, app.Div().Class("members-left").Body(
		app.P().Text(ui.N("members.left", len(plan.Left))),
		app.Ul().Body(lines...),
	))
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return ui.ErrorText(err)
}
