package workbook

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// What dates are written as: whoever reads 03/06/1990 can't know whether it was June or March.
const (
	isoDay    = "yyyy-mm-dd"
	isoMoment = "yyyy-mm-dd hh:mm"
)

// builtIn are the formats that Excel has by numbers and shows as its user's country has it.
var builtIn = map[int]string{14: isoDay, 15: isoDay, 16: isoDay, 17: isoDay, 22: isoMoment}

// plainDates has each cell that is shown as a date written as one that everybody reads the same way. Other cells are written as people see
// them: 01234 where a format shows five digits, 12,345.60, 50%.
func plainDates(f *excelize.File) error {
	// Asking for any reads them all. Small programs write workbooks that have none.
	if _, err := f.GetStyle(0); err != nil || f.Styles == nil || f.Styles.CellXfs == nil {
		return nil
	}
	ids := map[string]int{}
	number := func(format string) (int, error) {
		if id, ok := ids[format]; ok {
			return id, nil
		}
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return 0, err
		}
		ids[format] = *f.Styles.CellXfs.Xf[style].NumFmtID
		return ids[format], nil
	}
	if f.Styles.NumFmts != nil {
		for _, n := range f.Styles.NumFmts.NumFmt {
			if format := dateFormat(n.FormatCode); format != "" {
				n.FormatCode = format
			}
		}
	}
	for i := range f.Styles.CellXfs.Xf {
		id := f.Styles.CellXfs.Xf[i].NumFmtID
		if id == nil || builtIn[*id] == "" {
			continue
		}
		iso, err := number(builtIn[*id])
		if err != nil {
			return err
		}
		f.Styles.CellXfs.Xf[i].NumFmtID = &iso
	}
	return nil
}

// dateFormat is what a format that shows a day is replaced by; "" for one that shows none.
func dateFormat(code string) string {
	letters := strings.ToLower(bare(code))
	day, year := strings.ContainsRune(letters, 'd'), strings.ContainsRune(letters, 'y')
	switch {
	case !day && !(year && strings.ContainsRune(letters, 'm')):
		return ""
	case strings.ContainsRune(letters, 'h'):
		return isoMoment
	}
	return isoDay
}

// bare is the first part of a format without what it writes as it is: "texts", \c, _c, *c, [conditions], and words for General.
func bare(code string) string {
	var out []rune
	runes := []rune(code)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; r {
		case ';':
			return string(out)
		case '\\', '_', '*':
			i++
		case '"', '[':
			end := r
			if r == '[' {
				end = ']'
			}
			if n := slices.Index(runes[i+1:], end); n >= 0 {
				i += n + 1
			}
		default:
			out = append(out, r)
		}
	}
	return strings.ReplaceAll(string(out), "General", "")
}
