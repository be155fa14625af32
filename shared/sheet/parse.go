package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads a table from text. Quoting is that of RFC 4180, and where files leave it, what spreadsheets make of them: a
// quote opens a cell only as its first character and is a plain character elsewhere; what follows a closing quote
// belongs to the cell as it stands. Lines end with CRLF, LF or CR. Cells are given as Plain has them, not trimmed.
//
// Errors: Empty, TooManyRows, TooManyColumns, CellTooLong, UnclosedQuote.
func Parse(text string) (Table, error) {
	p := parser{text: text, line: 1}
	p.sep, p.text = sepLine(text)
	if p.sep != 0 {
		p.line++
	} else {
		p.sep = findSeparator(text)
	}
	return p.table()
}

type parser struct {
	text string // what is left to read
	sep  Separator
	line int // of the file, where text starts
	row  int // the number of the row being read

	cells []string // of that row, up to MaxColumns
	used  int      // how many of them there are up to the last that isn't empty
	blank bool     // whether the row has nothing but white space

	slab []string // room for the cells of rows to come
}

func (p *parser) table() (Table, error) {
	t := Table{Separator: p.sep}
	for p.text != "" {
		line := p.line
		if err := p.next(); err != nil {
			return Table{}, err
		}
		switch {
		case p.blank:
		case t.Header == nil:
			t.Header = append([]string{}, p.cells[:p.used]...)
			t.HeaderNumber = p.row
		case len(t.Rows) == MaxRows:
			return Table{}, &Error{Code: TooManyRows, Row: p.row, Line: line, Limit: MaxRows}
		default:
			t.Rows = append(t.Rows, p.take(line, len(t.Header)))
		}
	}
	if t.Header == nil {
		return Table{}, &Error{Code: Empty}
	}
	return t, nil
}

// take makes a Row of the cells read, under a header of the given width.
func (p *parser) take(line, width int) Row {
	r := Row{Line: line, Number: p.row}
	if len(p.slab) < width {
		p.slab = make([]string, max(width, 4096))
	}
	r.Cells, p.slab = p.slab[:width:width], p.slab[width:]
	copy(r.Cells, p.cells)
	if p.used > width {
		r.Extra = append([]string{}, p.cells[width:p.used]...)
	}
	return r
}

// next reads one row into cells.
func (p *parser) next() error {
	p.row++
	p.cells, p.used, p.blank = p.cells[:0], 0, true
	line := p.line
	for column := 1; ; column++ {
		cell, err := p.cell(column)
		if err != nil {
			return err
		}
		if len(cell) > MaxCell {
			return &Error{Code: CellTooLong, Row: p.row, Line: line, Column: column, Limit: MaxCell}
		}
		cell = Plain(cell)
		if cell != "" {
			if column > MaxColumns {
				return &Error{Code: TooManyColumns, Row: p.row, Line: line, Column: column, Limit: MaxColumns}
			}
			p.used = column
			p.blank = p.blank && isBlank(cell)
		}
		if column <= MaxColumns {
			p.cells = append(p.cells, cell)
		}
		if p.text == "" {
			return nil
		}
		if p.text[0] == byte(p.sep) {
			p.text = p.text[1:]
			continue
		}
		p.text = p.text[lineEnd(p.text):]
		p.line++
		return nil
	}
}

// cell reads up to the separator or line end behind it, or to the end of the text.
func (p *parser) cell(column int) (string, error) {
	if p.text == "" || p.text[0] != '"' {
		n := p.unquoted(0)
		cell := p.text[:n]
		p.text = p.text[n:]
		return cell, nil
	}
	end := closingQuote(p.text, 1)
	if end == len(p.text) {
		return "", &Error{Code: UnclosedQuote, Row: p.row, Line: p.line, Column: column}
	}
	cell := p.text[1:end]
	p.line += lineBreaks(cell)
	if strings.IndexByte(cell, '"') >= 0 {
		cell = strings.ReplaceAll(cell, `""`, `"`)
	}
	n := p.unquoted(end + 1)
	if n > end+1 {
		cell += p.text[end+1 : n]
	}
	p.text = p.text[n:]
	return cell, nil
}

// unquoted returns the index, from i on, of the next separator, line end or the end of the text.
func (p *parser) unquoted(i int) int {
	for ; i < len(p.text); i++ {
		if c := p.text[i]; c == byte(p.sep) || c == '\n' || c == '\r' {
			return i
		}
	}
	return i
}

func isBlank(cell string) bool {
	for i := 0; i < len(cell); i++ {
		if c := cell[i]; c >= utf8.RuneSelf {
			return strings.TrimFunc(cell, unicode.IsSpace) == ""
		} else if c != ' ' && (c < '\t' || c > '\r') {
			return false
		}
	}
	return true
}
