//go:build js

// Package norm takes the place of golang.org/x/text/unicode/norm in the browser, which has Unicode's tables itself: what is left out is a
// fiftieth of what people download. It has what the app uses and nothing else; a test compares it with the package it stands for.
package norm

import (
	"syscall/js"
	"unicode/utf8"
)

// Form is one of Unicode's normal forms.
type Form int

// The forms that the app uses.
const (
	NFC Form = iota
	NFD
	NFKC
)

// alike is how far the characters go that are in the form already, whatever stands beside them.
var alike = [...]rune{NFC: 0x300, NFD: utf8.RuneSelf, NFKC: utf8.RuneSelf}

var names = [...]string{NFC: "NFC", NFD: "NFD", NFKC: "NFKC"}

var normalize = js.Global().Get("String").Get("prototype").Get("normalize")

// String returns s in the form. What is no UTF-8 becomes U+FFFD.
func (f Form) String(s string) string {
	for _, r := range s {
		if r >= alike[f] {
			return normalize.Call("call", s, names[f]).String()
		}
	}
	return s
}
