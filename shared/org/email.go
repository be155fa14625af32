package org

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"stellwerk/shared/fault"
)

// Email is an address as the person wrote it, trimmed and in Unicode's composed form.
type Email string

// EmailKey is what two spellings of one address have in common: lower case, compatibility-composed, the domain in its
// ASCII form. Addresses are the same exactly if their keys are.
type EmailKey string

var domains = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(true), idna.BidiRule())

// ParseEmail accepts local@domain.tld with at most 64 and 254 bytes, any script. Quoted local parts and addresses in
// brackets are refused: nobody types them on purpose. Faults on field: email.missing, email.at, email.local,
// email.noEnding (nothing after the last dot), email.domain, email.length.
func ParseEmail(field, s string) (Email, error) {
	s = norm.NFC.String(strings.TrimSpace(s))
	at := strings.LastIndexByte(s, '@')
	switch {
	case s == "":
		return "", fault.On(field, "email.missing")
	case at < 0 || strings.Count(s, "@") != 1:
		return "", fault.On(field, "email.at")
	case len(s) > 254 || at > 64:
		return "", fault.On(field, "email.length")
	}
	local, domain := s[:at], s[at+1:]
	if !validLocal(local) {
		return "", fault.On(field, "email.local")
	}
	ascii, err := asciiDomain(domain)
	if err != nil || ascii == "" || len(ascii) > 253 {
		return "", fault.On(field, "email.domain")
	}
	dot := strings.LastIndexByte(ascii, '.')
	if dot < 1 || dot == len(ascii)-1 {
		return "", fault.On(field, "email.noEnding")
	}
	if tld := ascii[dot+1:]; len(tld) < 2 || strings.Trim(tld, "0123456789") == "" {
		return "", fault.On(field, "email.domain")
	}
	return Email(s), nil
}

// Key returns the address's key. A value that never passed ParseEmail keys as itself.
func (e Email) Key() EmailKey {
	at := strings.LastIndexByte(string(e), '@')
	if at < 0 {
		return EmailKey(strings.ToLower(string(e)))
	}
	domain, err := asciiDomain(string(e[at+1:]))
	if err != nil {
		domain = strings.ToLower(string(e[at+1:]))
	}
	local := strings.ToLower(string(e[:at]))
	if !isASCII(local) {
		local = norm.NFKC.String(strings.ToLower(norm.NFKC.String(string(e[:at]))))
	}
	return EmailKey(local + "@" + domain)
}

// Domain is what stands behind the @, in ASCII.
func (e Email) Domain() string {
	_, domain, _ := strings.Cut(string(e.Key()), "@")
	return domain
}

// asciiDomain is a domain as it stands in the domain name system. Most are so already, and finding that out is much cheaper
// than the whole of IDNA, which matters where 50,000 members are loaded in a browser.
func asciiDomain(s string) (string, error) {
	if plainDomain(s) {
		return strings.ToLower(s), nil
	}
	return domains.ToASCII(s)
}

// plainDomain says whether IDNA would only put a domain in lower case: letters, digits and single hyphens within labels.
func plainDomain(s string) bool {
	before := byte('.')
	length := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '.':
			if before == '.' || before == '-' {
				return false
			}
			length = -1
		case c == '-':
			if before == '.' || before == '-' {
				return false
			}
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		default:
			return false
		}
		if length++; length > 63 {
			return false
		}
		before = c
	}
	return before != '.' && before != '-'
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func validLocal(s string) bool {
	if s == "" || s[0] == '.' || s[len(s)-1] == '.' || strings.Contains(s, "..") || !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r < 0x80 {
			if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.", r) {
				return false
			}
		} else if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) {
			return false
		}
	}
	return true
}

// Reachable says whether mails can be sent to an address: mail services take ASCII only before the @.
func (e Email) Reachable() bool {
	local, _, ok := strings.Cut(string(e), "@")
	return ok && local != "" && strings.IndexFunc(local, func(r rune) bool { return r <= ' ' || r >= 0x7f }) < 0
}
