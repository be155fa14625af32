package sheet

import (
	"strings"
	"unicode"
)

// Neutral returns cell so that no spreadsheet runs it: a cell that begins with = + - or @ (also full-width, also after
// spaces), with a tab or with a line break gets an apostrophe in front. So do telephone numbers: "+49 30 123" is
// written as "'+49 30 123", which also keeps a spreadsheet from making it the number 4930123; Plain takes it back on
// import. A cell that already has apostrophes before such a beginning gets one more, so that Plain(Neutral(x)) is x for
// every x.
func Neutral(cell string) string {
	if startsFormula(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

// Plain takes back the apostrophe of Neutral. Any other cell stays as it is, "'s-Hertogenbosch" among them.
func Plain(cell string) string {
	if cell != "" && cell[0] == '\'' && startsFormula(strings.TrimLeft(cell, "'")) {
		return cell[1:]
	}
	return cell
}

func startsFormula(s string) bool {
	for _, r := range s {
		switch r {
		case '=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n':
			return true
		case '\uFEFF', '\u200B':
			continue
		}
		if !unicode.IsSpace(r) {
			return false
		}
	}
	return false
}
