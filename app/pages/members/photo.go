package members

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
)

const photoID = "member-photo"

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
	).OnClick(ui.On(func(app.Context, app.Event) { ui.OpenPicture(photoID) }))
}

// photoDialog takes a photo of the member.
func (p *One) photoDialog(m org.Member) app.UI {
	return &ui.Picture{
		ID: photoID, Title: ui.T("photo.title", "name", m.Name()), Hint: ui.T("photo.hint"), Of: string(store.Here().Tenant) + "/" + p.ID,
		Has: m.Photo != "", Save: ui.T("photo.save"), Remove: ui.T("photo.remove"), OnPicture: p.putPhoto,
	}
}

// putPhoto gives the member another photo, or none.
func (p *One) putPhoto(ctx app.Context, name, picture string) error {
	m, there := p.member()
	if !there || string(m.Photo) == name {
		return nil
	}
	from, _ := json.Marshal(m.Photo) // texts always can be
	to, _ := json.Marshal(name)
	said := ui.T("photo.said", "name", m.Name())
	if name == "" {
		said = ui.T("photo.removed", "name", m.Name())
	}
	args := members.EditArgs{Member: org.MemberID(p.ID), Fields: map[string]members.Edited{"photo": {From: from, To: to}}, SawActive: !m.Deactivated, Picture: picture}
	if _, err := store.Do(ctx, editDeed, args, said); err != nil {
		return err
	}
	ui.Focus("member-face")
	return nil
}
