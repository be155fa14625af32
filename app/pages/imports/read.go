package imports

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// begin makes room for a file. The list that was put aside can be taken up until there is another one.
func (p *Page) begin() {
	aside, books := p.desk.aside, p.desk.books
	p.desk.clear()
	p.desk.aside, p.desk.books = aside, slices.DeleteFunc(books, func(b *book) bool { return b.sheets != nil })
}

// read takes the bytes of a file apart; what was pasted has no name. A list of groups and one of people go together, in any order; any other
// takes the place of what was there.
func (p *Page) read(ctx app.Context, name string, data []byte) {
	pasted := name == ""
	if pasted {
		name = ui.T("imports.paste.name")
	}
	if isBook(data) {
		p.openBook(ctx, &book{name: name, data: data}, "")
		return
	}
	l, err := Read(name, data, store.NewID[org.JobID](), saidHere())
	if err != nil {
		p.refuse(ctx, name, l, err)
		return
	}
	l.Pasted = pasted
	p.take(ctx, l)
}

// refuse says why a file can't be read. Beside a list that is open it is a note, which stays.
func (p *Page) refuse(ctx app.Context, name string, l *List, err error) {
	d := p.desk
	if d.list != nil {
		d.beside = besides(name, err)
		return
	}
	p.begin()
	d.err, d.wrong, d.name = err, l, name
	ctx.Defer(func(app.Context) { ui.Focus("imports-wrong") })
}

func besides(name string, err error) string {
	return ui.T("imports.beside", "file", name, "reason", ui.ErrorText(err))
}

// take puts a list on the desk. If another file of the same drop could not be read, that is said beside it.
func (p *Page) take(ctx app.Context, l *List) {
	d := p.desk
	switch {
	case d.join(l):
	case d.list != nil:
		store.Notify(ctx, ui.T("imports.join.same"))
		return
	default:
		beside := ""
		if d.err != nil && d.drop > 1 {
			beside = besides(d.name, d.err)
		}
		p.begin()
		d.books = slices.DeleteFunc(d.books, func(b *book) bool { return !b.asking })
		d.list, d.aside, d.beside = l, nil, beside
	}
	d.judge(ctx)
	ctx.Defer(func(app.Context) { ui.Focus("page-title") })
}
