package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Stat is one number that matters, with how it went. With OnClick it is a button that filters.
type Stat struct {
	Label   string
	Value   string
	Trend   string   // "+12 seit letzter Woche"
	Way     int      // of the trend: above 0 up, below 0 down
	Good    Tone     // of the trend: OK or Bad where it is good or bad news
	Spark   []int    // how it went
	Icon    IconName // beside the label
	On      bool     // it filters now
	Scope   string
	OnClick app.EventHandler
}

// UI is the element.
func (s Stat) UI() app.UI {
	var icon, trend, spark app.UI
	if s.Icon != NoIcon {
		icon = Icon(s.Icon)
	}
	if s.Trend != "" {
		trend = app.Span().Class("stat-trend").Class(toneClass[s.Good]).Body(Icon(s.arrow()), app.Span().Text(s.Trend))
	}
	if len(s.Spark) > 1 {
		spark = sparkline(s.Spark)
	}
	body := []app.UI{
		app.Span().Class("stat-label").Body(icon, app.Span().Text(s.Label)),
		app.Span().Class("stat-main").Body(app.B().Class("stat-value").Text(s.Value), spark),
		trend,
	}
	if s.OnClick == nil {
		return app.Div().Class("stat").Body(body...)
	}
	return app.Button().Type("button").Class("stat").Aria("pressed", s.On).OnClick(On(s.OnClick, s.Scope, s.Label)).Body(body...)
}

func (s Stat) arrow() IconName {
	switch {
	case s.Way > 0:
		return IconArrowUp
	case s.Way < 0:
		return IconArrowDown
	}
	return IconMinus
}

// sparkline is a small curve without a scale; the sentence of the trend says what it shows.
func sparkline(values []int) app.UI {
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	d, span := "", float64(max(1, high-low))
	for i, v := range values {
		d += [...]string{"M", "L"}[min(i, 1)] + strconv.Itoa(2+i*60/(len(values)-1)) + " " + decimal(20-float64(v-low)*16/span)
	}
	return svg("svg", "class", "spark", "width", "64", "height", "24", "viewBox", "0 0 64 24", "aria-hidden", "true").Body(
		svg("path", "class", "spark-line", "d", d),
		svg("circle", "class", "spark-end", "cx", "62", "cy", decimal(20-float64(values[len(values)-1]-low)*16/span), "r", "2"),
	)
}
