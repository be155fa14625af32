package sheet

import (
	"strconv"

	"stellwerk/shared/fault"
)

// Codes of an Error. Each is also the key of its text.
const (
	// Empty: no row holds anything.
	Empty = "sheet.empty"
	// TooLarge: the file has more than Limit bytes.
	TooLarge = "sheet.tooLarge"
	// TooManyRows: Row is the first one beyond Limit data rows.
	TooManyRows = "sheet.tooManyRows"
	// TooManyColumns: the cell at Row and Column holds something and lies beyond Limit columns.
	TooManyColumns = "sheet.tooManyColumns"
	// CellTooLong: the cell at Row and Column has more than Limit bytes.
	CellTooLong = "sheet.cellTooLong"
	// UnclosedQuote: the cell that starts at Row and Column begins with a quote that nothing closes.
	UnclosedQuote = "sheet.unclosedQuote"
	// IsExcel: a workbook (xlsx, xls, ods, numbers) was given instead of a table saved as CSV.
	IsExcel = "sheet.isExcel"
	// Binary: a file of another kind (PDF, picture, archive) or one with NUL bytes.
	Binary = "sheet.binary"
	// BrokenText: bytes on Line that belong to no encoding known here.
	BrokenText = "sheet.brokenText"
	// Unwritable: on writing, the cell at Row and Column has a NUL or bytes that are no UTF-8.
	Unwritable = "sheet.unwritable"
	// NotInEncoding: on writing, Chars cannot be written in Windows-1252; the first is at Row and Column.
	NotInEncoding = "sheet.notInEncoding"
)

// Error says why a table was refused. Fields that say nothing about the cause are zero.
type Error struct {
	// Code is one of the constants above.
	Code string
	// Row is the number a spreadsheet shows beside the row, from 1.
	Row int
	// Line is the physical line in the file, from 1.
	Line int
	// Column counts from 1; ColumnName turns it into letters.
	Column int
	// Limit is the limit that was passed, in the unit of its constant.
	Limit int
	// Chars holds each character that cannot be written, once, in order of appearance.
	Chars string
}

func (e *Error) Error() string {
	s := e.Code
	add := func(what string, n int) {
		if n > 0 {
			s += " " + what + " " + strconv.Itoa(n)
		}
	}
	add("row", e.Row)
	add("line", e.Line)
	add("column", e.Column)
	add("limit", e.Limit)
	if e.Chars != "" {
		s += " characters " + strconv.Quote(e.Chars)
	}
	return s
}

// Unwrap returns e as a fault, so that fault.All and errors.As find it. Its values are those that aren't zero of row,
// line, column (as letters), limit (in MB for TooLarge, KB for CellTooLong) and characters.
func (e *Error) Unwrap() error {
	f := fault.New(fault.Invalid, e.Code)
	f.Row = e.Row
	f.Values = fault.Values{}
	set := func(name string, n int) {
		if n > 0 {
			f.Values[name] = strconv.Itoa(n)
		}
	}
	set("row", e.Row)
	set("line", e.Line)
	switch e.Code {
	case TooLarge:
		set("limit", e.Limit>>20)
	case CellTooLong:
		set("limit", e.Limit>>10)
	default:
		set("limit", e.Limit)
	}
	if e.Column > 0 {
		f.Values["column"] = ColumnName(e.Column)
	}
	if e.Chars != "" {
		f.Values["characters"] = e.Chars
	}
	return f
}

// ColumnName returns the letters a spreadsheet shows above column n, counted from 1: A, B, …, Z, AA. Below 1 it is "".
func ColumnName(n int) string {
	var letters [8]byte
	i := len(letters)
	for ; n > 0 && i > 0; n = (n - 1) / 26 {
		i--
		letters[i] = byte('A' + (n-1)%26)
	}
	return string(letters[i:])
}
