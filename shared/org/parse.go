package org

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"stellwerk/shared/fault"
)

// Limits of texts, in characters.
const (
	MaxName     = 100  // given name, surname
	MaxTenant   = 120  // an organisation's name
	MaxTitle    = 120  // title and location
	MaxPhone    = 40   // digits, spaces and + ( ) / - .
	MaxTag      = 40   // one tag
	MaxTags     = 20   // tags of one member
	MaxNotes    = 2000 // notes on one member
	MinPassword = 8
	MaxPassword = 120
)

// line accepts min to max characters on one line: space around it is dropped, space within is one space. Control and
// direction characters are refused, as they could make a text look like another. Faults: text.missing, text.length,
// text.control.
func line(field, s string, min, max int) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.On(field, "text.control")
	}
	s = norm.NFC.String(strings.Join(strings.Fields(s), " "))
	if bad(s, false) {
		return "", fault.On(field, "text.control")
	}
	n := utf8.RuneCountInString(s)
	if n == 0 && min > 0 {
		return "", fault.On(field, "text.missing")
	}
	if n < min || n > max {
		return "", fault.On(field, "text.length", "min", strconv.Itoa(min), "max", strconv.Itoa(max))
	}
	return s, nil
}

// bad finds characters that do not show or that turn the direction of a text.
func bad(s string, lines bool) bool {
	for _, r := range s {
		switch {
		case lines && (r == '\n' || r == '\t'):
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF, r == utf8.RuneError:
			return true
		}
	}
	return false
}

// same adds what is wrong with a text that is not as its parser makes it.
func same(faults *fault.List, field, have string, parse func(field, s string) (string, error)) {
	got, err := parse(field, have)
	if err == nil && got != have {
		err = fault.On(field, "text.control")
	}
	_ = faults.Add(err)
}

// ParseName accepts a given name or surname: 1 to 100 characters on one line.
func ParseName(field, s string) (string, error) { return line(field, s, 1, MaxName) }

// ParseTitle accepts a title or location: up to 120 characters on one line.
func ParseTitle(field, s string) (string, error) { return line(field, s, 0, MaxTitle) }

// ParseTenantName accepts an organisation's name: 2 to 120 characters on one line.
func ParseTenantName(field, s string) (string, error) { return line(field, s, 2, MaxTenant) }

// ParsePhone accepts a phone number as people write it: up to 40 of digits, spaces and + ( ) / - . with 3 digits at
// least, or nothing. Fault: phone.malformed.
func ParsePhone(field, s string) (string, error) {
	s, err := line(field, s, 0, MaxPhone)
	if err != nil || s == "" {
		return s, err
	}
	digits := 0
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune(" ()/-.\u2011\u2013", r):
		default:
			return "", fault.On(field, "phone.malformed")
		}
	}
	if digits < 3 {
		return "", fault.On(field, "phone.malformed")
	}
	return s, nil
}

// ParseNotes accepts up to 2000 characters in any number of lines; line ends become \n.
func ParseNotes(field, s string) (string, error) {
	s = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
	if !utf8.ValidString(s) || bad(s, true) {
		return "", fault.On(field, "text.control")
	}
	s = norm.NFC.String(s)
	if utf8.RuneCountInString(s) > MaxNotes {
		return "", fault.On(field, "text.length", "min", "0", "max", strconv.Itoa(MaxNotes))
	}
	return s, nil
}

// ParseDate accepts a day as 2006-01-02 between 1900 and 2199, or nothing. Fault: date.malformed.
func ParseDate(field, s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	d, err := time.Parse(time.DateOnly, s)
	if err != nil || d.Year() < 1900 || d.Year() > 2199 {
		return "", fault.On(field, "date.malformed")
	}
	return s, nil
}

// ParseTags accepts up to 20 tags of 1 to 40 characters each, in any order; the same tag in another case is the same tag.
// They come back sorted, the first spelling kept. Faults: tags.tooMany, tag.comma and those of a line.
func ParseTags(field string, in []string) ([]string, error) {
	var out []string
	for _, s := range in {
		t, err := line(field, s, 1, MaxTag)
		if err != nil {
			return nil, err
		}
		if strings.ContainsAny(t, ",;|") {
			return nil, fault.On(field, "tag.comma", "tag", t)
		}
		if !HasTag(out, t) {
			out = append(out, t)
		}
	}
	if len(out) > MaxTags {
		return nil, fault.On(field, "tags.tooMany", "max", strconv.Itoa(MaxTags))
	}
	sortTags(out)
	return out, nil
}

// HasTag says whether tags hold t, in any case.
func HasTag(tags []string, t string) bool {
	for _, have := range tags {
		if strings.EqualFold(have, t) {
			return true
		}
	}
	return false
}

func sortTags(tags []string) {
	for i := 1; i < len(tags); i++ {
		for j := i; j > 0 && tagLess(tags[j], tags[j-1]); j-- {
			tags[j], tags[j-1] = tags[j-1], tags[j]
		}
	}
}

func tagLess(a, b string) bool {
	la, lb := strings.ToLower(a), strings.ToLower(b)
	if la != lb {
		return la < lb
	}
	return a < b
}
