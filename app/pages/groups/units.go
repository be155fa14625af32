package groups

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/store"
	"stellwerk/app/ui"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/units"
)

// exportUnits writes the tree as an import takes it back. It needs no server.
func exportUnits(ctx app.Context, _ app.Event) {
	ids := dir().Below("")
	rows := make([]units.Row, len(ids))
	for i, id := range ids {
		g, _ := dir().Group(id)
		if _, there := dir().Group(g.Parent); !there {
			g.Parent = ""
		}
		rows[i] = units.Row{ID: string(id), Parent: string(g.Parent), Name: g.Name, Type: g.Type}
	}
	data, err := units.Write(rows, false, forExcel())
	if err != nil {
		store.Notify(ctx, ui.ErrorText(err))
		return
	}
	name := "units-" + time.Now().Format(time.DateOnly) + ".csv"
	ui.Download(name, "text/csv", data)
	store.Notify(ctx, ui.N("groups.units.done", len(rows), "file", name))
}

// forExcel is what Excel opens by a double click where the person's language is spoken.
func forExcel() sheet.Options {
	if ui.Lang() == org.German {
		return sheet.Options{Separator: sheet.Semicolon}
	}
	return sheet.Options{Separator: sheet.Comma}
}
