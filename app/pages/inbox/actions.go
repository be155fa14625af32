package inbox

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"strings"

	"stellwerk/app/replica"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// choice is what the two ways out of a conflict are called: one's own and the other's; "" where there is no such way.
type choice struct{ mine, theirs, said string }

// choiceOf is how one can decide.
func choiceOf(it replica.Item, now int) choice {
	switch {
	case !it.Needs():
		return choice{"", "inbox.read", "inbox.read.said"}
	case it.Filter != nil && now == 0:
		return choice{"", "inbox.nobody", "inbox.nobody.said"}
	case it.Filter != nil:
		return choice{"inbox.now", "inbox.nobody", "inbox.nobody.said"}
	case it.Restores:
		return choice{"inbox.restore", "inbox.stayDeleted", "inbox.theirs.said"}
	case (it.Code() == "member.notFound" || it.Code() == "group.notFound") && len(it.About) == 1:
		return choice{"", "inbox.drop", "inbox.drop.said"}
	case it.Nevertheless():
		return choice{"inbox.mine", "inbox.theirs", "inbox.theirs.said"}
	}
	return choice{"inbox.retry", "inbox.drop", "inbox.drop.said"}
}

// actions are the buttons of one item.
func (p *Page) actions(it replica.Item) (out []app.UI) {
	id, now := it.Command.ID, store.Replica().Fitting(it.Conflict)
	c := choiceOf(it, now)
	if c.mine != "" {
		out = append(out, ui.Button{Text: ui.N(c.mine, now), Kind: ui.Primary, Scope: "mine" + string(id), OnClick: func(ctx app.Context, _ app.Event) {
			store.KeepMine(ctx, id)
			p.goOn(ctx, id)
		}}.UI())
	}
	out = append(out, ui.Button{Text: ui.T(c.theirs), Scope: "theirs" + string(id), OnClick: func(ctx app.Context, _ app.Event) {
		store.KeepTheirs(ctx, ui.T(c.said), id)
		p.goOn(ctx, id)
	}}.UI())
	if href := editHref(it); href != "" {
		out = append(out, ui.Button{Text: ui.T("inbox.edit"), Icon: ui.IconPencil, Kind: ui.Quiet, Href: href}.UI())
	}
	return out
}

// editHref leads to the form with what was entered, on top of what is there now; "" where there is none.
func editHref(it replica.Item) string {
	back := "inbox=" + string(it.Command.ID)
	switch {
	case !it.Needs():
		return ""
	case it.Command.Deed == "members.edit" && it.Code() != "member.notFound":
		return "/members/" + it.About[0].ID + "?edit=1&" + back
	case it.Command.Deed == "members.create":
		return "/members/new?" + back
	case it.Command.Deed == "links.make":
		return "/links?" + back
	case strings.HasPrefix(it.Command.Deed, "tenants."):
		return "/settings?" + back
	}
	return ""
}

// all decides all conflicts of a kind in one go.
func (p *Page) all(of replica.Conflict, ids []org.CommandID) app.UI {
	it, _ := store.Replica().Item(of.Command.ID)
	c := choiceOf(it, 1)
	scope := of.Kind() + ui.Number(len(ids)) + string(ids[len(ids)-1]) // what has come since the button was drawn is not decided unseen
	buttons := []app.UI{}
	if c.mine != "" && it.Filter == nil {
		buttons = append(buttons, ui.Button{Text: ui.N(c.mine, 1), Scope: "all mine" + scope, OnClick: func(ctx app.Context, _ app.Event) {
			store.KeepMine(ctx, ids...)
			p.goOn(ctx, "")
		}}.UI())
	}
	buttons = append(buttons, ui.Button{Text: ui.T(c.theirs), Scope: "all theirs" + scope, OnClick: func(ctx app.Context, _ app.Event) {
		store.KeepTheirs(ctx, ui.T(c.said), ids...)
		p.goOn(ctx, "")
	}}.UI())
	label := ui.N("inbox.all", len(ids), "what", DeedTitle(of.Command.Deed))
	return app.Div().Class("inbox-all").Attr("role", "group").Aria("label", label).Body(append([]app.UI{app.Span().Text(label)}, buttons...)...)
}

// goOn puts the focus on what comes after an item that has been decided.
func (p *Page) goOn(ctx app.Context, after org.CommandID) {
	next := "page-title"
	for _, c := range store.Replica().Inbox() {
		if c.Command.ID > after && after != "" {
			next = "inbox-" + string(c.Command.ID)
			break
		}
	}
	ui.Focus("page-title")
	ctx.Defer(func(app.Context) { ui.Focus(next) })
}
