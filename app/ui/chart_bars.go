package ui

import (
	"strconv"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Bars draws a few values as lines below each other with their names and numbers in full, and many as columns beside each other.
func Bars(c Chart) app.UI {
	draw := c.lines
	if len(c.Values) > 8 {
		draw = c.columns
	}
	var body app.UI
	if len(c.Values) > 0 {
		body = draw()
	}
	return figure(c.ID, c.Title, c.says(), []string{"", c.Unit}, c.rows(none), body)
}

// Lines below each other: the name above, the number at the right of the bar.
const (
	lineHeight = 40
	lineBar    = 12
)

func (c Chart) lines() app.UI {
	most := float64(max(1, c.most()))
	var body []app.UI
	for i, v := range c.Values {
		top := i * lineHeight
		wide := max(0, float64(v.N)) * 100 / most
		body = append(body,
			write("chart-name", "0", strconv.Itoa(top+14), v.Label),
			svg("text", "class", "chart-number", "x", "100%", "y", strconv.Itoa(top+14), "text-anchor", "end").Text(Number(v.N)),
			svg("rect", "class", "chart-rail", "x", "0", "y", strconv.Itoa(top+20), "width", "100%", "height", strconv.Itoa(lineBar), "rx", "3"),
			svg("rect", "class", "chart-bar", "x", "0", "y", strconv.Itoa(top+20), "width", decimal(wide)+"%", "height", strconv.Itoa(lineBar), "rx", "3").
				Body(hover(v.Label+": "+Number(v.N))),
		)
	}
	return drawing("chart-svg", len(c.Values)*lineHeight, body...)
}

// The plot of columns and of curves, in pixels from above.
const (
	plotTop    = 18
	plotBottom = 178
	plotHeight = 204 // with the names below
)

func (c Chart) columns() app.UI {
	top := ceiling(c.most())
	body, numbers := scale(top)
	n := float64(len(c.Values))
	step := namesStep(c.labels())
	for i, v := range c.Values {
		high := plotY(v.N, top)
		body = append(body, svg("rect", "class", "chart-bar", "x", percent(float64(i)+.15, n), "y", decimal(high), "width", percent(.7, n), "height", decimal(plotBottom-high), "rx", "2").
			Body(hover(v.Label+": "+Number(v.N))))
		if i%step == 0 {
			body = append(body, nameBelow(percent(float64(i)+.5, n), v.Label))
		}
	}
	return drawing("chart-svg", plotHeight, append(body, numbers...)...)
}

func (c Chart) labels() []string {
	out := make([]string, len(c.Values))
	for i, v := range c.Values {
		out[i] = v.Label
	}
	return out
}

// scale is what a plot is read by: lines at nothing, half, and the top, and the numbers of the upper ones. The numbers come last: they
// stay legible in front of what is drawn.
func scale(top int) (lines, numbers []app.UI) {
	steps := []int{0, top}
	if top%2 == 0 {
		steps = []int{0, top / 2, top}
	}
	for _, n := range steps {
		y := plotY(n, top)
		lines = append(lines, svg("line", "class", "chart-grid", "x1", "0", "x2", "100%", "y1", decimal(y), "y2", decimal(y)))
		if n > 0 {
			numbers = append(numbers, write("chart-scale", "0", decimal(y-4), Compact(n)))
		}
	}
	return lines, numbers
}

func plotY(n, top int) float64 {
	return plotBottom - float64(max(0, n))*(plotBottom-plotTop)/float64(max(1, top))
}

func nameBelow(x, text string) app.UI {
	return svg("text", "class", "chart-name", "x", x, "y", strconv.Itoa(plotBottom+18), "text-anchor", "middle").Text(text)
}

// narrowest is how wide a plot is at least, in pixels: on a screen of 320.
const narrowest = 250

// namesStep says which names have room below a plot: every one, every second, …
func namesStep(names []string) int {
	longest := 1
	for _, s := range names {
		longest = max(longest, utf8.RuneCountInString(s))
	}
	room := max(1, narrowest/(longest*7+10))
	return max(1, (len(names)+room-1)/room)
}
