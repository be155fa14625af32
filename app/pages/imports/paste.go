package imports

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/sheet"
)

// listen takes a table, or a file, that is pasted anywhere on the page while it waits for one.
func (p *Page) listen() {
	if !app.IsClient {
		return
	}
	p.paste = app.FuncOf(func(_ app.Value, args []app.Value) any {
		e := args[0]
		inField := e.Get("target").Truthy() && e.Get("target").Get("closest").Truthy() && e.Get("target").Call("closest", "input, textarea").Truthy()
		if d := p.desk; d.list != nil || d.job != "" || inField {
			return nil
		}
		data := e.Get("clipboardData")
		if files := data.Get("files"); files.Get("length").Int() > 0 {
			e.Call("preventDefault")
			p.desk.drop = files.Get("length").Int()
			for i := range p.desk.drop {
				p.pastedFile(files.Index(i))
			}
			return nil
		}
		text := data.Call("getData", "text/plain").String()
		e.Call("preventDefault")
		p.dispatch(func(ctx app.Context) { p.pasted(ctx, text) })
		return nil
	})
	app.Window().Get("document").Call("addEventListener", "paste", p.paste)
}

func (p *Page) deafen() {
	if p.look != nil {
		app.Window().Call("removeEventListener", "stellwerk-shared", p.look)
		p.look.Release()
		p.look = nil
	}
	if p.paste != nil {
		app.Window().Get("document").Call("removeEventListener", "paste", p.paste)
		p.paste.Release()
		p.paste = nil
	}
}

func (p *Page) dispatch(do func(ctx app.Context)) {
	p.ctx.Dispatch(func(ctx app.Context) {
		defer ui.Guard(ctx)
		do(ctx)
	})
}

func (p *Page) pastedFile(file app.Value) {
	name := file.Get("name").String()
	if file.Get("size").Float() > sheet.MaxBytes {
		p.refuse(p.ctx, name, nil, &sheet.Error{Code: sheet.TooLarge, Limit: sheet.MaxBytes})
		return
	}
	ui.ReadFile(p.ctx, file, func(ctx app.Context, data []byte, ok bool) {
		if ok && p.desk.job == "" {
			p.read(ctx, name, data)
		}
	})
}

// pasted reads what was copied in a spreadsheet. A word alone is no table.
func (p *Page) pasted(ctx app.Context, text string) {
	if !strings.ContainsAny(strings.TrimSpace(text), "\t\n;,") {
		store.Notify(ctx, ui.T("imports.paste.none"))
		return
	}
	p.read(ctx, "", []byte(text))
}

// askClipboard reads the clipboard for those who have no key for it. The browser may want to know whether that is wanted.
func (p *Page) askClipboard(ctx app.Context, _ app.Event) {
	clipboard := app.Window().Get("navigator").Get("clipboard")
	if !clipboard.Truthy() || !clipboard.Get("readText").Truthy() {
		store.Notify(ctx, ui.T("imports.paste.refused"))
		return
	}
	var given, refused app.Func
	release := func() { given.Release(); refused.Release() }
	given = app.FuncOf(func(_ app.Value, args []app.Value) any {
		text := args[0].String()
		p.dispatch(func(ctx app.Context) {
			defer release()
			p.pasted(ctx, text)
		})
		return nil
	})
	refused = app.FuncOf(func(app.Value, []app.Value) any {
		p.dispatch(func(ctx app.Context) {
			defer release()
			store.Notify(ctx, ui.T("imports.paste.refused"))
		})
		return nil
	})
	clipboard.Call("readText").Call("then", given, refused)
}

var warned bool

// warn lets the browser ask before it closes a page on which rows have been mended: they are nowhere else.
func warn() {
	if warned || !app.IsClient {
		return
	}
	warned = true
	app.Window().Call("addEventListener", "beforeunload", app.FuncOf(func(_ app.Value, args []app.Value) any {
		if last != nil && last.mended() {
			args[0].Call("preventDefault")
		}
		return nil
	}))
}
