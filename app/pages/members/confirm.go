package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

const confirmID = "members-confirm"

// question is what is asked before a deed is done.
type question struct {
	plan   Plan
	filter *replica.Query // it is for whom this shows, once the connection is back; nil if it is for those in the plan
	err    error
	heirs  heirs
}

// open asks about a deed for members.
func (q *question) open(deed string, slots []int32) {
	q.ask(plannerHere().plan(deed, slots), later(len(slots)))
}

func (q *question) ask(plan Plan, filter *replica.Query) {
	*q = question{plan: plan, filter: filter}
	if plan.Deed == remove && filter == nil {
		q.heirs = heirsOf(plan)
	}
	ui.OpenDialog(confirmID)
}

// one does a deed to one member at once: the notice offers to take it back. Whoever leads or manages is asked about before: then it is false.
func (q *question) one(ctx app.Context, deed string, id org.MemberID) bool {
	if plan := plannerHere().plan(deed, at(id)); plan.weighs() {
		q.ask(plan, nil)
		return false
	}
	m, _ := memberHere(id)
	store.DoNow(ctx, deed, listArgs{[]org.MemberID{id}}, saidOne(deed, m.Name()))
	return true
}

func memberHere(id org.MemberID) (org.Member, bool) { return store.Replica().Member(id) }

func plannerHere() planner {
	return planner{store.Replica().Directory(), store.Me(), func(deed string, id org.MemberID) error {
		args := any(listArgs{[]org.MemberID{id}})
		if deed == tag {
			// Any tag shows whether this member may be tagged.
			args = tagArgs{Members: []org.MemberID{id}, Add: []string{"."}}
		}
		_, err := store.Replica().Preview(deed, args)
		return err
	}}
}

// dialog says what will happen, to how many, and to whom it will not.
func (p *Page) dialog() app.UI {
	return confirmDialog(&p.ask, p.carryOut)
}

func (p *Page) carryOut(ctx app.Context, _ app.Event) {
	if p.ask.err = p.ask.carryOut(ctx); p.ask.err == nil {
		chosen().Drop(p.ask.plan.Act)
	}
}

// later is the filter that what is done to so many members now is for, when it can only be sent later; nil if it is for exactly those.
func later(n int) *replica.Query {
	if store.Online() {
		return nil
	}
	return chosen().FilterFor(n)
}

func (q question) carryOut(ctx app.Context) error {
	if q.filter != nil {
		if err := store.DoFiltered(ctx, q.plan.Deed, struct{}{}, *q.filter, len(q.plan.Act), ui.N(words[q.plan.Deed].later, len(q.plan.Act))); err != nil {
			return err
		}
		ui.CloseDialog(confirmID)
		return nil
	}
	args := any(listArgs{q.plan.Act})
	if q.plan.Deed == remove {
		args = members.DeleteArgs{Members: q.plan.Act, Successors: q.heirs.chosen()}
	}
	if _, err := store.Do(ctx, q.plan.Deed, args, saidOf(q.plan)); err != nil {
		return err
	}
	ui.CloseDialog(confirmID)
	return nil
}

// confirmDialog is the question as the list and the page of one member ask it.
func confirmDialog(q *question, carryOut app.EventHandler) app.UI {
	plan, w := q.plan, words[q.plan.Deed]
	if w.title == "" {
		return ui.Dialog(confirmID, "")
	}
	n := len(plan.Act)
	c := ui.Confirm{
		ID: confirmID, Title: ui.N(w.title, n, "name", plan.Name), Text: ui.N(w.text, n), Who: append(consequences(plan), leftOut(plan, w)...), Do: ui.N(w.button, n),
		More: q.heirs.UI(), Danger: plan.Deed == remove, Nothing: n == 0, Error: errorText(q.err), OnDo: carryOut, Scope: plan.Deed,
	}
	switch n {
	case 0:
		c.Title, c.Text = ui.T("members.nobody.title"), ui.T("members.nobody.text")
	case 1:
		c.Text = ui.T(w.textOne, "name", plan.Name)
	}
	if q.filter != nil && n > 0 {
		c.Text += " " + ui.T("inbox.later.text")
	}
	return c.UI()
}

// consequences are what deactivating and deleting take with them, beside the access. Who takes over the groups of those who are deleted is asked.
func consequences(plan Plan) (out []ui.Listed) {
	if plan.Deed != deactivate && plan.Deed != remove {
		return nil
	}
	if plan.Managers > 0 {
		out = append(out, ui.Listed{Title: ui.N("consequence.managers", plan.Managers)})
	}
	if plan.Invited > 0 {
		out = append(out, ui.Listed{Title: ui.N("consequence.invited", plan.Invited)})
	}
	if plan.Deed == remove {
		return out
	}
	var groups ui.Listed
	n := 0
	for _, l := range plan.Leads {
		g, there := store.Replica().Directory().Group(l.Group)
		if !there {
			continue
		}
		if n++; n <= replica.MostLeft {
			m, _ := memberHere(l.Who)
			groups.Lines = append(groups.Lines, ui.ListedLine{Name: g.Name, Why: m.Name()})
		}
	}
	if n == 0 {
		return out
	}
	if groups.Title = ui.N("consequence.leads", n); n > replica.MostLeft {
		groups.More = ui.N("members.left.more", n-replica.MostLeft)
	}
	return append(out, groups)
}

// leftOut says who stays as they are.
func leftOut(plan Plan, w deedWords) []ui.Listed {
	var out []ui.Listed
	if plan.Idle > 0 && w.idle != "" {
		out = append(out, ui.Listed{Title: ui.N(w.idle, plan.Idle)})
	}
	if len(plan.Left) == 0 {
		return out
	}
	l := ui.Listed{Title: ui.N("members.left", len(plan.Left)+plan.More), Out: true}
	for _, x := range plan.Left {
		l.Lines = append(l.Lines, ui.ListedLine{Name: x.Name, Why: ui.ErrorText(x.Why)})
	}
	if plan.More > 0 {
		l.More = ui.N("members.left.more", plan.More)
	}
	return append(out, l)
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return ui.ErrorText(err)
}
