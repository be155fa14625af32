package gallery

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

// moving is a tree whose nodes have a menu and can be dragged. It says what was done.
type moving struct {
	app.Compo
	said string
}

func (m *moving) Render() app.UI {
	return app.Div().Body(
		&ui.Tree{
			ID: "tree-moving", Label: say("Gruppen", "Groups"), Children: departmentsWithin, Unfolded: []string{"tec"},
			Menu:   func(id string) string { return say("Aktionen für ", "Actions for ") + id },
			OnMenu: func(_ app.Context, _ string, at app.Value) { ui.OpenMenuAt("tree-moving-menu", at) },
			OnDrop: func(_ app.Context, id, onto string) { m.said = id + " → " + onto },
		},
		ui.MenuList("tree-moving-menu", say("Aktionen", "Actions"), ui.MenuItem(ui.IconPencil, say("Bearbeiten", "Edit"), func(app.Context, app.Event) {})),
		app.P().Attr("role", "status").Text(m.said),
	)
}
