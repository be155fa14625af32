// Package workbook turns an Excel workbook (.xlsx) into the text table that shared/sheet reads. The parser is somebody else's and the
// file a stranger's, so it runs in a function of its own, within limits of ours.
package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"stellwerk/shared/fault"
	"stellwerk/shared/route"
	"stellwerk/shared/sheet"
)

// Limits of a workbook beyond route.MaxWorkbook. 50,000 people with all fields take about 60 MB unpacked.
const (
	maxUnpacked = 100 << 20 // bytes of all parts together, as the directory says; a part that has more is broken
	maxPart     = 8 << 20   // bytes of a part that is held in memory; larger sheets are unpacked to disk
	maxParts    = 5000
	maxSheets   = 200
)

// Read takes one sheet of a workbook as a table in CSV, and names them all. Without a name it takes the first sheet in sight that holds
// anything, other than a summary. Empty rows stay, so that rows keep their numbers; what is beyond the limits of a table is left to sheet.Read to refuse, as
// far as it fits into one answer. Faults: workbook.tooLarge, workbook.unpacked, workbook.password, workbook.old, workbook.other,
// workbook.broken, workbook.noSheet, workbook.empty, and those of sheet.
func Read(data []byte, name string) (out route.WorkbookReply, err error) {
	defer func() {
		if p := recover(); p != nil { // in the library, on a file that nobody has seen before
			out, err = route.WorkbookReply{}, wrong("broken")
		}
	}()
	if err := look(data); err != nil {
		return route.WorkbookReply{}, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxPart})
	if err != nil {
		return route.WorkbookReply{}, wrong("broken")
	}
	defer f.Close() // removes what was unpacked to disk
	if err := plainFormats(f); err != nil {
		return route.WorkbookReply{}, wrong("broken")
	}
	return choose(f, name)
}

func wrong(code string, values ...string) error {
	return fault.New(fault.Invalid, "workbook."+code, values...)
}

// look judges a file before the library sees it.
func look(data []byte) error {
	switch {
	case len(data) > route.MaxWorkbook:
		return wrong("tooLarge", "limit", "4")
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		// A container of the old kind holds an old workbook, or a new one under a password.
		if bytes.Contains(data, wide("EncryptedPackage")) {
			return wrong("password")
		}
		return wrong("old")
	case !bytes.HasPrefix(data, []byte("PK")):
		return wrong("other")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return wrong("broken")
	}
	unpacked, book := uint64(0), false
	for _, part := range z.File {
		unpacked += min(part.UncompressedSize64, maxUnpacked+1)
		book = book || isBook(part.Name)
	}
	switch {
	case len(z.File) > maxParts || unpacked > maxUnpacked:
		return wrong("unpacked", "limit", "100")
	case !book:
		return wrong("other")
	}
	for _, part := range z.File {
		if !whole(part) {
			return wrong("broken")
		}
	}
	return nil
}

// isBook finds the part that names the sheets. Where it lies and how it is called is up to the program: Excel has xl/workbook.xml, others put it outermost, and
// some write names with the backslashes of Windows.
func isBook(name string) bool {
	name = strings.ToLower(name[strings.LastIndexAny(name, `/\`)+1:])
	return strings.HasPrefix(name, "workbook") && strings.HasSuffix(name, ".xml")
}

// whole reads a part to its end: the library takes what it gets of one that is damaged or longer than it says, and rows would be missing.
func whole(part *zip.File) bool {
	r, err := part.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	at := ends{}
	if _, err := io.Copy(&at, r); err != nil {
		return false
	}
	name := strings.ReplaceAll(strings.ToLower(part.Name), `\`, "/")
	isSheet := strings.HasPrefix(name, "xl/worksheets/sheet") || rootOfSheet.Match(at.first)
	return !isSheet || bytes.HasSuffix(bytes.TrimSpace(at.last), []byte("worksheet>"))
}

// rootOfSheet begins a sheet, under any prefix, and no other part.
var rootOfSheet = regexp.MustCompile(`<(\w+:)?worksheet[\s>]`)

// ends keeps the first and the last bytes of what is written to it.
type ends struct{ first, last []byte }

func (e *ends) Write(p []byte) (int, error) {
	const begin, kept = 512, 64
	e.first = append(e.first, p[:min(len(p), begin-len(e.first))]...)
	e.last = append(e.last, p[max(0, len(p)-kept):]...)
	e.last = e.last[max(0, len(e.last)-kept):]
	return len(p), nil
}

// wide is a name as containers of the old kind write it: UTF-16.
func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// choose reads the sheet that is asked for.
func choose(f *excelize.File, name string) (out route.WorkbookReply, err error) {
	all := f.GetSheetList()
	if len(all) > maxSheets {
		return out, wrong("unpacked", "limit", "100")
	}
	first := ""
	for _, s := range all {
		holds, err := anything(f, s)
		if err != nil {
			return out, wrong("broken")
		}
		seen, _ := f.GetSheetVisible(s)
		if holds && seen && first == "" && !summary(f, s, all) {
			first = s
		}
		out.Sheets = append(out.Sheets, route.WorkbookSheet{Name: s, Empty: !holds})
	}
	for _, s := range out.Sheets { // where all that hold anything are hidden, or a summary
		if first == "" && !s.Empty {
			first = s.Name
		}
	}
	switch {
	case name == "":
		name = first
	case !has(all, name):
		return out, wrong("noSheet", "sheet", name)
	}
	if name == "" {
		return out, wrong("empty")
	}
	out.Sheet = name
	out.Table, err = table(f, name)
	return out, err
}

// summary says whether a sheet is the one that Numbers puts before the tables it exports: a sentence that names Numbers, then which table is on which sheet.
func summary(f *excelize.File, name string, all []string) bool {
	rows, err := f.Rows(name)
	if err != nil {
		return false
	}
	defer rows.Close()
	told := false
	for rows.Next() {
		cells, err := rows.Columns()
		cells = cells[:width(cells)]
		switch {
		case err != nil:
			return false
		case told && len(cells) > 0 && cells[len(cells)-1] != name && has(all, cells[len(cells)-1]):
			return true
		case !told && len(cells) > 0:
			if told = strings.Contains(strings.Join(cells, " "), "Numbers"); !told {
				return false
			}
		}
	}
	return false
}

// has is exact, which the library is not.
func has(all []string, name string) bool {
	for _, s := range all {
		if s == name {
			return true
		}
	}
	return false
}

// anything says whether a sheet holds any cell. One that is a chart holds none.
func anything(f *excelize.File, name string) (bool, error) {
	rows, err := f.Rows(name)
	if err != nil {
		var chart excelize.ErrSheetNotExist
		if errors.As(err, &chart) || strings.Contains(err.Error(), "is not a worksheet") {
			return false, nil
		}
		return false, err
	}
	defer rows.Close()
	for rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			return false, err
		}
		if width(cells) > 0 {
			return true, nil
		}
	}
	return false, rows.Error()
}

// table writes a sheet as CSV.
func table(f *excelize.File, name string) (string, error) {
	rows, err := f.Rows(name)
	if err != nil {
		return "", wrong("broken")
	}
	defer rows.Close()
	w := sheet.NewWriter(sheet.Options{Separator: sheet.Comma, Encoding: sheet.UTF8})
	held, bytes := 0, 0
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return "", wrong("broken")
		}
		cells = cells[:width(cells)]
		for i, c := range cells {
			cells[i] = clean(c)
			bytes += len(c) + 1
		}
		if len(cells) > 0 {
			held++
		}
		bytes += 2
		switch {
		case len(cells) > sheet.MaxColumns:
			return "", &sheet.Error{Code: sheet.TooManyColumns, Row: number, Column: len(cells), Limit: sheet.MaxColumns}
		case held > sheet.MaxRows+1:
			return "", &sheet.Error{Code: sheet.TooManyRows, Row: number, Limit: sheet.MaxRows}
		case bytes > sheet.MaxBytes:
			return "", &sheet.Error{Code: sheet.TooLarge, Limit: sheet.MaxBytes}
		}
		w.Row(cells...)
	}
	if err := rows.Error(); err != nil {
		return "", wrong("broken")
	}
	if held == 0 {
		return "", wrong("empty")
	}
	out, err := w.Bytes()
	if err != nil {
		return "", err
	}
	return strings.TrimRight(string(out), "\r\n") + "\r\n", nil
}

// width is how many cells a row has up to the last that holds anything.
func width(cells []string) int {
	n := len(cells)
	for n > 0 && strings.TrimSpace(cells[n-1]) == "" {
		n--
	}
	return n
}

// clean is a cell without what no text table can hold, without the midnight of a date, and without the seconds of a moment that a workbook of the strict kind has in
// words. A formula's text has Excel's word for a line break, which the library takes out of other texts only.
func clean(s string) string {
	if len(s) > len(isoMoment) && strictMoment.MatchString(s) {
		s = s[:len(isoDay)] + " " + s[len(isoDay)+1:len(isoMoment)]
	}
	if strings.HasSuffix(s, midnight) && len(s) == len(isoMoment) && s[4] == '-' && s[7] == '-' {
		return strings.TrimSuffix(s, midnight)
	}
	if strings.Contains(s, wordBreak) {
		s = strings.NewReplacer(wordBreak+"\r\n", "\n", wordBreak+"\n", "\n", wordBreak, "\n").Replace(s)
	}
	if strings.IndexByte(s, 0) >= 0 || strings.IndexByte(s, '\r') >= 0 {
		s = strings.NewReplacer("\x00", "", "\r\n", "\n", "\r", "\n").Replace(s)
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

const midnight, wordBreak = " 00:00", "_x000D_"

var strictMoment = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z?$`)
