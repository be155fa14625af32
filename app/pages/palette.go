package pages

import (
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/palette"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

const (
	paletteID    = "palette"
	paletteInput = paletteID + "-input"
	// A key may take this long for looking at members; the rest is looked at in further slices, so that what is typed shows at once.
	slice = 5 * time.Millisecond
	// Rows that are looked at between two looks at the clock.
	stride = 500
	// What makes searches quick is prepared this long after members have come, so many members at a time, with rests in which what is typed comes first.
	prepareAfter = 100 * time.Millisecond
	prepareNow   = 1000
	rest         = 2 * time.Millisecond
)

// Palette is the command palette: one line in which all that the app shows and does can be found. There is one, in the frame.
type Palette struct {
	app.Compo

	ctx      app.Context
	book     *palette.Palette
	commands []command
	open     bool
	typed    string
	groups   []ui.PaletteGroup
	none     bool     // nothing was found; groups are what could be done instead
	shown    []string // keys of the options, in order
	active   string
	looking  bool // members are left to be looked at
	turn     int  // counts what was typed: slices of what was typed before end
	tenant   org.TenantID
	person   org.MemberID // whose deeds are shown, if any
	verb     string       // the deed that a person is chosen for, if any

	preparing bool
}

// opened is the palette that is in the document, if any.
var opened *Palette

// OpenPalette shows the palette. It is a handler for buttons.
func OpenPalette(app.Context, app.Event) {
	if opened != nil {
		opened.ctx.Dispatch(func(ctx app.Context) {
			defer ui.Guard(ctx)
			opened.show()
		})
	}
}

// OnMount recalls what was used last.
func (p *Palette) OnMount(ctx app.Context) {
	opened, p.ctx, p.book = p, ctx, palette.New()
	p.book.Recents.Recall(store.Recall("recent"))
	ctx.Handle(store.Members, func(ctx app.Context, _ app.Action) {
		defer ui.Guard(ctx)
		if !p.preparing {
			p.preparing = true
			p.prepare(prepareAfter)
		}
		if !p.open {
			ctx.PreventUpdate()
			return
		}
		p.look(ctx)
	})
}

// OnDismount leaves none in the document.
func (p *Palette) OnDismount() { opened = nil }

// show opens the dialog with everything there is to be found now.
func (p *Palette) show() {
	if p.open || !store.In() {
		return
	}
	if here := store.Here().Tenant; p.tenant != here {
		p.tenant = here
		p.book.Recents.Forget()
	}
	p.open, p.commands = true, commands()
	p.offer()
	p.begin("", "")
	p.ctx.Defer(func(app.Context) {
		ui.OpenDialog(paletteID)
		ui.Focus(paletteInput)
	})
}

// prepare makes searches quick, bit by bit, so that nobody waits for it. While members are still coming it would be for nothing: when all
// are here, that is told.
func (p *Palette) prepare(after time.Duration) {
	p.ctx.After(after, func(ctx app.Context) {
		defer ui.Guard(ctx)
		ctx.PreventUpdate()
		r := store.Replica()
		_, _, loading := r.Loading()
		if p.preparing = !loading && r.Directory().Prepare(prepareNow); p.preparing {
			p.prepare(rest)
		}
	})
}

func (p *Palette) offer() {
	entries := make([]palette.Entry, len(p.commands))
	for i := range p.commands {
		entries[i] = p.commands[i].Entry
	}
	p.book.Offer(entries)
}

// begin asks anew: about everything, about a person, or whom a deed is for.
func (p *Palette) begin(person org.MemberID, verb string) {
	p.person, p.verb = person, verb
	ui.SetValue(paletteInput, "")
	p.seek("")
}

// seek looks for what is typed now.
func (p *Palette) seek(typed string) {
	p.typed, p.active = typed, ""
	p.turn++
	p.look(p.ctx)
}

// look looks at members for a moment; what is left is looked at in further slices.
func (p *Palette) look(ctx app.Context) {
	if p.person != "" {
		p.looking = false
		p.settle()
		return
	}
	p.book.Type(store.Replica().Directory(), p.typed, p.verb != "")
	start := time.Now()
	p.looking = p.book.Run(stride)
	for p.looking && time.Since(start) < slice {
		p.looking = p.book.Run(stride)
	}
	p.settle()
	if turn := p.turn; p.looking {
		ctx.After(time.Millisecond, func(ctx app.Context) {
			defer ui.Guard(ctx)
			ui.LeaveFrame()
			if p.open && turn == p.turn {
				p.look(ctx)
			}
		})
	}
}

// settle keeps what is chosen as long as it is there: what comes later must not move it under somebody's Enter.
func (p *Palette) settle() {
	p.shown = p.shown[:0]
	p.groups, p.none = p.results()
	for _, g := range p.groups {
		for _, o := range g.Options {
			p.shown = append(p.shown, o.Key)
		}
	}
	if !slices.Contains(p.shown, p.active) {
		p.active = ""
		if len(p.shown) > 0 && (p.typed != "" || p.person != "") {
			p.active = p.shown[0]
		}
	}
}

func (p *Palette) close() { ui.CloseDialog(paletteID) }

// Render shows the dialog; what is in it is there only while it is open.
func (p *Palette) Render() app.UI {
	d := app.Elem("dialog").ID(paletteID).Class("palette").Attr("closedby", "any").Aria("label", ui.T("palette.title")).
		On("close", func(ctx app.Context, _ app.Event) {
			ui.LeaveFrame()
			p.open, p.typed = false, ""
			p.turn++
		})
	if !p.open {
		return d.Body(app.Div())
	}
	return d.Body(p.view().UI())
}
