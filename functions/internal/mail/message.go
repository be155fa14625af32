// Package mail writes the installation's letters and hands them to SES. A letter is written once and set twice, as plain text
// and as HTML; nothing in it was typed by somebody whom its receiver does not know.
package mail

import (
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"stellwerk/shared/org"
)

// Message is a mail to one person, ready to be sent.
type Message struct {
	To       org.Email
	Language org.Language
	Subject  string // one line
	Text     string
	HTML     string
	Effect   string // id of what asked for it: goes into a header, so that a mail that came twice is known as one
}

// recipient returns the address as SES takes it: the domain in ASCII, no name beside it.
func recipient(to org.Email) (string, bool) {
	at := strings.LastIndexByte(string(to), '@')
	if at < 1 || !to.Reachable() {
		return "", false
	}
	domain, err := idna.Lookup.ToASCII(string(to[at+1:]))
	if err != nil {
		return "", false
	}
	return string(to[:at]) + "@" + domain, true
}

// headerText makes a text fit for a header: one line without characters that don't show, at most 200 characters.
func headerText(s string) string {
	n := 0
	s = strings.Map(func(r rune) rune {
		if n++; n > 200 {
			return -1
		}
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
