package imports

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
)

// drop takes a file that was let go of above the page.
func (p *Page) drop(_ app.Context, e app.Event) {
	e.PreventDefault()
	p.over = false
	p.take(e.Get("dataTransfer").Get("files"))
}

func (p *Page) drag(ctx app.Context, e app.Event) {
	e.PreventDefault()
	if p.over {
		ctx.PreventUpdate()
	}
	p.over = true
}

func (p *Page) dragLeave(_ app.Context, e app.Event) {
	// Leaving for an element within the zone is no leaving.
	to, zone := e.Get("relatedTarget"), e.Get("currentTarget")
	if !to.Truthy() || !zone.Truthy() || !zone.Call("contains", to).Bool() {
		p.over = false
	}
}

// choose takes a file from the dialog, and lets the same one be chosen again.
func (p *Page) choose(_ app.Context, e app.Event) {
	input := e.Get("target")
	p.take(input.Get("files"))
	input.Set("value", "")
}

// take reads the first file. One that is too large is not even read.
func (p *Page) take(files app.Value) {
	if !files.Truthy() || files.Get("length").Int() == 0 {
		return
	}
	d := p.desk
	d.clear()
	turn := d.turn
	file := files.Call("item", 0)
	name := file.Get("name").String()
	if file.Get("size").Float() > sheet.MaxBytes {
		d.err = &sheet.Error{Code: sheet.TooLarge, Limit: sheet.MaxBytes}
		return
	}
	d.reading = true
	then := func(ctx app.Context, data []byte, ok bool) {
		if turn != d.turn {
			return
		}
		d.reading = false
		if !ok {
			data = nil
		}
		p.read(ctx, name, data)
	}
	var kept, gone app.Func
	release := func() { kept.Release(); gone.Release() }
	kept = app.FuncOf(func(_ app.Value, args []app.Value) any {
		bytes := app.Window().Get("Uint8Array").New(args[0])
		data := make([]byte, bytes.Length())
		app.CopyBytesToGo(data, bytes)
		p.ctx.Dispatch(func(ctx app.Context) {
			defer ui.Guard(ctx)
			defer release()
			then(ctx, data, true)
		})
		return nil
	})
	gone = app.FuncOf(func(app.Value, []app.Value) any {
		p.ctx.Dispatch(func(ctx app.Context) {
			defer ui.Guard(ctx)
			defer release()
			then(ctx, nil, false)
		})
		return nil
	})
	file.Call("arrayBuffer").Call("then", kept, gone)
}

// read takes the bytes of a file apart.
func (p *Page) read(ctx app.Context, name string, data []byte) {
	d := p.desk
	l, err := Read(name, data, store.NewID[org.JobID]())
	if err != nil {
		d.err, d.wrong = err, l
		ctx.Defer(func(app.Context) { ui.Focus("imports-wrong") })
		return
	}
	d.list = l
	d.judge(ctx)
	ctx.Defer(func(app.Context) { ui.Focus("page-title") })
}
