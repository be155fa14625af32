package imports

import (
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// book is an Excel file. The server reads it, so it waits here while there is no connection.
type book struct {
	name   string
	data   []byte
	sheets []string         // that hold anything; nil until the file has been read
	sheet  string           // that is on the desk, or could not be read
	asking bool             // the server has been asked
	lists  map[string]*List // of sheets that were left for others, with what was mended in them
}

const retry = 5 * time.Second

// isBook recognises Excel files, also old ones and those under a password, about which the server says more.
func isBook(data []byte) bool {
	head := string(data[:min(len(data), 8)])
	return head == "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" || strings.HasPrefix(head, "PK\x03\x04")
}

// openBook has a sheet read, the first that holds anything for "". Without a connection the file waits on the desk.
func (p *Page) openBook(ctx app.Context, b *book, sheet string) {
	d := p.desk
	if len(b.data) > route.MaxWorkbook {
		p.refuse(ctx, b.name, nil, fault.New(fault.Invalid, "workbook.tooLarge", "limit", "4"))
		return
	}
	if d.list == nil && b.sheets == nil {
		p.begin()
	}
	if !slices.Contains(d.books, b) {
		d.books = append(d.books, b)
	}
	b.asking = true
	ui.Ask(p.ctx, func() (route.WorkbookReply, error) { return store.Client().Workbook(d.tenant, sheet, b.data) },
		func(ctx app.Context, r route.WorkbookReply, err error) {
			b.asking = false
			at := slices.Index(d.books, b)
			if at < 0 || d != p.desk || d.job != "" {
				return // it has been put away
			}
			f := fault.First(err)
			away := f != nil && (f.Kind == fault.NeedsConnection || f.Kind.Later())
			if away && d.list == nil {
				p.ctx.After(retry, func(ctx app.Context) {
					defer ui.Guard(ctx)
					p.reopen(ctx)
				})
				return // it waits, for what the store notices, and for what it has not noticed
			}
			d.books = slices.Delete(d.books, at, at+1)
			switch {
			case err == nil:
				p.readSheet(ctx, b, r)
			case away:
				store.Notify(ctx, besides(b.name, err))
			default:
				p.refuse(ctx, b.name, nil, err)
			}
		})
}

// readSheet puts what the server has read on the desk: in the place of another sheet of the file, or as a file of its own.
func (p *Page) readSheet(ctx app.Context, b *book, r route.WorkbookReply) {
	d := p.desk
	if b.sheets == nil {
		b.lists = map[string]*List{}
		for _, s := range r.Sheets {
			if !s.Empty {
				b.sheets = append(b.sheets, s.Name)
			}
		}
	}
	l, err := Read(b.name, []byte(r.Table), store.NewID[org.JobID](), saidHere())
	if err != nil {
		p.wrongSheet(ctx, b, r.Sheet, l, err)
		return
	}
	l.book, l.sheet = b, r.Sheet
	if d.list != nil && d.list.book == b {
		p.putSheet(ctx, l)
		return
	}
	b.sheet = r.Sheet
	p.take(ctx, l)
}

// wrongSheet says why a sheet can't be read; another one can be chosen.
func (p *Page) wrongSheet(ctx app.Context, b *book, sheet string, l *List, err error) {
	p.refuse(ctx, b.name+", "+sheet, l, err)
	if d := p.desk; d.list == nil && len(b.sheets) > 1 {
		b.sheet, d.books = sheet, append(d.books, b)
	}
}

// chooseSheet looks at another sheet. What was mended in this one is kept.
func (p *Page) chooseSheet(ctx app.Context, b *book, sheet string) {
	if l := b.lists[sheet]; l != nil {
		p.putSheet(ctx, l)
		return
	}
	p.openBook(ctx, b, sheet)
}

// putSheet puts a sheet in the place of another one of its file.
func (p *Page) putSheet(ctx app.Context, l *List) {
	d := p.desk
	b := l.book
	b.lists[d.list.sheet] = d.list
	p.begin()
	b.sheet, d.list = l.sheet, l
	l.Again()
	d.judge(ctx)
}

// bookUI stands while a file waits to be read, and where another of its sheets can be chosen.
func (p *Page) bookUI() app.UI {
	if len(p.desk.books) == 0 {
		return nil
	}
	b := p.desk.books[0]
	switch {
	case b.sheets != nil:
		return p.sheetsUI(b)
	case b.asking:
		return note(ui.IconFileSheet, "", ui.T("imports.book.reading", "file", b.name))
	}
	return app.Section().ID("imports-book").Class("card import-aside").Attr("role", "status").Body(
		ui.Icon(ui.IconFileSheet),
		app.P().Text(ui.T("imports.book.waits", "file", b.name)),
		ui.Button{Text: ui.T("imports.book.again"), OnClick: func(ctx app.Context, _ app.Event) { p.openBook(ctx, b, "") }}.UI(),
	)
}

// reopen has the files read that waited for a connection.
func (p *Page) reopen(ctx app.Context) {
	if !store.Online() {
		return
	}
	for _, b := range slices.Clone(p.desk.books) {
		if b.sheets == nil && !b.asking {
			p.openBook(ctx, b, "")
		}
	}
}

// sheetsUI chooses one of several sheets.
func (p *Page) sheetsUI(b *book) app.UI {
	if b == nil || len(b.sheets) < 2 {
		return nil
	}
	options := make([]ui.Option, len(b.sheets))
	for i, s := range b.sheets {
		options[i] = ui.Option{Value: s, Text: s}
	}
	return app.Div().Class("imports-sheets").Body(ui.Select{
		ID: "imports-sheet", Label: ui.N("imports.book.sheets", len(b.sheets)), Value: b.sheet, Options: options,
		OnChange: func(ctx app.Context, sheet string) { p.chooseSheet(ctx, b, sheet) },
	}.UI())
}
