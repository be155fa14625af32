package imports

import (
	"strconv"

	"stellwerk/app/ui"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
)

// Canonical writes the rows that will be taken as the server reads them best: fields under their own headings, cells in their one
// form, and the number of each row. Errors are those of sheet.Write.
func (l *List) Canonical() ([]byte, error) {
	fields := l.Editable()
	header := make([]string, 0, len(fields)+1)
	for _, f := range fields {
		header = append(header, staff.Name(f, "en"))
	}
	w := sheet.NewWriter(sheet.Options{Separator: sheet.Comma, Encoding: sheet.UTF8})
	w.Row(append(header, staff.RowHeader)...)
	for i := range l.Lines {
		line := &l.Lines[i]
		if line.counted != members.RowNew && line.counted != members.RowChanges {
			continue
		}
		cells, _ := staff.Normal(l.Mapping, line.Row)
		out := make([]string, 0, len(header)+1)
		for _, f := range fields {
			if f == staff.Groups {
				cells[f] = l.groupsOf(i, " ", func(id org.GroupID) string { return string(id) })
			}
			out = append(out, cells[f])
		}
		w.Row(append(out, strconv.Itoa(line.Number))...)
	}
	return w.Bytes()
}

// RefusedCSV writes the rows that will not be taken, with the columns of the file, their numbers, and the reasons. Mended and dropped
// in again, its rows keep their numbers.
func (l *List) RefusedCSV() ([]byte, error) {
	_, numbered := l.Mapping.Columns[staff.Row]
	header := append([]string{}, l.Table.Header...)
	if !numbered {
		header = append(header, staff.RowHeader)
	}
	w := sheet.NewWriter(sheet.Options{Separator: separatorFor(string(ui.Lang()))})
	w.Row(append(header, ui.T("imports.column.reason"))...)
	for i := range l.Lines {
		line := &l.Lines[i]
		if line.Kind != members.RowRefused && !line.Out {
			continue
		}
		row := append([]string{}, line.Row.Cells...)
		if !numbered {
			row = append(row, strconv.Itoa(line.Number))
		}
		w.Row(append(row, l.reasons(i))...)
	}
	return w.Bytes()
}

func (l *List) reasons(i int) string {
	if len(l.Lines[i].Faults) == 0 {
		return ui.T("imports.leftOut")
	}
	text := ""
	for k := range l.Lines[i].Faults {
		if k > 0 {
			text += " "
		}
		text += l.Reason(i, k)
	}
	return text
}

// Reason says what is wrong with a line, and in which column.
func (l *List) Reason(i, k int) string {
	f := l.Lines[i].Faults[k]
	text := ui.FaultText(f)
	if column := l.Mapping.Name(staff.Field(f.Field)); column != "" {
		return ui.T("imports.inColumn", "column", column, "reason", text)
	}
	return text
}

// Template is an empty list to fill in, such as Excel opens by a double click where the person's language is spoken.
func Template() ([]byte, error) {
	lang := string(ui.Lang())
	return sheet.Write(staff.Header(lang), nil, sheet.Options{Separator: separatorFor(lang)})
}

// separatorFor is what Excel expects between the cells of a CSV file.
func separatorFor(lang string) sheet.Separator {
	if lang == "de" {
		return sheet.Semicolon
	}
	return sheet.Comma
}

// Parts cuts a file into what one request takes.
func Parts(data []byte, size int) [][]byte {
	var out [][]byte
	for len(data) > size {
		out = append(out, data[:size])
		data = data[size:]
	}
	return append(out, data)
}
