package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Value is a number with its name.
type Value struct {
	Label string
	N     int
}

// Chart is numbers with a title, drawn by Bars or Donut. What the drawing shows is said in a sentence, and stands in a table.
type Chart struct {
	ID      string
	Title   string
	Summary string // a sentence; the largest and the smallest value if ""
	Unit    string // what is counted: the head of the table's column
	Values  []Value
}

// figure puts a drawing between its title, the sentence that sums it up, and its table.
func figure(id, title, summary string, head []string, rows [][]string, drawing ...app.UI) app.UI {
	if len(rows) == 0 {
		summary, drawing = T("chart.empty"), nil
	}
	return app.Figure().ID(id).Class("chart").Aria("labelledby", id+"-title").Body(
		app.FigCaption().Body(app.Strong().ID(id+"-title").Text(title), app.P().Text(summary)),
		app.Div().Class("chart-drawing").Aria("hidden", true).Body(drawing...),
		app.Div().Body(app.If(len(rows) > 0, func() app.UI { return chartTable(title, head, rows) })),
	)
}

func chartTable(title string, head []string, rows [][]string) app.UI {
	return app.Details().Class("chart-table").Body(
		app.Summary().Text(T("chart.table")),
		app.Div().Class("chart-rows").TabIndex(0).Attr("role", "group").Aria("label", title).Body(app.Table().Body(
			app.THead().Body(app.Tr().Body(app.Range(head).Slice(func(i int) app.UI { return app.Th().Scope("col").Text(head[i]) }))),
			app.TBody().Body(app.Range(rows).Slice(func(i int) app.UI {
				cells := rows[i]
				return app.Tr().Body(app.Range(cells).Slice(func(k int) app.UI {
					if k == 0 {
						return app.Th().Scope("row").Text(cells[0])
					}
					return app.Td().Text(cells[k])
				}))
			})),
		)),
	)
}

func (c Chart) rows(more func(i int) []string) [][]string {
	rows := make([][]string, len(c.Values))
	for i, v := range c.Values {
		rows[i] = append([]string{v.Label, Number(v.N)}, more(i)...)
	}
	return rows
}

func none(int) []string { return nil }

// says is the sentence that sums the values up.
func (c Chart) says() string {
	if c.Summary != "" || len(c.Values) == 0 {
		return c.Summary
	}
	low, high := c.Values[0], c.Values[0]
	for _, v := range c.Values {
		if v.N > high.N {
			high = v
		}
		if v.N < low.N {
			low = v
		}
	}
	switch {
	case high.N == 0:
		return T("chart.zero")
	case len(c.Values) == 1:
		return T("chart.one", "label", high.Label, "n", Number(high.N))
	case high.N == low.N:
		return T("chart.same", "n", Number(high.N))
	}
	return T("chart.highLow", "high", high.Label, "most", Number(high.N), "low", low.Label, "least", Number(low.N))
}

func (c Chart) most() int {
	most := 0
	for _, v := range c.Values {
		most = max(most, v.N)
	}
	return most
}

// ceiling is the round number at or above n that an axis ends with. From 2 on it can be halved.
func ceiling(n int) int {
	if n <= 10 {
		return max(1, n+n%2*min(1, n-1))
	}
	for step := 1; step < 1<<58; step *= 10 {
		for _, k := range [...]int{12, 16, 20, 24, 30, 40, 50, 60, 80, 100} {
			if k*step >= n {
				return k * step
			}
		}
	}
	return n
}

// Compact spells a number briefly: 9.999 as it is, 12.480 as 12,4 Tsd.; it rounds down, so that nothing looks reached that is not.
func Compact(n int) string {
	for _, unit := range [...]struct {
		size int
		key  string
	}{{1_000_000_000, "chart.billion"}, {1_000_000, "chart.million"}, {1_000, "chart.thousand"}} {
		if n < unit.size || n < 10_000 {
			continue
		}
		text := Number(n / unit.size)
		if tenth := n % unit.size / (unit.size / 10); tenth > 0 && n/unit.size < 100 {
			text += T("chart.point") + strconv.Itoa(tenth)
		}
		return T(unit.key, "n", text)
	}
	return Number(n)
}

// share is n of total in percent, rounded.
func share(n, total int) string {
	if total == 0 {
		return "0 %"
	}
	percent := (float64(n)*100 + float64(total)/2) / float64(total)
	if percent < 1 && n > 0 {
		return "< 1 %"
	}
	return strconv.Itoa(int(percent)) + " %"
}
