package imports

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// begin makes room for a file. The list that was put aside can be taken up until there is another one.
func (p *Page) begin() {
	aside := p.desk.aside
	p.desk.clear()
	p.desk.aside = aside
}

// read takes the bytes of a file apart; what was pasted has no name. A list of groups and one of people go together, in any order; any other
// takes the place of what was there.
func (p *Page) read(ctx app.Context, name string, data []byte) {
	d := p.desk
	pasted := name == ""
	if pasted {
		name = ui.T("imports.paste.name")
	}
	l, err := Read(name, data, store.NewID[org.JobID]())
	if err != nil {
		if d.list != nil {
			store.Notify(ctx, ui.T("imports.wrong.title", "file", name)+". "+ui.ErrorText(err))
			return
		}
		p.begin()
		d.err, d.wrong, d.name = err, l, name
		ctx.Defer(func(app.Context) { ui.Focus("imports-wrong") })
		return
	}
	l.Pasted = pasted
	switch {
	case d.join(l):
	case d.list != nil:
		store.Notify(ctx, ui.T("imports.join.same"))
		return
	default:
		p.begin()
		d.list, d.aside = l, nil
	}
	d.judge(ctx)
	ctx.Defer(func(app.Context) { ui.Focus("page-title") })
}
