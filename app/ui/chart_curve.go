package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Series is one curve.
type Series struct {
	Name   string
	Values []int // one for each of Labels; what is missing is not drawn
}

// Curves draws how something went over time. Up to four curves are told apart by dashes and marks, not only by colour.
type Curves struct {
	ID, Title string
	Summary   string   // a sentence; where the first curve began and ended if ""
	Labels    []string // along the time
	Series    []Series
}

// UI is the element.
func (c Curves) UI() app.UI {
	var body, legend app.UI
	if len(c.Labels) > 0 {
		body = c.draw()
	}
	if len(c.Series) > 1 {
		legend = app.Ul().Class("chart-legend").Body(app.Range(c.Series).Slice(func(i int) app.UI {
			return app.Li().Body(
				svg("svg", "class", "chart-key", "width", "34", "height", "14").Body(
					svg("line", "class", curveClass(i), "x1", "1", "x2", "33", "y1", "7", "y2", "7"), mark(i, "17", 7)),
				app.Span().Text(c.Series[i].Name),
			)
		}))
	}
	head := []string{""}
	for _, s := range c.Series {
		head = append(head, s.Name)
	}
	rows := make([][]string, len(c.Labels))
	for i, l := range c.Labels {
		rows[i] = []string{l}
		for _, s := range c.Series {
			text := "–"
			if i < len(s.Values) {
				text = Number(s.Values[i])
			}
			rows[i] = append(rows[i], text)
		}
	}
	return figure(c.ID, c.Title, c.says(), head, rows, body, legend)
}

func (c Curves) says() string {
	if c.Summary != "" || len(c.Labels) == 0 || len(c.Series) == 0 || len(c.Series[0].Values) == 0 {
		return c.Summary
	}
	s := c.Series[0].Values
	last := min(len(s), len(c.Labels)) - 1
	if last == 0 {
		return T("chart.one", "label", c.Labels[0], "n", Number(s[0]))
	}
	return T("chart.fromTo", "first", c.Labels[0], "was", Number(s[0]), "last", c.Labels[last], "is", Number(s[last]))
}

func (c Curves) draw() app.UI {
	most := 0
	for _, s := range c.Series {
		for _, n := range s.Values {
			most = max(most, n)
		}
	}
	top := ceiling(most)
	body, numbers := scale(top)
	n := float64(len(c.Labels))
	for k := range c.Series {
		values := c.Series[k].Values
		values = values[:min(len(values), len(c.Labels))]
		body = append(body, svg("svg", "x", "0", "y", strconv.Itoa(plotTop), "width", "100%", "height", strconv.Itoa(plotBottom-plotTop),
			"viewBox", "0 0 1000 100", "preserveAspectRatio", "none", "overflow", "visible").
			Body(svg("path", "class", curveClass(k), "d", path(values, len(c.Labels), top))))
		for i, v := range values {
			if len(values) <= 24 || i == len(values)-1 {
				body = append(body, app.Elem("g").XMLNS("http://www.w3.org/2000/svg").Body(
					mark(k, percent(float64(i)+.5, n), plotY(v, top)), hover(c.Labels[i]+": "+Number(v))))
			}
		}
	}
	step := namesStep(c.Labels)
	for i, l := range c.Labels {
		if i%step == 0 {
			body = append(body, nameBelow(percent(float64(i)+.5, n), l))
		}
	}
	return drawing("chart-svg", plotHeight, append(body, numbers...)...)
}

func curveClass(i int) string { return "chart-curve chart-curve-" + strconv.Itoa(i%4) }

// path joins the values within a box of 1000 by 100.
func path(values []int, count, top int) string {
	var b strings.Builder
	for i, v := range values {
		if i == 0 {
			b.WriteByte('M')
		} else {
			b.WriteByte('L')
		}
		b.WriteString(decimal((float64(i) + .5) * 1000 / float64(count)))
		b.WriteByte(' ')
		b.WriteString(decimal(100 - float64(max(0, v))*100/float64(max(1, top))))
	}
	return b.String()
}

// mark is the sign of a curve at a place: a filled dot, a ring, a square, a hollow square.
func mark(i int, x string, y float64) app.UI {
	class := "chart-mark chart-mark-" + strconv.Itoa(i%4)
	if i%4 < 2 {
		return svg("circle", "class", class, "cx", x, "cy", decimal(y), "r", "4")
	}
	// Half of a percentage can't be taken off in an attribute: the square is moved back by its class.
	return svg("rect", "class", class, "x", x, "y", decimal(y-3.5), "width", "7", "height", "7")
}
