package audit

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/client"
	"stellwerk/app/pages/audit/story"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// exporting is an export under way: all entries that the filter shows are read first.
type exporting struct {
	running bool
	entries []ledger.Entry
	turn    int
}

func (p *Page) exportMenu() app.UI {
	if p.export.running {
		return ui.Spinner(ui.T("audit.export.running", "done", ui.Number(len(p.export.entries))))
	}
	const id = "audit-export"
	return app.Div().Class("menu-holder").Body(
		ui.Button{Text: ui.T("audit.export"), Icon: ui.IconDownload, Popover: id}.UI(),
		ui.MenuList(id, ui.T("audit.export"), p.exportItems()...),
	)
}

func (p *Page) exportItems() []app.UI {
	what := ui.T("audit.export.all")
	if p.filter.Narrow() {
		what = ui.T("audit.export.filtered")
	}
	return []app.UI{ui.MenuGroup(what,
		ui.MenuItem(ui.IconFileSheet, ui.T("audit.export.csv"), func(app.Context, app.Event) { p.startExport(p.saveCSV) }, "csv"),
		ui.MenuItem(ui.IconFileText, ui.T("audit.export.json"), func(app.Context, app.Event) { p.startExport(p.saveJSON) }, "json"),
	)}
}

func (p *Page) startExport(save func([]ledger.Entry) error) {
	p.export = exporting{running: true, turn: p.export.turn + 1}
	p.gather(p.ctx, p.export.turn, p.filter.Whole().Query(time.Now()), save)
}

func (p *Page) gather(ctx app.Context, turn int, q client.EntriesQuery, save func([]ledger.Entry) error) {
	tenant := store.Replica().TenantID()
	ui.Ask(ctx, func() (route.EntriesReply, error) { return store.Client().Entries(tenant, q) },
		func(ctx app.Context, r route.EntriesReply, err error) {
			x := &p.export
			if turn != x.turn {
				return
			}
			if err != nil {
				*x = exporting{turn: turn}
				store.Notify(ctx, ui.ErrorText(err))
				return
			}
			x.entries = append(x.entries, r.Entries...)
			if r.Before != 0 {
				q.Before = r.Before
				p.gather(ctx, turn, q, save)
				return
			}
			if err := save(x.entries); err != nil {
				store.Notify(ctx, ui.ErrorText(err))
			} else {
				store.Notify(ctx, ui.N("audit.export.done", len(x.entries)))
			}
			*x = exporting{turn: turn}
		})
}

func (p *Page) fileName(ending string) string {
	return ui.T("audit.export.file") + "-" + time.Now().Format(time.DateOnly) + ending
}

func (p *Page) saveCSV(entries []ledger.Entry) error {
	names := story.NewNames(func(id string) (string, bool) {
		m, ok := store.Replica().Member(org.MemberID(id))
		return m.Name(), ok
	})
	names.Learn(entries...)
	data, err := CSV(entries, names)
	if err == nil {
		ui.Download(p.fileName(".csv"), "text/csv;charset=utf-8", data)
	}
	return err
}

func (p *Page) saveJSON(entries []ledger.Entry) error {
	data, err := JSON(store.Replica().TenantID(), store.Replica().Tenant().Name, entries)
	if err == nil {
		ui.Download(p.fileName(".json"), "application/json", data)
	}
	return err
}
