package sheet

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Options say how a table is written. The zero value is what Excel in German opens by a double click: semicolons, and
// UTF-8 with a byte order mark. Lines end with CRLF.
type Options struct {
	Separator Separator // Comma, Semicolon or Tab; 0 is Semicolon
	Encoding  Encoding  // "" is UTF8BOM
}

// Write returns a file with the header and the rows below it. Errors as Writer.Bytes.
func Write(header []string, rows [][]string, o Options) ([]byte, error) {
	w := NewWriter(o)
	w.Row(header...)
	for _, row := range rows {
		w.Row(row...)
	}
	return w.Bytes()
}

// Writer makes a file row by row. Every cell is written as Neutral has it, and quoted if any reader could take a part of
// it for a separator, a line end or a quote.
type Writer struct {
	o     Options
	text  []byte // UTF-8 until Bytes
	row   int
	err   *Error
	lacks map[rune]bool // characters that Windows-1252 doesn't have
}

// NewWriter starts an empty file.
func NewWriter(o Options) *Writer {
	if o.Separator == 0 {
		o.Separator = Semicolon
	}
	if o.Encoding == "" {
		o.Encoding = UTF8BOM
	}
	return &Writer{o: o}
}

// Row adds a row. What is wrong with it Bytes reports.
func (w *Writer) Row(cells ...string) {
	w.row++
	for i, cell := range cells {
		if i > 0 {
			w.text = append(w.text, byte(w.o.Separator))
		}
		w.check(cell, i+1)
		w.text = appendCell(w.text, Neutral(cell))
	}
	w.text = append(w.text, '\r', '\n')
}

// Bytes returns the file. Errors: Unwritable for the first cell with a NUL or with bytes that are no UTF-8; NotInEncoding
// with all characters of the whole file that Windows-1252 lacks.
func (w *Writer) Bytes() ([]byte, error) {
	if w.err != nil {
		return nil, w.err
	}
	switch w.o.Encoding {
	case UTF8BOM:
		return append([]byte(bomUTF8), w.text...), nil
	case UTF16LE:
		return encodeUTF16(bomUTF16LE, w.text, 0), nil
	case UTF16BE:
		return encodeUTF16(bomUTF16BE, w.text, 1), nil
	case Windows1252:
		out := make([]byte, 0, len(w.text))
		for _, r := range string(w.text) {
			c, _ := byte1252(r)
			out = append(out, c)
		}
		return out, nil
	}
	return w.text, nil
}

// check remembers why cell cannot be written, if so.
func (w *Writer) check(cell string, column int) {
	if !utf8.ValidString(cell) || strings.IndexByte(cell, 0) >= 0 {
		if w.err == nil || w.err.Code != Unwritable {
			w.err = &Error{Code: Unwritable, Row: w.row, Column: column}
		}
		return
	}
	if w.o.Encoding != Windows1252 {
		return
	}
	for _, r := range cell {
		if _, ok := byte1252(r); ok || w.lacks[r] {
			continue
		}
		if w.err == nil {
			w.err = &Error{Code: NotInEncoding, Row: w.row, Column: column}
			w.lacks = map[rune]bool{}
		}
		if w.err.Code == NotInEncoding {
			w.lacks[r] = true
			w.err.Chars += string(r)
		}
	}
}

func appendCell(to []byte, cell string) []byte {
	if !needsQuotes(cell) {
		return append(to, cell...)
	}
	to = append(to, '"')
	for {
		i := strings.IndexByte(cell, '"')
		if i < 0 {
			break
		}
		to = append(append(to, cell[:i]...), '"', '"')
		cell = cell[i+1:]
	}
	return append(append(to, cell...), '"')
}

func needsQuotes(cell string) bool {
	if cell == "" {
		return false
	}
	return strings.ContainsAny(cell, "\",;\t\r\n") ||
		cell[0] == ' ' || cell[len(cell)-1] == ' ' ||
		strings.HasPrefix(cell, "\uFEFF") || len(cell) > 3 && strings.EqualFold(cell[:4], "sep=")
}

// encodeUTF16 returns text after mark; low is the place of the low byte in a unit.
func encodeUTF16(mark string, text []byte, low int) []byte {
	out := append(make([]byte, 0, 2*len(text)+2), mark...)
	for _, u := range utf16.Encode([]rune(string(text))) {
		unit := [2]byte{}
		unit[low], unit[1-low] = byte(u), byte(u>>8)
		out = append(out, unit[:]...)
	}
	return out
}
