package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// The heights of a table's rows, in pixels.
const (
	rowComfortable = 56
	rowDense       = 40
	rowCard        = 68
)

// Width is how wide a column is at least, in pixels. The style sheet has a class of the same number for each; the wider ones grow
// when there is room.
type Width int

// The widths of columns.
const (
	Slim   Width = 84
	Narrow Width = 104
	Middle Width = 120
	Wide   Width = 148
	Wider  Width = 210
	Widest Width = 300
)

// Column is what a table shows of each row.
type Column struct {
	ID     string // a word without spaces, unique in the table; its cells have the class c-<ID>
	Title  string
	Width  Width
	Sort   bool // a click on its title sorts
	Always bool // is always there
	First  bool // has room before the others of its kind
	Off    bool // is not there until somebody chooses it
	End    bool // numbers: set at the end of the line
}

// RowCard is a row where there is no room for columns.
type RowCard struct {
	Face   app.UI // an avatar or icon; a tap on it selects
	Name   string
	Href   string // "" if it leads nowhere
	Second string
	State  []app.UI
}

// Table is a list of any length with columns: sorted by its header, with the columns and the density that a person likes, cards
// below 640 px.
type Table struct {
	ID      string
	Label   string
	Columns []Column
	Look    Look
	Count   int
	Key     func(i int) string
	// Cell is what stands in a column of row i. Its context says what else is shown.
	Cell  func(i int, column string, in Shown) []app.UI
	Card  func(i int) RowCard
	Cards bool                                                  // cards whatever the width
	OnAct func(ctx app.Context, i int, act string, e app.Event) // as that of a VirtualList

	Sort   string // id of the column that the rows are sorted by
	Down   bool
	OnSort func(ctx app.Context, column string)

	Selected  func(i int) bool // nil if rows can't be selected
	Chosen    int              // how many of the rows are
	Selecting bool             // a tap selects: cards show where
	OnAll     func(ctx app.Context, on bool)
	Menu      func(i int) string // what the menu of row i is called; nil for none

	Instead app.UI // what stands there when there are no rows: Empty, Skeleton, or what failed
	Around  app.Context
	Back    int // see VirtualList
	Below   int
	Hasty   bool
}

// Shown is what a cell may want to know of the others: what has no column of its own can stand in a second line.
type Shown struct {
	Dense   bool // there is no second line
	columns []Column
}

// Column says whether a column is there.
func (s Shown) Column(id string) bool {
	for _, c := range s.columns {
		if c.ID == id {
			return true
		}
	}
	return false
}

// drawn is a table as it fits into the width it has.
type drawn struct {
	Table
	shown Shown
	cards bool
}

// UI is the element.
func (t Table) UI() app.UI {
	if t.Count == 0 && t.Instead != nil {
		return app.Div().Class("vlist t-instead").Body(t.Instead)
	}
	d := &drawn{Table: t, cards: t.Cards, shown: Shown{Dense: t.Look.Dense(), columns: t.fitting(0)}}
	v := &VirtualList{
		ID: t.ID, Label: t.Label, Class: "t-row", Count: t.Count, RowHeight: rowComfortable, PhoneRowHeight: rowCard,
		Head: d.head, Row: d.row, Key: t.Key, Selected: t.Selected, Menu: t.Menu != nil, OnAct: t.OnAct, Fit: d.fit,
		Around: t.Around, Back: t.Back, Below: t.Below, Hasty: t.Hasty,
	}
	if t.Look.Dense() {
		v.RowHeight, v.Class = rowDense, "t-row t-dense"
	}
	if t.Cards {
		v.RowHeight = rowCard
	}
	if t.Selecting {
		v.Class += " t-selecting"
	}
	return v
}

func (d *drawn) fit(width int, phone bool) {
	d.cards = d.Cards || phone
	d.shown.columns = d.fitting(width)
}

func (d *drawn) row(i int) []app.UI {
	if d.cards {
		return d.card(i)
	}
	cells := make([]app.UI, 0, len(d.shown.columns)+2)
	if d.Selected != nil {
		cells = append(cells, cell("t-tick").Body(tick(d.Selected(i))))
	}
	for _, c := range d.shown.columns {
		cells = append(cells, cell(c.class()).Body(d.Cell(i, c.ID, d.shown)...))
	}
	if d.Menu != nil {
		cells = append(cells, d.menu(i))
	}
	return cells
}

func (d *drawn) card(i int) []app.UI {
	c := d.Card(i)
	// While rows are being selected a tap must not lead away.
	name := app.UI(app.Span().Class("t-name").Text(c.Name))
	if c.Href != "" && !d.Selecting {
		name = app.A().Class("t-name").Href(c.Href).TabIndex(-1).Text(c.Name)
	}
	cells := []app.UI{
		cell("t-face").DataSet("act", "select").Body(c.Face, tick(d.Selected != nil && d.Selected(i))),
		cell("t-who").Body(name, app.Small().Text(c.Second)),
		cell("t-state").Body(c.State...),
	}
	if d.Menu != nil {
		cells = append(cells, d.menu(i))
	}
	return cells
}

func (d *drawn) menu(i int) app.UI {
	return cell("t-menu").Body(app.Button().Type("button").Class("btn btn-quiet btn-icon").DataSet("act", "menu").TabIndex(-1).
		Aria("label", d.Menu(i)).Aria("haspopup", "menu").Body(Icon(IconDots)))
}

// tick shows whether a row is selected. Screen readers hear it from the row.
func tick(on bool) app.UI {
	t := app.Span().Class("t-box").DataSet("act", "select").Aria("hidden", true).Body(Icon(IconCheck))
	if on {
		return t.Class("on")
	}
	return t
}

func cell(class string) app.HTMLDiv { return app.Div().Class(class).Attr("role", "gridcell") }

// Line is text in a cell: what has no room is cut, and the whole of it shows on pointing: see web/js/whole.js.
func Line(text string) app.UI { return app.Span().Class("t-line").Text(text) }

// LineBelow is a second line in a cell.
func LineBelow(text string) app.UI { return app.Small().Class("t-line").Text(text) }
