package ui

import (
	"slices"
	"strings"
)

// Look is how a person likes a table on this device: density, and the columns that differ from what is usual. It is kept as it is:
// "dense +phone -tags". Columns that come with a later version are so there without being chosen.
type Look string

// Dense says whether rows are low.
func (l Look) Dense() bool { return slices.Contains(strings.Fields(string(l)), "dense") }

// Has says whether a column is to be there.
func (l Look) Has(c Column) bool {
	marks := strings.Fields(string(l))
	switch {
	case c.Always:
		return true
	case c.Off:
		return slices.Contains(marks, "+"+c.ID)
	}
	return !slices.Contains(marks, "-"+c.ID)
}

// With is the look with low or high rows.
func (l Look) With(dense bool) Look {
	if dense == l.Dense() {
		return l
	}
	return l.turn("dense")
}

// Turned is the look with a column, or without it.
func (l Look) Turned(c Column) Look {
	if c.Off {
		return l.turn("+" + c.ID)
	}
	return l.turn("-" + c.ID)
}

func (l Look) turn(mark string) Look {
	marks := strings.Fields(string(l))
	if i := slices.Index(marks, mark); i >= 0 {
		marks = slices.Delete(marks, i, i+1)
	} else {
		marks = append(marks, mark)
	}
	slices.Sort(marks)
	return Look(strings.Join(marks, " "))
}

// What stands beside the columns, in pixels: the space at both ends, between cells, the tick, the button of the menu.
const (
	rowPadding = 28
	cellGap    = 12
	tickWidth  = 18
	menuWidth  = 40
)

// fitting are the columns that are chosen and have room: first those that are always there, then what somebody has added, then the
// usual ones from left to right. Width is that of the table in pixels; 0 for enough.
func (t Table) fitting(width int) []Column {
	room := width - rowPadding + cellGap
	if t.Selected != nil {
		room -= tickWidth + cellGap
	}
	if t.Menu != nil {
		room -= menuWidth + cellGap
	}
	in := make([]bool, len(t.Columns))
	take := func(wanted func(c Column) bool) {
		for i, c := range t.Columns {
			if !wanted(c) {
				continue
			}
			if room -= int(c.Width) + cellGap; room < 0 && width > 0 && !c.Always {
				return
			}
			in[i] = true
		}
	}
	take(func(c Column) bool { return c.Always })
	take(func(c Column) bool { return c.Off && t.Look.Has(c) })
	usual := func(c Column) bool { return !c.Off && !c.Always && t.Look.Has(c) }
	take(func(c Column) bool { return usual(c) && c.First })
	take(func(c Column) bool { return usual(c) && !c.First })
	out := make([]Column, 0, len(t.Columns))
	for i, c := range t.Columns {
		if in[i] {
			out = append(out, c)
		}
	}
	return out
}
