package members

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/promise"
	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

const (
	photoID     = "member-photo"
	photoFileID = "member-photo-file"
	photoCropID = "member-photo-crop"
	photoZoomID = "member-photo-zoom"
)

// maxZoom is how many per cent of the window's width the shorter side of an image has at most.
const maxZoom = 400

// photo is a member's photo being chosen.
type photo struct {
	open bool // there is something to cut out of
	busy bool
	err  error
}

// faceUI is the member's face at the head of the page; who may changes it by pressing it.
func (p *One) faceUI(m org.Member) app.UI {
	id := org.MemberID(p.ID)
	f := ui.FaceOf(store.Here().Tenant, id, m)
	f.Size = ui.FaceLarge
	if !mayEdit(id) {
		return f.InWords()
	}
	text := ui.T("photo.change")
	if m.Photo == "" {
		text = ui.T("photo.add")
	}
	return app.Button().ID("member-face").Type("button").Class("member-face").Aria("label", ui.Initials(m.Name())+", "+text).Title(text).Aria("haspopup", "dialog").Body(
		f.InWords(), app.Span().Class("member-face-change").Aria("hidden", true).Body(ui.Icon(ui.IconPencil)),
	).OnClick(ui.On(p.openPhoto))
}

func (p *One) openPhoto(app.Context, app.Event) {
	p.photo = photo{}
	ui.SetValue(photoFileID, "")
	ui.OpenDialog(photoID)
}

// photoDialog takes a file, and shows what will be seen of it.
func (p *One) photoDialog(m org.Member) app.UI {
	f, title := &p.photo, ui.T("photo.title", "name", m.Name())
	crop := app.Elem("photo-crop").ID(photoCropID).Class("photo-crop").TabIndex(0).Attr("role", "application").Attr("zoom", photoZoomID).Aria("label", ui.T("photo.crop")).Aria("describedby", photoCropID+"-hint")
	part := app.Div().Class("photo-part")
	if !f.open {
		part = part.Hidden(true)
	}
	choose, scope := ui.On(p.choosePhoto)
	return ui.Dialog(photoID, title,
		app.Div().Class("photo").Body(
			app.P().Text(ui.T("photo.hint")),
			app.Div().Class("photo-do").Body(
				app.Label().Class("btn photo-choose").Body(
					app.Input().ID(photoFileID).Type("file").Class("visually-hidden").Accept("image/*").OnChange(choose, scope),
					ui.Icon(ui.IconUser), app.Span().Text(ui.T("photo.choose")),
				),
				app.Span().Body(app.If(m.Photo != "", func() app.UI {
					return ui.Button{Text: ui.T("photo.remove"), Icon: ui.IconTrash, Kind: ui.Danger, Scope: photoID, OnClick: func(ctx app.Context, _ app.Event) { p.putPhoto(ctx, "", "") }}.UI()
				})),
			),
			app.P().Class("field-error").Attr("role", "alert").Text(errorText(f.err)),
			part.Body(
				crop,
				app.P().ID(photoCropID+"-hint").Class("muted").Text(ui.T("photo.cropHint")),
				app.Label().Class("photo-zoom").Body(
					app.Span().Text(ui.T("photo.zoom")),
					app.Input().ID(photoZoomID).Type("range").Min(100).Max(maxZoom).Step(1),
				),
			),
		),
		ui.DialogActions(
			ui.Button{Text: ui.T("members.cancel"), Scope: photoID, OnClick: func(app.Context, app.Event) { ui.CloseDialog(photoID) }}.UI(),
			ui.Button{Text: ui.T("photo.save"), Kind: ui.Primary, Scope: photoID, Busy: f.busy, Disabled: !f.open, OnClick: p.cutPhoto}.UI(),
		),
	)
}

// choosePhoto shows a file. What no browser can show is said.
func (p *One) choosePhoto(ctx app.Context, _ app.Event) {
	files := ctx.JSSrc().Get("files")
	if files.Length() == 0 {
		return
	}
	shown := app.Window().GetElementByID(photoCropID).Call("open", files.Index(0))
	ui.Ask(ctx, func() (app.Value, error) { return promise.Await(shown) }, func(ctx app.Context, _ app.Value, err error) {
		p.photo = photo{open: err == nil}
		if err != nil {
			p.photo.err = fault.On("photo", "photo.unreadable")
			return
		}
		ctx.Defer(func(app.Context) { ui.Focus(photoCropID) })
	})
}

// cutPhoto saves what is seen.
func (p *One) cutPhoto(ctx app.Context, _ app.Event) {
	if p.photo.busy {
		return
	}
	p.photo.busy = true
	cut := app.Window().GetElementByID(photoCropID).Call("cut", string(store.Here().Tenant), p.ID)
	ui.Ask(ctx, func() (app.Value, error) { return promise.Await(cut) }, func(ctx app.Context, made app.Value, err error) {
		p.photo.busy = false
		if err != nil {
			p.photo.err = fault.On("photo", "photo.unreadable")
			return
		}
		p.putPhoto(ctx, made.Get("name").String(), made.Get("picture").String())
	})
}

// putPhoto gives the member another photo, or none.
func (p *One) putPhoto(ctx app.Context, name, picture string) {
	m, there := p.member()
	if !there || string(m.Photo) == name {
		ui.CloseDialog(photoID)
		return
	}
	from, _ := json.Marshal(m.Photo) // texts always can be
	to, _ := json.Marshal(name)
	said := ui.T("photo.said", "name", m.Name())
	if name == "" {
		said = ui.T("photo.removed", "name", m.Name())
	}
	args := members.EditArgs{Member: org.MemberID(p.ID), Fields: map[string]members.Edited{"photo": {From: from, To: to}}, SawActive: !m.Deactivated, Picture: picture}
	if _, err := store.Do(ctx, editDeed, args, said); err != nil {
		p.photo.err = err
		return
	}
	ui.CloseDialog(photoID)
	ui.Focus("member-face")
}
