// Package mail writes the installation's letters; mail/ses sends them. A letter is written once and set twice, as plain text
// and as HTML; nothing in it was typed by somebody whom its receiver does not know.
package mail

import (
	"context"
	"errors"
	"strings"
	"unicode"

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

// Sender sends one mail. ErrRefused is for good; after any other error it may be sent again.
type Sender interface {
	Send(context.Context, Message) error
}

// ErrRefused says that a mail will never be taken, however often it is sent.
var ErrRefused = errors.New("mail: refused for good")

// HeaderText makes a text fit for a header: one line without characters that don't show, at most 200 characters.
func HeaderText(s string) string {
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
