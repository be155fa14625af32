package pages

import (
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/palette"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// typing follows the line letter by letter. The page behind is not rendered for it.
func (p *Palette) typing(_ app.Context, e app.Event) {
	ui.LeaveFrame()
	p.seek(e.Get("target").Get("value").String())
}

// key moves among the options and takes one; all other keys are the line's.
func (p *Palette) key(ctx app.Context, e app.Event) {
	key := e.Get("key").String()
	if e.Get("isComposing").Bool() || e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() || e.Get("altKey").Bool() || !p.does(key, e) {
		ctx.PreventUpdate()
		return
	}
	e.PreventDefault()
	ui.LeaveFrame()
}

// does does what a key is for, and says whether it is for anything here.
func (p *Palette) does(key string, e app.Event) bool {
	switch key {
	case "ArrowDown", "ArrowUp", "Home", "End":
		if e.Get("shiftKey").Bool() {
			return false
		}
		p.move(key)
	case "Enter":
		p.choose(p.active, false)
	case "ArrowRight":
		if e.Get("target").Get("selectionStart").Int() < len(utf16.Encode([]rune(p.typed))) || !p.leadsOn(p.active) {
			return false
		}
		p.choose(p.active, true)
	case "ArrowLeft", "Backspace":
		if p.typed != "" || p.person == "" && p.verb == "" {
			return false
		}
		p.begin("", "")
	default:
		return false
	}
	return true
}

// move chooses another option; from the last one the way leads to the first.
func (p *Palette) move(key string) {
	n := len(p.shown)
	if n == 0 {
		return
	}
	at := slices.Index(p.shown, p.active)
	switch key {
	case "ArrowDown":
		at = (at + 1) % n
	case "ArrowUp":
		at = (max(at, 0) + n - 1) % n
	case "Home":
		at = 0
	case "End":
		at = n - 1
	}
	p.active = p.shown[at]
	id := ui.Palette{ID: paletteID}.OptionID(p.active)
	p.ctx.Defer(func(app.Context) {
		if o := app.Window().GetElementByID(id); o.Truthy() {
			o.Call("scrollIntoView", map[string]any{"block": "nearest"})
		}
	})
}

// click takes what was pressed.
func (p *Palette) click(_ app.Context, e app.Event) {
	ui.LeaveFrame()
	o := e.Get("target").Call("closest", "[data-key]")
	if !o.Truthy() {
		return
	}
	p.choose(o.Call("getAttribute", "data-key").String(), e.Get("target").Call("closest", "[data-more]").Truthy())
}

// leadsOn says whether an option is a person with whom something can be done.
func (p *Palette) leadsOn(key string) bool {
	_, there := store.Replica().Member(org.MemberID(key))
	return there && p.person == "" && p.verb == ""
}

// choose takes an option: more asks what can be done with a person instead of opening their page.
func (p *Palette) choose(key string, more bool) {
	if p.person != "" {
		p.toPerson(key, p.person)
		return
	}
	id := org.MemberID(key)
	if _, there := store.Replica().Member(id); there {
		switch {
		case p.verb != "":
			p.toPerson(p.verb, id)
		case more:
			p.begin(id, "")
		default:
			p.toPerson(personOpen, id)
		}
		return
	}
	if team := (palette.Hit{Team: org.GroupID(key)}); here(team) {
		p.use(team)
		p.run(to("/groups/" + key))
		return
	}
	for _, c := range p.commands {
		if c.Key != key {
			continue
		}
		p.use(palette.Hit{Key: key})
		if c.verb != "" {
			p.begin("", c.verb)
			return
		}
		p.run(c.run)
		return
	}
}

// toPerson does a deed to a person.
func (p *Palette) toPerson(deed string, id org.MemberID) {
	for _, d := range personDeeds(id) {
		if d.key == deed {
			p.use(palette.Hit{Member: id})
			p.run(func(f *Frame, ctx app.Context) { d.run(f, ctx, id) })
			return
		}
	}
	// What was chosen beforehand is not to be done to this person: what is, is shown instead.
	p.begin(id, "")
}

// use notes what was used; which other organisations somebody belongs to is not remembered on the device.
func (p *Palette) use(h palette.Hit) {
	if strings.HasPrefix(h.Key, changePrefix) {
		return
	}
	p.book.Recents.Use(h)
	store.Remember("recent", p.book.Recents.Kept())
}

// run closes the palette, which gives the focus back to where it was, and then does what was chosen.
func (p *Palette) run(do func(f *Frame, ctx app.Context)) {
	p.close()
	onFrame(do)
}

// back leaves what the choice was about.
func (p *Palette) back(app.Context, app.Event) {
	ui.LeaveFrame()
	p.begin("", "")
	ui.Focus(paletteInput)
}
