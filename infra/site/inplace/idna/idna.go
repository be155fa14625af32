//go:build js

// Package idna takes the place of golang.org/x/net/idna in the browser, which reads domains itself: by UTS 46 without its transitional rules, as
// the profile of shared/org asks for. It reads every name that the package reads, and the same way; of names that the package refuses it lets some pass, such as
// those that mix directions of writing: the server refuses them then. A test compares the two.
package idna

import (
	"errors"
	"strings"
	"syscall/js"
)

// Option says how domains are read. There is one way here, which is that of all options that the app gives.
type Option struct{}

// What the app asks for.
func MapForLookup() Option         { return Option{} }
func Transitional(bool) Option     { return Option{} }
func StrictDomainName(bool) Option { return Option{} }
func BidiRule() Option             { return Option{} }

// Profile reads domains.
type Profile struct{}

// New makes one.
func New(...Option) *Profile { return &Profile{} }

var errName = errors.New("idna: no name")

// ToASCII is a domain as the name system has it. Error: it is none.
func (*Profile) ToASCII(s string) (string, error) {
	// A browser reads more into an address than a name: a port, a path, %41.
	for i := range len(s) {
		if s[i] < 0x80 && s[i] != '.' && !inNames(s[i]) {
			return "", errName
		}
	}
	host, ok := host(s)
	if !ok {
		return "", errName
	}
	for _, label := range strings.Split(host, ".") {
		if !isLabel(label) {
			return "", errName
		}
	}
	return host, nil
}

// host is what a browser would look up; false where it says that this is nothing.
func host(s string) (name string, ok bool) {
	defer func() {
		if recover() != nil {
			name, ok = "", false
		}
	}()
	return js.Global().Get("URL").New("https://" + s).Get("hostname").String(), true
}

func inNames(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-'
}

func isLabel(s string) bool {
	if strings.HasPrefix(s, "-") || strings.HasSuffix(s, "-") || len(s) >= 4 && s[2:4] == "--" && s[:2] != "xn" {
		return false
	}
	for i := range len(s) {
		if !inNames(s[i]) {
			return false
		}
	}
	return true
}
