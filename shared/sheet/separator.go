package sheet

import (
	"slices"
	"strings"
)

// Separator stands between the cells of a row.
type Separator byte

const (
	Comma     Separator = ','
	Semicolon Separator = ';'
	Tab       Separator = '\t'
)

var separators = [...]Separator{Semicolon, Comma, Tab}

// sepLine reads Excel's first line "sep=;", which may name any ASCII punctuation but the quote, and returns the text
// below it. Without such a line it returns 0 and text.
func sepLine(text string) (Separator, string) {
	if len(text) < 5 || !strings.EqualFold(text[:4], "sep=") {
		return 0, text
	}
	c, rest := text[4], text[5:]
	printable := c == '\t' || ' ' < c && c < 0x7F && c != '"' && !('0' <= c && c <= '9') && !('a' <= c|0x20 && c|0x20 <= 'z')
	if !printable || rest != "" && rest[0] != '\r' && rest[0] != '\n' {
		return 0, text
	}
	return Separator(c), rest[lineEnd(rest):]
}

// lineEnd returns how many bytes the line end at the start of s has: 0, 1 or, for CRLF, 2.
func lineEnd(s string) int {
	switch {
	case s == "" || s[0] != '\r' && s[0] != '\n':
		return 0
	case len(s) > 1 && s[0] == '\r' && s[1] == '\n':
		return 2
	}
	return 1
}

// sample is how much of a file is looked at to find its separator.
const (
	sampleRows  = 100
	sampleBytes = 1 << 18
)

// findSeparator chooses the separator that cuts the first row and those below it most evenly into the most cells. Only
// separators outside quotes count, and only those in the first row: addresses and lists of tags decide nothing. Titles above it, of
// one cell, are passed over. A table of one column gets a semicolon.
func findSeparator(text string) Separator {
	rows := countSeparators(text)
	for i, row := range rows {
		if slices.Max(row[:]) > 0 {
			if i > 0 && slices.Max(row[:]) >= 2 { // a header of three columns or more
				rows = rows[i:]
			}
			break
		}
	}
	best, bestScore := Semicolon, 0
	for i, s := range separators {
		score := 0
		for _, row := range rows {
			header, n := rows[0][i], row[i]
			if n == header {
				score += 2 * header
			} else {
				score += min(n, header)
			}
		}
		if score > bestScore {
			best, bestScore = s, score
		}
	}
	return best
}

// countSeparators counts, for each row of the sample, each separator outside quotes. A quote opens where a cell starts
// under any of them.
func countSeparators(text string) [][len(separators)]int {
	var rows [][len(separators)]int
	var row [len(separators)]int
	end := min(len(text), sampleBytes)
	start, blank := true, true
	for i := 0; i < end && len(rows) < sampleRows; i++ {
		c := text[i]
		switch {
		case c == '"' && start:
			i = closingQuote(text[:end], i+1)
			start, blank = false, false
			continue
		case c == '\r' || c == '\n':
			if !blank {
				rows = append(rows, row)
			}
			row = [len(separators)]int{}
			start, blank = true, true
			continue
		}
		start = false
		blank = blank && c == ' '
		for j, s := range separators {
			if c == byte(s) {
				row[j]++
				start, blank = true, false
			}
		}
	}
	// A row that the sample cuts off says too little, unless it is all there is.
	if !blank && len(rows) < sampleRows && (end == len(text) || len(rows) == 0) {
		rows = append(rows, row)
	}
	return rows
}

// closingQuote returns the index of the quote that closes the cell whose content starts at i, or len(s).
func closingQuote(s string, i int) int {
	for {
		n := strings.IndexByte(s[i:], '"')
		if n < 0 {
			return len(s)
		}
		i += n
		if i+1 >= len(s) || s[i+1] != '"' {
			return i
		}
		i += 2
	}
}
