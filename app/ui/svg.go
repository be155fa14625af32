package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// svg makes an element of a drawing: attributes come as name, value, name, value, … Places across are in percent and down in pixels,
// so that a drawing has any width while its letters keep their size.
func svg(tag string, attributes ...string) app.HTMLElem {
	e := app.Elem(tag).XMLNS("http://www.w3.org/2000/svg")
	for i := 0; i+1 < len(attributes); i += 2 {
		e = e.Attr(attributes[i], attributes[i+1])
	}
	return e
}

// drawing is a whole drawing of a height in pixels, as wide as there is room.
func drawing(class string, height int, body ...app.UI) app.UI {
	return svg("svg", "class", class, "width", "100%", "height", strconv.Itoa(height), "focusable", "false").Body(body...)
}

func write(class, x, y, text string) app.UI {
	return svg("text", "class", class, "x", x, "y", y).Text(text)
}

// hover is shown while somebody points at a part of a drawing.
func hover(text string) app.UI { return svg("title").Text(text) }

func percent(part, whole float64) string { return decimal(part*100/whole) + "%" }

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }
