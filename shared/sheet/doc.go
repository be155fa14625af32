// Package sheet reads and writes the text tables that spreadsheets call CSV.
//
// Reading takes what Excel, LibreOffice, Numbers and HR systems really save: comma, semicolon or tab; UTF-8 with or
// without a byte order mark, UTF-16, Windows-1252; any line ends; quoted line breaks; a first line such as "sep=;".
// Nothing is guessed away: a table is read whole or refused with an [*Error], never cut off.
//
// Writing neutralises cells that a spreadsheet would run as a formula, and reading takes that back (see [Plain]), so a
// table written here and read here has the same values.
//
// The package is pure: bytes in, values out.
package sheet

// Limits of one table. A table beyond any of them is refused as a whole.
const (
	// MaxBytes is the size of a file as it arrives, before decoding.
	MaxBytes = 20 << 20
	// MaxRows counts data rows: neither the header nor empty rows.
	MaxRows = 50_000
	// MaxColumns counts up to the last cell of a row that holds anything.
	MaxColumns = 200
	// MaxCell is the size of one cell in bytes of UTF-8. Excel's own limit is 32,767 characters.
	MaxCell = 32 << 10
)
