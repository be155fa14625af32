package members

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// bar is what can be done with those who are chosen. It floats above the list and says how many they are, also those whom the filter
// does not show.
func (p *Page) bar(l list) app.UI {
	n := chosen().Len()
	none := ui.Button{Icon: ui.IconX, Label: ui.T("members.bar.none"), Kind: ui.OnDark, Scope: "none", OnClick: func(app.Context, app.Event) { p.selectNone() }}.UI()
	if n == 0 {
		return app.If(p.selects(), func() app.UI {
			return app.Div().Class("bulk").Attr("role", "toolbar").Aria("label", ui.T("members.bar.label")).Body(
				app.Div().Class("bulk-count").Aria("live", "polite").Body(app.Span().Text(ui.T("members.bar.tap"))),
				app.Div().Class("bulk-actions"),
				none,
			)
		})
	}
	hidden := n - chosen().In(l.slots)
	more := ""
	if hidden > 0 {
		more = ui.N("members.bar.hidden", hidden)
	}
	return app.Div().Class("bulk").Attr("role", "toolbar").Aria("label", ui.T("members.bar.label")).Body(
		app.Div().Class("bulk-count").Aria("live", "polite").Body(app.Strong().Text(ui.N("members.bar.count", n)), app.Small().Text(more)),
		app.Div().Class("bulk-all").Body(app.If(n-hidden < l.len(), func() app.UI {
			return ui.Button{
				Text: ui.N("members.bar.all", l.len()), Kind: ui.OnDark, Scope: "all",
				OnClick: func(app.Context, app.Event) { p.selectAll(true) },
			}.UI()
		})),
		app.Div().Class("bulk-actions").Body(
			ui.Button{Text: ui.T("members.deactivate.action"), Icon: ui.IconUserOff, Kind: ui.OnDark, Scope: deactivate, OnClick: p.bulk(deactivate)}.UI(),
			app.If(p.filter.Status == org.Pending || p.filter.Invited != "", func() app.UI { // none of these is deactivated
				return ui.Button{Text: ui.T("members.withdrawInvitation.button.short"), Label: ui.T("members.withdrawInvitation.action"), Icon: ui.IconX, Kind: ui.OnDark, Scope: withdraw, OnClick: p.bulk(withdraw)}.UI()
			}).Else(func() app.UI {
				return ui.Button{Text: ui.T("members.reactivate.action"), Icon: ui.IconUserCheck, Kind: ui.OnDark, Scope: reactivate, OnClick: p.bulk(reactivate)}.UI()
			}),
			ui.Button{Text: ui.T("members.invite.action"), Icon: ui.IconMail, Kind: ui.OnDark, Scope: invite, OnClick: p.over(func(app.Context) { p.inviting.open(chosen().Slots()) })}.UI(),
			ui.Button{Text: ui.T("members.tag.action"), Icon: ui.IconTag, Kind: ui.OnDark, Scope: tag, OnClick: p.over(func(app.Context) { p.openTags(chosen().Slots()) })}.UI(),
			ui.Button{Text: ui.T("groups.one"), Label: ui.T("members.group.action"), Icon: ui.IconUsersGroup, Kind: ui.OnDark, Scope: "group", OnClick: p.over(func(ctx app.Context) { p.openGroup(ctx, chosen().Members()) })}.UI(),
			ui.Button{Label: ui.T("members.schedule.action"), Icon: ui.IconCalendar, Kind: ui.OnDark, Scope: schedule, OnClick: p.over(func(app.Context) { p.scheduling.open(chosen().Slots) })}.UI(),
			ui.Button{Text: ui.T("members.delete.action"), Icon: ui.IconTrash, Kind: ui.OnDark, Scope: remove, OnClick: p.bulk(remove)}.UI(),
		),
		none,
	)
}

// bulk does a deed to all who are chosen: to one at once, to more after the question.
func (p *Page) bulk(deed string) app.EventHandler {
	ask := p.over(func(app.Context) { p.ask.open(deed, chosen().Slots()) })
	return func(ctx app.Context, e app.Event) {
		if chosen().Len() != 1 || deed == remove {
			ask(ctx, e)
			return
		}
		if ids := chosen().Members(); p.ask.one(ctx, deed, ids[0]) {
			chosen().Drop(ids)
		}
	}
}
