package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Help is a small "?" beside something, which opens a short text about it. With more than one text the first is its heading. The text
// takes the focus while it is open, so that it is read out; Escape or a press elsewhere closes it and gives the focus back.
func Help(id string, text ...string) app.UI {
	label := T("help.open")
	if len(text) > 1 {
		label = T("help.about", "what", text[0])
	}
	return app.Span().Class("help").Body(
		app.Button().Type("button").Class("help-open").Attr("popovertarget", id).Aria("label", label).Title(label).Body(Icon(IconHelp)),
		app.Span().ID(id).Class("help-text").Attr("popover", "auto").Attr("role", "dialog").Aria("label", label).TabIndex(-1).Body(
			app.Range(text).Slice(func(i int) app.UI {
				if i == 0 && len(text) > 1 {
					return app.Strong().Text(text[0])
				}
				return app.Span().Text(text[i])
			}),
		),
	)
}

// Explain is Help with the title and text of one of the topics of shared/text/help.txt, beside the function it is about. where tells
// apart the places on one page.
func Explain(where, topic string) app.UI {
	return Help("help-"+where, append([]string{T("help." + topic + ".title")}, strings.Split(T("help."+topic+".text"), "\n")...)...)
}
