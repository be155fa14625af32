package members

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/org"
)

// colourOf is the colour that the organisation has given a tag; 0 for none.
func colourOf(tag string) int { return store.Replica().Tenant().TagColours.Of(tag) }

// tagLink is a tag in its colour that leads to those who have it, and what is said of it.
func tagLink(tag, note string) app.UI {
	said := []app.UI{ui.TagDot(colourOf(tag)), app.Text(tag)}
	if note != "" {
		said = append(said, app.Text(" "), app.Small().Text(note))
	}
	return app.A().Class("tag tag-link").Href(Filter{Tag: tag}.Address()).Body(said...)
}

const colourMenuID = "tag-colours"

// colourButton opens the menu of colours for a tag.
func (p *Tags) colourButton(tag string) app.UI {
	return ui.Button{Icon: ui.IconPalette, Kind: ui.Quiet, Label: ui.T("tagPage.colourThis", "name", tag), Scope: "colour" + tag, OnClick: func(ctx app.Context, e app.Event) {
		p.of = tag
		at := e.Get("currentTarget")
		ctx.Defer(func(app.Context) { ui.OpenMenuAt(colourMenuID, at) })
	}}.UI()
}

// colourMenu gives the tag that it was opened for a colour.
func (p *Tags) colourMenu() app.UI {
	now, items := colourOf(p.of), make([]app.UI, 0, org.TagHues+1)
	for colour := range org.TagHues + 1 {
		items = append(items, ui.MenuHue(colour, colour == now, func(ctx app.Context, _ app.Event) {
			if colour == now {
				return
			}
			said := ui.T("tagPage.painted", "name", p.of, "colour", ui.HueText(colour))
			if colour == 0 {
				said = ui.T("tagPage.plain", "name", p.of)
			}
			if err := paint(ctx, p.of, colour, said); err != nil {
				store.Notify(ctx, ui.ErrorText(err))
			}
		}, p.of, strconv.Itoa(now)))
	}
	return ui.MenuList(colourMenuID, ui.T("tagPage.colourThis", "name", p.of), items...)
}

// paint gives a tag a colour. said is what is told of it, "" for nothing.
func paint(ctx app.Context, tag string, colour int, said string) error {
	_, err := store.Do(ctx, tenants.ColourTag.Name, tenants.TagColourArgs{Tag: tag, Colour: colour}, said)
	return err
}
