package staff

import (
	"slices"
	"strings"

	"stellwerk/shared/fault"
	"stellwerk/shared/sheet"
)

// Mapping says which column holds which field.
type Mapping struct {
	// Columns are places in the header, from 0.
	Columns map[Field]int
	// Unknown are the columns that hold no field. They are left alone.
	Unknown []Column
	header  []string
}

// Column is a column of the file.
type Column struct {
	Index int // in the header, from 0
	// Name is its heading, or its letters where it has none.
	Name string
}

// Columns finds the fields in a header, by its own list of headings alone: see ColumnsAs.
func Columns(header []string) (Mapping, error) { return ColumnsAs(header, nil) }

// ColumnsAs finds the fields in a header. What it does not know by itself it looks up in what somebody has said that headings mean, by the
// headings as Fold has them. Where the header can't be used it returns a fault.List with everything that is
// wrong, and with it the mapping as far as it goes. Codes: staff.noHeader, staff.noGivenName, staff.noSurname,
// staff.noEmail, staff.fullName, staff.columnTwice.
func ColumnsAs(header []string, said map[string]Field) (Mapping, error) {
	m := Mapping{Columns: map[Field]int{}, header: header}
	if i := slices.IndexFunc(header, looksLikeAddress); i >= 0 {
		return m, fault.List{fault.New(fault.Invalid, "staff.noHeader", "value", strings.TrimSpace(header[i])).InRow(1)}
	}
	var faults fault.List
	known := make([]bool, len(header))
	sure, likely := candidates(header, said)
	for _, f := range append([]Field{Row}, Fields...) {
		found := sure[f]
		if len(found) == 0 {
			found = likely[f]
		}
		if len(found) == 0 {
			continue
		}
		m.Columns[f] = found[0]
		for _, i := range found {
			known[i] = true
		}
		for _, i := range found[1:] {
			faults = append(faults, fault.New(fault.Invalid, "staff.columnTwice", "column", m.name(found[0]), "other", m.name(i)).On(string(f)).InRow(1))
		}
	}
	faults = append(faults, m.missing()...)
	for i := range header {
		if !known[i] {
			m.Unknown = append(m.Unknown, Column{i, m.name(i)})
		}
	}
	return m, faults.Err()
}

// candidates lists for each field the columns whose headings surely or likely mean it.
func candidates(header []string, said map[string]Field) (sure, likely map[Field][]int) {
	sure, likely = map[Field][]int{}, map[Field][]int{}
	for i, heading := range header {
		to := likely
		mean, ok := understand(heading)
		if !ok {
			if mean = (meaning{said[Fold(heading)], true}); mean.field == "" {
				continue
			}
		}
		if mean.sure {
			to = sure
		}
		to[mean.field] = append(to[mean.field], i)
	}
	return sure, likely
}

// understand says what one heading means. A remark in brackets may be left off, but then the heading is less sure:
// "E-Mail" counts before "E-Mail (private)". Of several words between slashes, all that are known must agree.
func understand(heading string) (meaning, bool) {
	if strings.EqualFold(strings.TrimSpace(heading), RowHeader) {
		return meaning{Row, true}, true
	}
	if mean, ok := meaningOf(heading); ok {
		return mean, true
	}
	if i := strings.IndexAny(heading, "([{"); i > 0 {
		mean, ok := meaningOf(heading[:i])
		return meaning{mean.field, false}, ok
	}
	var all meaning
	for _, part := range strings.FieldsFunc(heading, func(r rune) bool { return strings.ContainsRune("/|\n", r) }) {
		mean, ok := meaningOf(part)
		if !ok {
			continue
		}
		if all.field != "" && all.field != mean.field {
			return meaning{}, false
		}
		all = meaning{mean.field, all.sure || mean.sure}
	}
	return all, all.field != ""
}

// missing reports each required field that has no column. A single column for the whole name is told as such.
func (m Mapping) missing() fault.List {
	var faults fault.List
	_, given := m.Columns[GivenName]
	surname, hasSurname := m.Columns[Surname]
	if !given && (!hasSurname || isFullName(m.header[surname])) {
		for i, heading := range m.header {
			if isFullName(heading) {
				faults = append(faults, fault.New(fault.Invalid, "staff.fullName", "column", m.name(i)).On(string(Surname)).InRow(1))
				given, hasSurname = true, true
				break
			}
		}
	}
	if !given {
		faults = append(faults, fault.New(fault.Invalid, "staff.noGivenName").On(string(GivenName)).InRow(1))
	}
	if !hasSurname {
		faults = append(faults, fault.New(fault.Invalid, "staff.noSurname").On(string(Surname)).InRow(1))
	}
	if _, ok := m.Columns[Email]; !ok {
		faults = append(faults, fault.New(fault.Invalid, "staff.noEmail").On(string(Email)).InRow(1))
	}
	return faults
}

// Name returns the heading of the column that holds f, "" if none does.
func (m Mapping) Name(f Field) string {
	if i, ok := m.Columns[f]; ok {
		return m.name(i)
	}
	return ""
}

func (m Mapping) name(i int) string {
	if s := Clean(m.header[i]); s != "" {
		return s
	}
	return sheet.ColumnName(i + 1)
}

// HoldsAddress says whether a row holds an address, and so is no header.
func HoldsAddress(row []string) bool { return slices.ContainsFunc(row, looksLikeAddress) }

// looksLikeAddress is true of a cell that no heading would be: something@host.name.
func looksLikeAddress(cell string) bool {
	local, host, ok := strings.Cut(Clean(cell), "@")
	return ok && local != "" && len(host) > 3 && strings.IndexByte(host, '.') > 0 && !strings.ContainsAny(local+host, " \n@")
}
