package imports

import (
	"slices"

	"stellwerk/shared/deeds/members"
	"stellwerk/shared/staff"
)

// Cell is what a line holds for a field, "" where the file has no such column.
func (l *List) Cell(i int, f staff.Field) string {
	at, ok := l.Mapping.Columns[f]
	if cells := l.Lines[i].Row.Cells; ok && at < len(cells) {
		return cells[at]
	}
	return ""
}

// SetCell writes into a line. The verdict follows with Rejudge. A field without a column can't be written.
func (l *List) SetCell(i int, f staff.Field, value string) {
	at, ok := l.Mapping.Columns[f]
	line := &l.Lines[i]
	if !ok || at >= len(line.Row.Cells) || line.Row.Cells[at] == value {
		return
	}
	// A new slice each time: who waits for a pause in typing sees by it whether more has been typed.
	line.Row.Cells, line.Mended, line.found = slices.Clone(line.Row.Cells), true, ""
	line.Row.Cells[at] = value
}

// DropExtra lets go of cells beyond the headings, so that the line can be taken without them.
func (l *List) DropExtra(i int) {
	l.Lines[i].Row.Extra = nil
	l.Lines[i].Mended = true
}

// LeaveOut leaves a line out, or takes it back in.
func (l *List) LeaveOut(judge Judge, i int, out bool) error {
	l.Lines[i].Out = out
	return l.Rejudge(judge, i)
}

// Rejudge follows what was changed about a line. With its address other lines may become repetitions or stop being some. Before the
// line was judged for the first time it does nothing: the verdict is still to come.
func (l *List) Rejudge(judge Judge, i int) error {
	if i >= l.judged {
		return nil
	}
	line := &l.Lines[i]
	touched := []int32{int32(i)}
	before := line.key
	l.same[before] = slices.DeleteFunc(l.same[before], func(k int32) bool { return k == int32(i) })
	touched = append(touched, l.same[before]...)
	line.key = l.keyOf(i)
	if line.key != "" && !line.Out {
		same := l.same[line.key]
		at, _ := slices.BinarySearch(same, int32(i))
		if line.key != before {
			touched = append(touched, same...)
		}
		l.same[line.key] = slices.Insert(same, at, int32(i))
	}
	return l.judge(judge, touched)
}

// View lists the lines of one sort, in order; all for "".
func (l *List) View(kind members.VerdictKind) []int32 {
	out := make([]int32, 0, 64)
	for i := range l.Lines {
		if line := &l.Lines[i]; kind == "" || line.counted == kind {
			out = append(out, int32(i))
		}
	}
	return out
}

// Name is who a line is about.
func (l *List) Who(i int) string {
	given, surname := l.Cell(i, staff.GivenName), l.Cell(i, staff.Surname)
	if given == "" || surname == "" {
		return given + surname
	}
	return given + " " + surname
}

// Editable lists the fields that the file has a column for, in the order of a template.
func (l *List) Editable() []staff.Field {
	var out []staff.Field
	for _, f := range staff.Fields {
		if _, ok := l.Mapping.Columns[f]; ok {
			out = append(out, f)
		}
	}
	return out
}

// Wrong is the field of a line to mend first, "" if none of its faults is about a cell.
func (l *List) Wrong(i int) staff.Field {
	for _, f := range l.Lines[i].Faults {
		if _, ok := l.Mapping.Columns[staff.Field(f.Field)]; ok {
			return staff.Field(f.Field)
		}
	}
	return ""
}
