package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
	"stellwerk/shared/org"
)

// people are those whom it is about, and what is said of them in a word.
func people() []Specimen {
	face := func(name string, f ui.Face) State {
		return State{name, func() app.UI {
			return row(f.UI(), app.Span().Text(f.Name))
		}}
	}
	return []Specimen{
		{
			ID: "avatar", Title: "Face",
			Care: []string{
				"The same person has the same colour everywhere; initials in white on it pass AA.",
				"Role and status are a mark of its own shape, a tooltip, and words for screen readers.",
				"Where the words stand beside it, they are not read twice.",
			},
			States: []State{
				face("Active", ui.Face{Seed: "01A", Name: "Anna Albrecht", Status: org.Active}),
				face("Admin", ui.Face{Seed: "01B", Name: "Çiğdem Çelik", Role: org.Admin, Status: org.Active}),
				face("Owner", ui.Face{Seed: "01C", Name: "Vera Vogel", Role: org.Owner, Status: org.Active}),
				face("Guest", ui.Face{Seed: "01D", Name: "Eva-Maria von der Heydt", Role: org.Guest, Status: org.Active}),
				face("Pending", ui.Face{Seed: "01E", Name: "Dietmar Öhlschläger", Status: org.Pending}),
				face("Pending admin", ui.Face{Seed: "01F", Name: "Yusuf Yıldız", Role: org.Admin, Status: org.Pending}),
				face("Deactivated", ui.Face{Seed: "01G", Name: "Friedrich Gruber", Status: org.Deactivated}),
				face("With a photo", ui.Face{Seed: "01H", Name: "Hanna Jäger", Photo: photo, Role: org.Admin, Status: org.Active}),
				face("A photo that does not come", ui.Face{Seed: "01I", Name: "Walther Wirth", Photo: "data:,", Status: org.Active}),
				{"Sizes", func() app.UI {
					f := ui.Face{Seed: "01K", Name: "Lea Lang", Role: org.Owner, Status: org.Active}
					small, large := f, f
					small.Size, large.Size = ui.FaceSmall, ui.FaceLarge
					return row(small.UI(), f.UI(), large.UI())
				}},
				{"All colours", func() app.UI {
					var all []app.UI
					for _, seed := range []string{"h", "i", "j", "k", "l", "m", "n", "o"} {
						all = append(all, ui.Avatar(seed, "Ab Cd", org.Active))
					}
					return row(all...)
				}},
			},
		},
		{
			ID: "badge", Title: "Badge",
			Care: []string{"The word says it; the colour only helps.", "Five tones: neutral, information, good, waiting, bad."},
			States: []State{{"Tones", func() app.UI {
				return row(ui.Badge(ui.Neutral, say("Entwurf", "Draft")), ui.Badge(ui.Info, say("Neu", "New")), ui.Badge(ui.OK, say("Geprüft", "Checked")),
					ui.Badge(ui.Wait, say("Wartet", "Waits")), ui.Badge(ui.Bad, say("Abgelehnt", "Refused")))
			}}},
		},
		{
			ID: "picture", Title: "Picture",
			Care: []string{
				"What can't be shown is said, and nothing is lost.",
				"The part that is seen is moved by dragging and by arrow keys; the field for the size has a word.",
			},
			States: []State{
				{"An organisation without a logo", func() app.UI { return row(ui.OrgMark("", "")) }},
				{"A logo that does not come", func() app.UI { return row(ui.OrgMark("T", "P")) }},
				{"A dialog for a photo", func() app.UI { return picture("gallery-photo", false, true) }},
				{"A dialog for a logo", func() app.UI { return picture("gallery-logo", true, false) }},
			},
		},
		{
			ID: "tag", Title: "Tag and chip",
			Care: []string{
				"A tag's colour is a dot beside its word.",
				"A chip says which filter is on; its cross has a name with that filter in it and is 44 px where a finger presses it.",
			},
			States: []State{
				{"Plain", func() app.UI { return row(ui.TagChip(say("temporär", "temporary")), ui.TagChip("+3")) }},
				{"In colours", func() app.UI {
					var all []app.UI
					for i := range 8 {
						all = append(all, ui.TagHued(i+1, say("Schicht ", "Shift ")+ui.Number(i+1)))
					}
					return row(all...)
				}},
				{"Very long", func() app.UI {
					return row(ui.TagChip(say("Vertretung für die Nachtbereitschaft im Wasserwerk bis auf Weiteres", "Stands in for the night shift at the waterworks until further notice")))
				}},
				{"Can be taken off", func() app.UI { return row(ui.Chip(say("Tag: temporär", "Tag: temporary"), nothing, "t")) }},
			},
		},
		{
			ID: "status", Title: "Status",
			Care: []string{"A filled dot, a ring, a dash: told apart without colour, and always with the word."},
			States: []State{
				{"Active", func() app.UI { return ui.Status(org.Active) }},
				{"Pending", func() app.UI { return ui.Status(org.Pending) }},
				{"Deactivated", func() app.UI { return ui.Status(org.Deactivated) }},
			},
		},
	}
}

// photo is a drawing of somebody, so that the gallery needs no picture of a person.
const photo = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 40'%3E%3Cpath fill='%23c9d6e3' d='M0 0h40v40H0z'/%3E%3Ccircle cx='20' cy='16' r='8' fill='%23715a4a'/%3E%3Cpath d='M4 44a16 16 0 0 1 32 0' fill='%231f6f78'/%3E%3C/svg%3E"

// row is a few things beside each other.
func row(things ...app.UI) app.UI { return app.Div().Class("specimen-row").Body(things...) }

// picture is a button that opens a dialog for a picture.
func picture(id string, square, has bool) app.UI {
	return row(
		ui.Button{Text: say("Foto ändern", "Change the photo"), Scope: id, OnClick: func(app.Context, app.Event) { ui.OpenPicture(id) }}.UI(),
		&ui.Picture{
			ID: id, Title: say("Foto von Hanna Jäger", "Photo of Hanna Jäger"), Hint: say("Das Foto sehen alle, die auch den Namen sehen.", "Everyone who sees the name sees the photo."),
			Of: "T/M", Square: square, Has: has, Save: say("Foto übernehmen", "Use this photo"), Remove: say("Foto entfernen", "Remove the photo"),
			OnPicture: func(app.Context, string, string) error { return nil },
		},
	)
}
