package imports

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/staff"
)

const willID = "imports-will"

// will is what taking over would do.
type will struct {
	Counts
	groups   GroupCounts
	wrong    bool // the groups can't be taken
	grouped  bool // people come into groups
	tags     bool // the list brings tags
	judging  bool
	offline  bool
	invite   func(id string) app.UI // asks whether those who are new are invited
	sending  int                    // bytes, while the list is on its way
	sent     int
	download app.EventHandler
	take     app.EventHandler
}

func (p *Page) will() will {
	d := p.desk
	_, tags := d.list.Mapping.Columns[staff.Tags]
	done, total := d.list.Progress()
	return will{
		Counts: d.list.Counts(), groups: d.list.groups, wrong: len(d.list.wrong) > 0, grouped: d.list.Mapping.Name(staff.Groups) != "", tags: tags, judging: d.judging || done < total, offline: !store.Online(), sending: d.sending, sent: d.sent,
		invite: p.inviteUI, download: p.downloadRefused, take: p.apply,
	}
}

// inviteUI asks whether those who are new get a mail that asks them to join.
func (p *Page) inviteUI(id string) app.UI {
	d := p.desk
	return ui.Check{
		ID: id, Label: ui.T("imports.invite"), Hint: ui.T("imports.invite.hint"), On: d.invite, Disabled: d.sending > 0,
		OnChange: func(_ app.Context, on bool) { d.invite = on },
	}.UI()
}

func (w will) inviting(id string) app.UI {
	return app.Div().Class("will-invite").Body(app.If(w.New > 0 && w.invite != nil, func() app.UI { return w.invite(id) }))
}

// sentences say in numbers what will happen, the weightiest first.
func (w will) sentences() app.UI {
	var lines []app.UI
	line := func(icon ui.IconName, class, text string) {
		lines = append(lines, app.Li().Class(class).Body(ui.Icon(icon), app.Span().Text(text)))
	}
	add := func(n int, icon ui.IconName, class, key string) {
		if n > 0 {
			line(icon, class, ui.N(key, n))
		}
	}
	add(w.groups.New, ui.IconSitemap, "", "imports.will.groups")
	add(w.groups.Changed, ui.IconPencil, "", "imports.will.regrouped")
	add(w.New, ui.IconUserPlus, "", "imports.will.new")
	add(w.Changes, ui.IconPencil, "", "imports.will.changes")
	add(w.Unchanged, ui.IconCheck, "", "imports.will.unchanged")
	add(w.Refused, ui.IconAlert, "will-refused", "imports.will.refused")
	add(w.Out, ui.IconMinus, "", "imports.will.out")
	line(ui.IconShield, "", ui.T("imports.will.stay"))
	if w.tags {
		line(ui.IconTag, "", ui.T("imports.will.tags"))
	}
	if w.grouped {
		line(ui.IconUsersGroup, "", ui.T("imports.will.grouped"))
	}
	line(ui.IconArrowBack, "", ui.T("imports.will.undo"))
	return app.Ul().Class("will-lines").Body(lines...)
}

// button takes over, with the number of rows; what it waits for stands beside it.
func (w will) button() (button ui.Button, waits string) {
	n := w.Taken() + w.groups.Taken()
	b := ui.Button{Text: ui.N("imports.take", n), Kind: ui.Primary, ID: "imports-take", OnClick: w.take}
	switch {
	case w.sending > 0:
		b.Busy = true
		return b, ui.T("imports.apply.sending", "done", ui.Number(w.sent>>10), "total", ui.Number(max(1, w.sending>>10)))
	case w.judging:
		b.Disabled, b.Why = true, ui.T("imports.take.judging")
	case w.wrong:
		b.Disabled, b.Why = true, ui.T("imports.take.units")
	case n == 0:
		b.Disabled, b.Text = true, ui.T("imports.take.none")
	case w.offline:
		b.Disabled, b.Why = true, ui.T("imports.take.offline")
	}
	return b, b.Why
}

// UI is the panel: beside the list on the desk, a bar below it where there is less room.
func (w will) UI() app.UI {
	b, waits := w.button()
	return app.Section().Class("card will").Aria("labelledby", "imports-will-heading").Body(
		app.Div().Class("card-title helped").Body(app.H2().ID("imports-will-heading").Text(ui.T("imports.will")), ui.Explain("will", "emptyCells")),
		w.sentences(),
		w.inviting("imports-invite"),
		app.Div().Class("will-take").Body(
			app.Div().Class("will-what").Body(ui.Button{
				Icon: ui.IconInfoCircle, Text: ui.T("imports.will.short"), Scope: willID,
				OnClick: func(app.Context, app.Event) { ui.OpenDialog(willID) },
			}.UI()),
			b.UI(),
			app.Small().Class("will-waits").Attr("role", "status").Text(waits),
		),
		app.Div().Class("will-more").Body(app.If(w.Refused+w.Out > 0, w.csv)),
	)
}

func (w will) csv() app.UI {
	return ui.Button{Text: ui.N("imports.refusedCSV", w.Refused+w.Out), Icon: ui.IconDownload, Kind: ui.Quiet, OnClick: w.download}.UI()
}

// willUI says in sentences what taking over will do, and does it.
func (p *Page) willUI() app.UI { return p.will().UI() }

// willDialog says it where there is no room beside the list.
func (p *Page) willDialog() app.UI {
	if p.desk.list == nil || p.desk.job != "" {
		return ui.Dialog(willID, "")
	}
	w := p.will()
	return ui.Dialog(willID, ui.T("imports.will"),
		w.sentences(),
		w.inviting("imports-invite-here"),
		app.Div().Class("will-more").Body(app.If(w.Refused+w.Out > 0, w.csv)),
		ui.DialogActions(ui.Button{Text: ui.T("button.close"), Scope: willID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(willID) }}.UI()),
	)
}

func (p *Page) downloadRefused(ctx app.Context, _ app.Event) {
	l := p.desk.list
	data, err := l.RefusedCSV()
	if err != nil {
		store.Notify(ctx, ui.ErrorText(err))
		return
	}
	name := l.Name
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	ui.Download(name+"-"+ui.T("imports.refusedFile")+".csv", "text/csv;charset=utf-8", data)
}
