package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/promise"
	"stellwerk/shared/fault"
)

// Picture is a dialog that takes an image file and cuts a square out of it, which is dragged, moved by keys and made larger: see web/js/crop.js. What is shown of it is
// round where it is of a person. It is opened by OpenPicture.
type Picture struct {
	app.Compo

	ID, Title, Hint string
	Of              string // tenant and whose it is, as web/js/photo.js has them, with a slash between
	Square          bool
	Has             bool // there is one, which can be taken away
	Save, Remove    string
	// OnPicture gets the name of the picture and its JPEG file in base64; "" for both takes it away.
	OnPicture func(ctx app.Context, name, picture string) error

	chosen bool // there is something to cut out of
	busy   bool
	err    error
}

// CompoID is the dialog: another is another.
func (p *Picture) CompoID() string { return p.ID }

// maxZoom is how many per cent of the window's width the shorter side of an image has at most.
const maxZoom = 400

// OpenPicture shows the dialog of an id.
func OpenPicture(id string) {
	SetValue(id+"-file", "")
	OpenDialog(id)
}

// Render is the dialog.
func (p *Picture) Render() app.UI {
	crop, class := p.ID+"-crop", "photo-crop"
	if p.Square {
		class += " photo-square"
	}
	part := app.Div().Class("photo-part")
	if !p.chosen {
		part = part.Hidden(true)
	}
	wrong := ""
	if p.err != nil {
		wrong = ErrorText(p.err)
	}
	choose, scope := On(p.choose)
	return Dialog(p.ID, p.Title,
		app.Div().Class("photo").Body(
			app.P().Text(p.Hint),
			app.Div().Class("photo-do").Body(
				app.Label().Class("btn photo-choose").Body(
					app.Input().ID(p.ID+"-file").Type("file").Class("visually-hidden").Accept("image/*").OnChange(choose, scope),
					Icon(IconPlus), app.Span().Text(T("photo.choose")),
				),
				app.Span().Body(app.If(p.Has, func() app.UI {
					return Button{Text: p.Remove, Icon: IconTrash, Kind: Danger, Scope: p.ID, OnClick: func(ctx app.Context, _ app.Event) { p.put(ctx, "", "") }}.UI()
				})),
			),
			app.P().Class("field-error").Attr("role", "alert").Text(wrong),
			part.Body(
				app.Elem("photo-crop").ID(crop).Class(class).TabIndex(0).Attr("role", "application").Attr("zoom", p.ID+"-zoom").
					Aria("label", T("photo.crop")).Aria("describedby", crop+"-hint"),
				app.P().ID(crop+"-hint").Class("muted").Text(T("photo.cropHint")),
				app.Label().Class("photo-zoom").Body(
					app.Span().Text(T("photo.zoom")),
					app.Input().ID(p.ID+"-zoom").Type("range").Min(100).Max(maxZoom).Step(1),
				),
			),
		),
		DialogActions(
			Button{Text: T("button.cancel"), Scope: p.ID, OnClick: func(app.Context, app.Event) { p.close() }}.UI(),
			Button{Text: p.Save, Kind: Primary, Scope: p.ID, Busy: p.busy, Disabled: !p.chosen, OnClick: p.cut}.UI(),
		),
	)
}

func (p *Picture) close() {
	p.chosen, p.busy, p.err = false, false, nil
	CloseDialog(p.ID)
}

// choose shows a file. What no browser can show is said.
func (p *Picture) choose(ctx app.Context, _ app.Event) {
	files := ctx.JSSrc().Get("files")
	if files.Length() == 0 {
		return
	}
	shown := byID(p.ID+"-crop").Call("open", files.Index(0))
	Ask(ctx, func() (app.Value, error) { return promise.Await(shown) }, func(ctx app.Context, _ app.Value, err error) {
		p.chosen, p.err = err == nil, nil
		if err != nil {
			p.err = fault.On("photo", "photo.unreadable")
			return
		}
		ctx.Defer(func(app.Context) { Focus(p.ID + "-crop") })
	})
}

// cut hands over what is seen.
func (p *Picture) cut(ctx app.Context, _ app.Event) {
	if p.busy {
		return
	}
	p.busy = true
	cut := byID(p.ID+"-crop").Call("cut", p.Of)
	Ask(ctx, func() (app.Value, error) { return promise.Await(cut) }, func(ctx app.Context, made app.Value, err error) {
		p.busy = false
		if err != nil {
			p.err = fault.On("photo", "photo.unreadable")
			return
		}
		p.put(ctx, made.Get("name").String(), made.Get("picture").String())
	})
}

func (p *Picture) put(ctx app.Context, name, picture string) {
	if p.err = p.OnPicture(ctx, name, picture); p.err == nil {
		p.close()
	}
}
