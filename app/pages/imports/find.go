package imports

import (
	"strconv"
	"strings"

	"stellwerk/app/replica"
	"stellwerk/shared/deeds/members"
)

// Find lists the lines of one sort, all for "", that a search finds, in order: by what stands in their cells, or by the number of a row.
func (l *List) Find(kind members.VerdictKind, search string) []int32 {
	search = strings.TrimSpace(search)
	if search == "" {
		return l.View(kind)
	}
	number, err := strconv.Atoi(search)
	wanted := replica.Want(search)
	out := make([]int32, 0, 64)
	for i := range l.Lines {
		line := &l.Lines[i]
		if kind != "" && line.counted != kind {
			continue
		}
		if err == nil && line.Number == number || wanted.Rank(line.findable()) != replica.Nowhere {
			out = append(out, int32(i))
		}
	}
	return out
}

// findable is made when somebody first looks for something, and again when a cell was mended.
func (line *Line) findable() string {
	if line.found == "" {
		line.found = replica.Findable(strings.Join(line.Row.Cells, " "))
	}
	return line.found
}

// NextRefused is the place in view of the first refused line after the place from, beginning again at the top; -1 if there is none.
func (l *List) NextRefused(view []int32, from int) int {
	for n := 1; n <= len(view); n++ {
		k := (from + n + len(view)) % len(view)
		if l.Lines[view[k]].Refused() {
			return k
		}
	}
	return -1
}

// Refused says whether a line stays out because something about it is wrong.
func (line *Line) Refused() bool { return line.Kind == members.RowRefused && !line.Out }

// Heights of rows in pixels, on the desk and on the phone: a person with two lines, each field that changes, and the cell to mend with
// the reason and the ways to mend it below; a long reason takes one line more. On the phone the cell is in a sheet.
var (
	deskHeights  = heights{person: 60, field: 22, mend: 93, long: 17}
	phoneHeights = heights{person: 92, field: 24, mend: 94}
)

type heights struct{ person, field, mend, long int }

const (
	fieldsShown = 3  // of those that change
	reasonLine  = 74 // letters of a reason that surely fit on a line on the desk
)

func (h heights) of(line *Line) int {
	switch {
	case line.Out:
		return h.person
	case line.Kind == members.RowRefused || line.Mended && line.fixed != "":
		if line.long {
			return h.person + h.mend + h.long
		}
		return h.person + h.mend
	case line.fields > 0:
		return h.person + h.field*min(int(line.fields), fieldsShown) + 4
	}
	return h.person
}

// tops says where each row of view begins; the last number is the height of all.
func (l *List) tops(view []int32, h heights) []int32 {
	out := make([]int32, len(view)+1)
	for k, i := range view {
		out[k+1] = out[k] + int32(h.of(&l.Lines[i]))
	}
	return out
}
