package pages

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"stellwerk/app/ui"
)

const helpID = "help"

// helpTopics are what each page is explained by, in the order in which one needs it. Each has a title and a text.
var helpTopics = map[string][]string{
	"/members":           {"members", "search", "status", "invite", "roles", "many", "views", "membersExport"},
	"/members/":          {"member", "invite", "identity", "deactivate", "delete", "erase", "history", "undo"},
	"/members/new":       {"new", "invite", "temporary", "roles", "status", "tags"},
	"/groups":            {"groups", "groupTree", "smart", "units", "groupEnd"},
	"/groups/":           {"group", "groupAdd", "groupEnd", "history", "undo"},
	"/tags":              {"tagList", "many"},
	"/links":             {"links", "invite"},
	"/scheduled":         {"scheduled", "undo"},
	"/birthdays":         {"birthdays"},
	"/import":            {"import", "columns", "units", "verdicts", "emptyCells", "importUndo"},
	"/inbox":             {"inbox", "inboxBulk"},
	"/audit":             {"audit", "undo", "chain", "export"},
	"/settings":          {"name", "joining", "sight", "lease", "systems", "id", "further"},
	"/email":             {"ownEmail"},
	"/leave":             {"leave"},
	"/profile":           {"account", "ownEmail", "data", "look", "hints", "notifications", "lock", "password", "leave"},
	"/organisations/new": {"further"},
}

// everywhere are the topics that belong to every page.
var everywhere = []string{"offline", "undoWhere"}

func topicsOf(path string) []string {
	p, _, known := find(path)
	if !known {
		return everywhere
	}
	own := helpTopics[p.Path]
	return append(own[:len(own):len(own)], everywhere...)
}

func helpButton(path string) app.UI {
	return ui.Button{
		Icon: ui.IconHelp, Kind: ui.Quiet, Label: ui.T("help.page"), ID: "help-open", Scope: path,
		OnClick: func(app.Context, app.Event) { ui.OpenDialog(helpID) },
	}.UI()
}

// help explains what can be done on the page in view.
func (f *Frame) help() app.UI {
	var topics []string
	if ui.Opened(helpID) {
		topics = topicsOf(f.address.Path)
	}
	return ui.Panel{ID: helpID, Title: ui.T("help.title"), Body: []app.UI{app.Div().Class("help-topics").Body(app.Range(topics).Slice(func(i int) app.UI {
		d := app.Details().Class("help-topic")
		if i == 0 {
			d = d.Open(true)
		}
		return d.Body(
			app.Summary().Body(app.Span().Text(ui.T("help."+topics[i]+".title")), ui.Icon(ui.IconChevronDown)),
			app.Div().Class("topic-text").Body(paragraphs(ui.T("help."+topics[i]+".text"))...),
		)
	}))}}.UI()
}

func paragraphs(text string) []app.UI {
	parts := strings.Split(text, "\n")
	out := make([]app.UI, len(parts))
	for i, p := range parts {
		out[i] = app.P().Text(p)
	}
	return out
}
