package units

import (
	"slices"
	"strconv"
	"strings"

	"stellwerk/shared/fault"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
)

// MaxID is how many characters the key of a row has at most.
const MaxID = 60

// The columns of units.csv.
const (
	ID     = "id"
	Parent = "parentId"
	Name   = "name"
	Type   = "type"
)

// spellings are the headings that are understood, in any spelling that staff.Fold makes equal.
var spellings = map[string]string{
	ID:     "id unitid groupid gruppenid einheitid kennung key schluessel kuerzel code nummer nr",
	Parent: "parentid parent parentunit parentunitid parentgroup uebergeordnet uebergeordneteid uebergeordneteeinheit uebergeordnetegruppe elternid teilvon partof gehoertzu",
	Name:   "name bezeichnung unitname groupname gruppenname unit group gruppe einheit abteilung department",
	Type:   "type typ art unittype grouptype gruppenart",
}

// Row is a line of units.csv as it stands there.
type Row struct {
	Number                 int // as the spreadsheet counts
	ID, Parent, Name, Type string
}

// File is what units.csv holds.
type File struct {
	Rows   []Row
	Placed bool // it has a column for what a group is part of
}

// columns says which column is where; the first of each counts.
func columns(header []string) map[string]int {
	at := map[string]int{}
	for i, heading := range header {
		folded := staff.Fold(heading)
		for column, words := range spellings {
			if _, has := at[column]; has || folded == "" {
				continue
			}
			for _, word := range strings.Fields(words) {
				if staff.Fold(word) == folded {
					at[column] = i
				}
			}
		}
	}
	return at
}

// Is says whether a header is that of a list of groups and not of people: it has keys and names, and neither addresses nor surnames.
func Is(header []string) bool {
	at := columns(header)
	_, id := at[ID]
	_, parent := at[Parent]
	_, name := at[Name]
	m, _ := staff.Columns(header)
	_, email := m.Columns[staff.Email]
	_, given := m.Columns[staff.GivenName]
	return !email && !given && (name && (id || parent) || id && parent)
}

// titles is how many rows may stand above the headings.
const titles = 10

// Headed is a table under its headings, be they of groups or of people: above them there may be a title, a date, the name of the table.
// Where no headings are found it stays as it is. said is as of staff.ColumnsAs.
func Headed(t sheet.Table, said map[string]staff.Field) sheet.Table {
	if staff.HoldsAddress(t.Header) || isHeader(t.Header, said) {
		return t
	}
	for i, r := range t.Rows[:min(titles, len(t.Rows))] {
		header := r.All()
		if staff.HoldsAddress(header) {
			break
		}
		if isHeader(header, said) {
			return t.Under(i)
		}
	}
	return t
}

// isHeader says whether at least two columns of a row are understood.
func isHeader(row []string, said map[string]staff.Field) bool {
	m, _ := staff.ColumnsAs(row, said)
	return len(m.Columns) > 1 || Is(row)
}

// Read takes the rows out of a table. Faults: unit.noIDColumn, unit.noNameColumn, rows.none.
func Read(t sheet.Table) (File, error) {
	var f File
	var faults fault.List
	at := columns(t.Header)
	if _, ok := at[ID]; !ok {
		faults = append(faults, fault.On(ID, "unit.noIDColumn").InRow(t.HeaderNumber))
	}
	if _, ok := at[Name]; !ok {
		faults = append(faults, fault.On(Name, "unit.noNameColumn").InRow(t.HeaderNumber))
	}
	if err := faults.Err(); err != nil {
		return f, err
	}
	_, f.Placed = at[Parent]
	number := slices.Index(t.Header, staff.RowHeader)
	for _, r := range t.Rows {
		get := func(column string) string {
			if i, ok := at[column]; ok && i < len(r.Cells) {
				return staff.Clean(r.Cells[i])
			}
			return ""
		}
		if number >= 0 {
			if n, err := strconv.Atoi(r.Cells[number]); err == nil && n > 0 {
				r.Number = n
			}
		}
		f.Rows = append(f.Rows, Row{r.Number, get(ID), get(Parent), get(Name), get(Type)})
	}
	if len(f.Rows) == 0 {
		return f, fault.On("rows", "rows.none")
	}
	return f, nil
}

// Write returns a list of groups that Read reads back, under the headings of the format. With numbered the rows keep the numbers by which
// people know them. Errors as sheet.Writer.Bytes.
func Write(rows []Row, numbered bool, o sheet.Options) ([]byte, error) {
	w := sheet.NewWriter(o)
	row := func(number, id, parent, name, kind string) {
		cells := []string{id, parent, name, kind}
		if numbered {
			cells = append(cells, number)
		}
		w.Row(cells...)
	}
	row(staff.RowHeader, ID, Parent, Name, Type)
	for _, r := range rows {
		row(strconv.Itoa(r.Number), r.ID, r.Parent, r.Name, r.Type)
	}
	return w.Bytes()
}
