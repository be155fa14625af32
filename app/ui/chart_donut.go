package ui

import (
	"math"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// maxParts is how many parts of a whole a ring shows; what is beyond is one part.
const maxParts = 6

// Donut draws parts of a whole as a ring, each with a pattern of its own. The list beside it names them with number and share.
func Donut(c Chart) app.UI {
	parts := c.parts()
	total := 0
	for _, v := range c.Values {
		total += max(0, v.N)
	}
	var ring, legend app.UI
	if len(parts) > 0 {
		ring = c.ring(parts, total)
		legend = app.Ul().Class("chart-legend chart-parts").Body(app.Range(parts).Slice(func(i int) app.UI {
			return app.Li().Body(
				svg("svg", "class", "chart-key", "width", "16", "height", "16").Body(
					svg("rect", "width", "16", "height", "16", "rx", "4", "fill", c.fill(i))),
				app.Span().Text(parts[i].Label),
				app.B().Text(Number(parts[i].N)),
				app.Small().Text(share(parts[i].N, total)),
			)
		}))
	}
	return figure(c.ID, c.Title, c.says(), []string{"", c.Unit, T("chart.share")}, c.rows(func(i int) []string { return []string{share(c.Values[i].N, total)} }),
		app.Div().Class("chart-donut").Body(ring, legend))
}

// parts are the values as a ring shows them.
func (c Chart) parts() []Value {
	if len(c.Values) <= maxParts {
		return c.Values
	}
	parts := append([]Value(nil), c.Values[:maxParts]...)
	rest := &parts[maxParts-1]
	for _, v := range c.Values[maxParts:] {
		rest.N += v.N
	}
	rest.Label = N("chart.rest", len(c.Values)-maxParts+1)
	return parts
}

const (
	ringSize  = 168
	ringOuter = 80.0
	ringInner = 50.0
)

func (c Chart) ring(parts []Value, total int) app.UI {
	body := []app.UI{c.patterns(len(parts))}
	if total == 0 {
		body = append(body, svg("circle", "class", "chart-hollow", "cx", "84", "cy", "84", "r", "65"))
	}
	from := 0.0
	for i, v := range parts {
		if v.N <= 0 {
			continue
		}
		to := from + float64(v.N)/float64(total)
		body = append(body, svg("path", "class", "chart-slice", "fill-rule", "evenodd", "fill", c.fill(i), "d", arc(from, to)).
			Body(hover(v.Label+": "+Number(v.N)+" · "+share(v.N, total))))
		from = to
	}
	body = append(body, svg("text", "class", "chart-total", "x", "84", "y", "90", "text-anchor", "middle").Text(Compact(total)))
	size := strconv.Itoa(ringSize)
	return svg("svg", "class", "chart-ring", "width", size, "height", size, "viewBox", "0 0 "+size+" "+size).Body(body...)
}

// arc is a piece of the ring between two parts of a turn.
func arc(from, to float64) string {
	if to-from > .9999 {
		return whole(ringOuter) + whole(ringInner) // a turn that ends where it begins would be nothing
	}
	large := " 0 "
	if to-from > .5 {
		large = " 1 "
	}
	at := func(r, turn float64) string {
		a := (turn - .25) * 2 * math.Pi
		return decimal(ringSize/2+r*math.Cos(a)) + " " + decimal(ringSize/2+r*math.Sin(a))
	}
	outer, inner := decimal(ringOuter), decimal(ringInner)
	return "M" + at(ringOuter, from) + "A" + outer + " " + outer + " 0" + large + "1 " + at(ringOuter, to) +
		"L" + at(ringInner, to) + "A" + inner + " " + inner + " 0" + large + "0 " + at(ringInner, from) + "Z"
}

// whole is a circle in two halves.
func whole(r float64) string {
	top, bottom, radius := decimal(ringSize/2-r), decimal(ringSize/2+r), decimal(r)
	half := "A" + radius + " " + radius + " 0 0 1 "
	return "M84 " + top + half + "84 " + bottom + half + "84 " + top + "Z"
}

func (c Chart) fill(i int) string { return "url(#" + c.ID + "-p" + strconv.Itoa(i) + ")" }

// patternLines are drawn over the colour of a part, so that parts differ without colour as well.
var patternLines = [maxParts]string{"", "M0 8L8 0M-2 2L2 -2M6 10L10 6", "M0 4H8", "M4 2V6M2 4H6", "M4 0V8", "M0 0L8 8M-2 6L2 10M6 -2L10 2M0 8L8 0"}

func (c Chart) patterns(n int) app.UI {
	return svg("defs").Body(app.Range(make([]struct{}, n)).Slice(func(i int) app.UI {
		return svg("pattern", "id", c.ID+"-p"+strconv.Itoa(i), "width", "8", "height", "8", "patternUnits", "userSpaceOnUse").Body(
			svg("rect", "class", "chart-fill-"+strconv.Itoa(i), "width", "8", "height", "8"),
			svg("path", "class", "chart-hatch", "d", patternLines[i]),
		)
	}))
}
