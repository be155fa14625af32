package workbook

import (
	"regexp"
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

// asStored is a format that nobody has defined: the library writes a number under it with all its digits. Under General it writes ten of them, as a narrow
// column of Excel does, and a telephone number would be rounded.
const asStored = 1 << 20

// plainFormats has each cell that is shown as a date written as one that everybody reads the same way, and each that has no format of its own with all its
// digits. Other cells are written as people see them: 01234 where a format shows five digits, 12,345.60, 50%.
func plainFormats(f *excelize.File) error {
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
	stored := map[int]bool{0: true}
	if f.Styles.NumFmts != nil {
		for _, n := range f.Styles.NumFmts.NumFmt {
			n.FormatCode16 = "" // the same once more, for newer programs
			format := dateFormat(n.FormatCode)
			if format == "" {
				format = numberFormat(n.FormatCode)
			}
			stored[n.NumFmtID] = format == ""
			n.FormatCode = format
		}
	}
	for i := range f.Styles.CellXfs.Xf {
		id := 0
		if of := f.Styles.CellXfs.Xf[i].NumFmtID; of != nil {
			id = *of
		}
		switch {
		case stored[id]:
			id = asStored
		case builtIn[id] != "":
			var err error
			if id, err = number(builtIn[id]); err != nil {
				return err
			}
		default:
			continue
		}
		f.Styles.CellXfs.Xf[i].NumFmtID = &id
	}
	return nil
}

// numberFormat is what a format that shows no day is replaced by, so that the library does not write anything else than people see: texts are left as they
// are; "" is for numbers as they are, where it depends on the number what is shown, which the library gets wrong.
func numberFormat(code string) string {
	parts := sections(code)
	if len(parts) > 3 {
		parts = parts[:3] // the fourth is for texts; an empty one would hide them
	}
	for _, part := range parts {
		if strings.Contains(part, "[<") || strings.Contains(part, "[>") || strings.Contains(part, "[=") {
			return ""
		}
	}
	first := bare(parts[0])
	switch {
	case first == "" && strings.Contains(strings.ToLower(parts[0]), "general") && !strings.Contains(parts[0], `"`):
		return ""
	case len(parts) == 3 && parts[0] != "" && !strings.ContainsAny(first, "0#?@hms"):
		return "" // words for more than nothing, for less, and for nothing, which the library takes for more
	}
	return strings.Join(parts, ";")
}

// sections are the parts of a format: for numbers above zero, below, zero, and for texts.
func sections(code string) (out []string) {
	quoted, start := false, 0
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && !quoted:
			i++
		case c == ';' && !quoted:
			out = append(out, code[start:i])
			start = i + 1
		}
	}
	return append(out, code[start:])
}

// quotedDay finds days and years that are there as words: Numbers quotes the capital letters of a format that it has read elsewhere.
var quotedDay = regexp.MustCompile(`(?i)"(d{1,4}|y{2}|y{4})"`)

// dateFormat is what a format that shows a day is replaced by; "" for one that shows none.
func dateFormat(code string) string {
	letters := bare(code)
	if !strings.ContainsAny(letters, "0#?@") {
		letters = bare(quotedDay.ReplaceAllString(code, "$1"))
	}
	day, year := strings.ContainsRune(letters, 'd'), strings.ContainsRune(letters, 'y')
	switch {
	case !day && !(year && strings.ContainsRune(letters, 'm')):
		return ""
	case strings.ContainsRune(letters, 'h'):
		return isoMoment
	}
	return isoDay
}

// bare is the first part of a format, in small letters, without what it writes as it is: "texts", \c, _c, *c, [conditions], and words for General.
func bare(code string) string {
	var out []rune
	runes := []rune(strings.ToLower(code))
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
	return strings.ReplaceAll(string(out), "general", "")
}
