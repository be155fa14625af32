package staff

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"stellwerk/shared/fault"
)

// Years that a day may lie in.
const (
	firstYear = 1900
	lastYear  = 2199
)

// Date reads a day as spreadsheets write it and returns it as 2006-01-02.
//
// It takes 31.12.2025 and 31.12.25, 2025-12-31 and 2025/12/31 and 20251231, names of months in English and German
// (31. Dezember 2025, Dec 31, 2025, 31-Dec-25), and Excel's count of days since 1900 from 10000 (18 May 1927) on. With
// slashes or hyphens, English puts the month first in America and the day first elsewhere: such a date counts only if one
// of the two can't be a month or both are the same. Two digits of a year mean 1930 to 2029, as in Excel. A time of day
// behind the date is dropped. Faults: staff.date; staff.dateAmbiguous with both days in its values.
func Date(cell string) (string, *fault.Fault) {
	cell = Clean(cell)
	if day, ok := serial(cell); ok {
		return day, nil
	}
	parts, dotted := cut(withoutTime(cell))
	if len(parts) == 1 && len(parts[0]) == 8 && isDigits(parts[0]) {
		parts = []string{parts[0][:4], parts[0][4:6], parts[0][6:]}
	}
	if len(parts) == 3 {
		if day, wrong := fromParts(cell, parts, dotted); day != "" || wrong != nil {
			return day, wrong
		}
	}
	return cell, refuse(StartDate, "staff.date", cell)
}

// youngest is the year of birth up to which two digits mean this century.
const youngest = 2015

// born moves a birthday that was written with two digits of its year, and would lie in the future, into the century before.
func born(day, cell string) string {
	year, err := strconv.Atoi(day[:4])
	if _, counted := serial(cell); err != nil || counted || year <= youngest || strings.Contains(cell, day[:4]) {
		return day
	}
	return strconv.Itoa(year-100) + day[4:]
}

// fromParts reads three numbers, or two and the name of a month. It returns "" where they are no day.
func fromParts(cell string, p []string, dotted bool) (string, *fault.Fault) {
	for i, part := range p {
		month, ok := monthOf(part)
		if !ok {
			continue
		}
		switch i {
		case 0: // Dec 31, 2025
			return day(p[2], month, p[1]), nil
		case 1:
			if len(p[0]) == 4 {
				return day(p[0], month, p[2]), nil
			}
			return day(p[2], month, p[0]), nil
		}
	}
	month := func(s string) int {
		if n, err := strconv.Atoi(s); err == nil && isDigits(s) && len(s) <= 2 {
			return n
		}
		return 0
	}
	switch {
	case len(p[0]) == 4:
		return day(p[0], month(p[1]), p[2]), nil
	case dotted:
		return day(p[2], month(p[1]), p[0]), nil
	}
	european, american := day(p[2], month(p[1]), p[0]), day(p[2], month(p[0]), p[1])
	switch {
	case european == "" || european == american:
		return american, nil
	case american == "":
		return european, nil
	}
	wrong := refuse(StartDate, "staff.dateAmbiguous", cell)
	wrong.Values["one"], wrong.Values["other"] = european, american
	return cell, wrong
}

// day writes a day that exists as 2006-01-02, any other as "".
func day(year string, month int, dayOfMonth string) string {
	d, err := strconv.Atoi(dayOfMonth)
	y, err2 := strconv.Atoi(year)
	if err != nil || err2 != nil || !isDigits(dayOfMonth) || !isDigits(year) || len(dayOfMonth) > 2 {
		return ""
	}
	switch len(year) {
	case 2:
		y += 1900
		if y < 1930 {
			y += 100
		}
	case 4:
	default:
		return ""
	}
	t := time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	if t.Year() != y || int(t.Month()) != month || t.Day() != d || y < firstYear || y > lastYear {
		return ""
	}
	return t.Format(time.DateOnly)
}

// cut splits a date at spaces, dots, slashes, commas and hyphens, and says whether there was a dot.
func cut(s string) (parts []string, dotted bool) {
	parts = make([]string, 0, 3)
	start := 0
	for i, r := range s {
		switch r {
		case ' ', '.', '/', '-', ',', '\u00a0', '\u2010', '\u2011', '\u2013':
			if i > start {
				parts = append(parts, s[start:i])
			}
			start = i + utf8.RuneLen(r)
			dotted = dotted || r == '.'
		}
	}
	if start < len(s) {
		parts = append(parts, s[start:])
	}
	return parts, dotted
}

// withoutTime cuts off a time of day: " 00:00:00", "T00:00:00Z", " 0:00".
func withoutTime(s string) string {
	colon := strings.IndexByte(s, ':')
	if colon < 0 {
		return s
	}
	if i := strings.LastIndexAny(s[:colon], " Tt,"); i > 0 {
		return strings.TrimRight(s[:i], " ,")
	}
	return s
}

// serial reads Excel's number of days, with a fraction or without. Its day 60 is a 29 February 1900 that never was, so
// days after it count from 30 December 1899.
func serial(s string) (string, bool) {
	whole, fraction, cut := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	if len(whole) != 5 || !isDigits(whole) || cut && !isDigits(fraction) {
		return "", false
	}
	n, err := strconv.Atoi(whole)
	if err != nil || n < 10000 {
		return "", false
	}
	return time.Date(1899, time.December, 30+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), true
}

// months are the names of months as fold has them, English and German; three letters or more of one will do.
var months = [12][]string{
	{"january", "januar", "janner"}, {"february", "februar", "feber"}, {"march", "marz", "mrz"}, {"april"}, {"may", "mai"}, {"june", "juni"},
	{"july", "juli"}, {"august"}, {"september"}, {"october", "oktober"}, {"november"}, {"december", "dezember"},
}

func monthOf(s string) (int, bool) {
	if len(s) < 3 || isDigits(s[:1]) {
		return 0, false
	}
	name := Fold(s)
	if len(name) < 3 {
		return 0, false
	}
	for i, names := range months {
		for _, full := range names {
			if strings.HasPrefix(full, name) {
				return i + 1, true
			}
		}
	}
	return 0, false
}
