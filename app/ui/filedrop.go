package ui

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// FileDrop takes a file: dropped, or chosen with its button. What it takes and how large it may be it says beforehand. It reads the
// file and hands it over; what its owner finds wrong with it stands in Error, and Done names one that was taken.
type FileDrop struct {
	app.Compo

	ID    string
	Title string   // what to do: Drop a list here
	Text  string   // on its button: Choose a file
	Needs []string // sentences on what the file should hold
	Kinds []string // endings of names, in lower case: .csv
	// Others hands over files of other kinds and empty ones too: their owner can say more about what to do with them.
	Others bool
	Most   int // bytes
	Icon   IconName
	Busy   bool   // its owner works on the file
	Error  string // what is wrong with it
	Done   string // its name, once it is taken
	// OnFile gets the name and the bytes.
	OnFile func(ctx app.Context, name string, data []byte)
	// OnFiles gets one or several files as they are, instead: its owner judges and reads them.
	OnFiles func(files app.Value)

	ctx     app.Context
	over    bool // a file is held above it
	reading bool
	wrong   string
	turn    int // of reading: an answer to a file that is not the last is thrown away
}

// CompoID is the field: another is another.
func (d *FileDrop) CompoID() string { return d.ID }

// OnMount keeps the context that an answer comes to.
func (d *FileDrop) OnMount(ctx app.Context) { d.ctx = ctx }

// Render is the zone in its state.
func (d *FileDrop) Render() app.UI {
	wrong := d.Error
	if d.wrong != "" {
		wrong = d.wrong
	}
	class, icon := "drop", d.Icon
	busy := d.reading || d.Busy
	switch {
	case d.over:
		class += " drop-over"
	case busy:
	case wrong != "":
		class, icon = class+" drop-wrong", IconAlertCircle
	case d.Done != "":
		class, icon = class+" drop-done", IconCircleCheck
	}
	title, button := "drop-title", "btn btn-primary drop-choose"
	if !busy && !d.over && d.Done == "" {
		title += " drop-idle"
	}
	if d.Done != "" {
		button = "btn drop-choose"
	}
	input := app.Input().ID(d.ID).Type("file").Class("visually-hidden").Accept(strings.Join(d.Kinds, ",")).Disabled(busy).
		Aria("describedby", d.ID+"-error "+d.ID+"-needs").OnChange(On(d.choose))
	if d.OnFiles != nil {
		input = input.Multiple(true)
	}
	leave, scope := On(d.leave)
	return app.Div().ID(d.ID+"-zone").Class(class).OnDragOver(On(d.drag)).On("dragleave", leave, scope).OnDrop(On(d.drop)).Body(
		app.Div().Class("drop-icon").Body(d.sign(busy, icon)),
		app.P().Class(title).Text(d.title(busy)),
		app.P().ID(d.ID+"-error").Class("field-error").Attr("role", "alert").Text(wrong),
		app.Label().Class(button).Body(
			input,
			app.Span().Text(d.button()),
		),
		app.Div().ID(d.ID+"-needs").Class("drop-needs").Body(
			app.P().Text(T("drop.limits", "kinds", strings.Join(d.Kinds, ", "), "size", Size(d.Most))),
			app.Range(d.Needs).Slice(func(i int) app.UI { return app.P().Text(d.Needs[i]) }),
		),
		app.P().Class("visually-hidden").Attr("role", "status").Text(d.status(busy)),
	)
}

func (d *FileDrop) sign(busy bool, icon IconName) app.UI {
	if busy {
		return app.Span().Class("spin").Aria("hidden", true)
	}
	return Icon(icon)
}

func (d *FileDrop) title(busy bool) string {
	switch {
	case d.over:
		return T("drop.letGo")
	case busy:
		return T("drop.reading")
	case d.Done != "" && d.wrong == "" && d.Error == "":
		return d.Done
	}
	return d.Title
}

func (d *FileDrop) button() string {
	if d.Done != "" {
		return T("drop.another")
	}
	return d.Text
}

func (d *FileDrop) status(busy bool) string {
	switch {
	case busy:
		return T("drop.reading")
	case d.Done != "":
		return T("drop.done", "file", d.Done)
	}
	return ""
}

func (d *FileDrop) drag(ctx app.Context, e app.Event) {
	e.PreventDefault()
	if d.over {
		ctx.PreventUpdate()
	}
	d.over = true
}

// leave: leaving for an element within the zone is no leaving.
func (d *FileDrop) leave(_ app.Context, e app.Event) {
	to, zone := e.Get("relatedTarget"), byID(d.ID+"-zone")
	d.over = d.over && to.Truthy() && zone.Truthy() && zone.Call("contains", to).Bool()
}

func (d *FileDrop) drop(_ app.Context, e app.Event) {
	e.PreventDefault()
	d.over = false
	d.take(e.Get("dataTransfer").Get("files"))
}

// choose takes a file from the browser's dialog, and lets the same one be chosen again.
func (d *FileDrop) choose(_ app.Context, e app.Event) {
	input := e.Get("target")
	d.take(input.Get("files"))
	input.Set("value", "")
}

// refusal is why a file is not even read; "" if it is.
func (d *FileDrop) refusal(name string, bytes float64) string {
	lower := strings.ToLower(name)
	switch {
	case len(d.Kinds) > 0 && !d.Others && !slices.ContainsFunc(d.Kinds, func(end string) bool { return strings.HasSuffix(lower, end) }):
		return T("drop.wrongKind", "file", name, "kinds", strings.Join(d.Kinds, ", "))
	case bytes == 0 && !d.Others:
		return T("drop.nothing", "file", name)
	case d.Most > 0 && bytes > float64(d.Most):
		return T("drop.tooLarge", "file", name, "size", Size(int(bytes)), "most", Size(d.Most))
	}
	return ""
}

func (d *FileDrop) take(files app.Value) {
	if !files.Truthy() || files.Get("length").Int() == 0 || d.reading || d.Busy {
		return
	}
	if d.OnFiles != nil {
		d.OnFiles(files)
		return
	}
	file := files.Call("item", 0)
	name := file.Get("name").String()
	if d.wrong = d.refusal(name, file.Get("size").Float()); d.wrong != "" {
		return
	}
	d.turn++
	turn := d.turn
	d.reading = true
	ReadFile(d.ctx, file, func(ctx app.Context, data []byte, ok bool) {
		if turn != d.turn {
			return
		}
		d.reading = false
		if !ok {
			d.wrong = T("drop.unreadable", "file", name)
			return
		}
		if d.OnFile != nil {
			d.OnFile(ctx, name, data)
		}
	})
}
