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
