package sheet

// Table is what a file holds: a header and the rows below it.
type Table struct {
	// Header holds the cells of the first row that is not empty, without empty cells at its end.
	Header []string
	// HeaderNumber is that row's number as a spreadsheet shows it: 1 unless empty rows come first.
	HeaderNumber int
	// Rows are the rows below that hold anything, in order.
	Rows      []Row
	Encoding  Encoding
	Separator Separator
}

// Row is one row below the header.
type Row struct {
	// Line is the line of the file on which the row starts, from 1. Quoted line breaks and a "sep=" line count.
	Line int
	// Number is the row's number as a spreadsheet shows it; the header is 1. Empty rows count, a "sep=" line doesn't.
	Number int
	// Cells has one cell for each of the header's, "" where the row is shorter.
	Cells []string
	// Extra holds the cells beyond the header's last, up to the last that holds anything; nil if none does.
	Extra []string
}

// Under is the table whose header is the n-th of its rows, from 0. What stands above is left out.
func (t Table) Under(n int) Table {
	header := t.Rows[n].All()
	t.HeaderNumber, t.Header = t.Rows[n].Number, header[:used(header)]
	below := make([]Row, 0, len(t.Rows)-n-1)
	for _, r := range t.Rows[n+1:] {
		cells := r.All()
		r.Cells, r.Extra = make([]string, len(t.Header)), nil
		copy(r.Cells, cells)
		if last := used(cells); last > len(t.Header) {
			r.Extra = cells[len(t.Header):last]
		}
		below = append(below, r)
	}
	t.Rows = below
	return t
}

// All are the cells of the row, those beyond the header's last too.
func (r Row) All() []string { return append(r.Cells[:len(r.Cells):len(r.Cells)], r.Extra...) }

// used is how many cells there are up to the last that holds anything.
func used(cells []string) int {
	n := len(cells)
	for n > 0 && cells[n-1] == "" {
		n--
	}
	return n
}

// Read decodes and parses a file. Errors are those of Decode and Parse.
func Read(b []byte) (Table, error) {
	text, enc, err := Decode(b)
	if err != nil {
		return Table{}, err
	}
	t, err := Parse(text)
	if err != nil {
		return Table{}, err
	}
	t.Encoding = enc
	return t, nil
}
