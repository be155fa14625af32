package staff

import (
	"strings"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// JoinContacts writes further contacts into one cell: each as "label: value", with " | " between them. A backslash stands before a bar and
// before another backslash, in a label also before a colon. ParseContacts reads it back as it was.
func JoinContacts(list []org.Contact) string {
	var b strings.Builder
	for i, c := range list {
		if i > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(inLabel.Replace(c.Label) + ": " + inValue.Replace(c.Value))
	}
	return b.String()
}

var (
	inLabel = strings.NewReplacer(`\`, `\\`, `|`, `\|`, `:`, `\:`)
	inValue = strings.NewReplacer(`\`, `\\`, `|`, `\|`)
)

// ParseContacts reads what JoinContacts writes, and what people write like it: without the spaces, or one contact on a line. A backslash
// before any other character is one. Fault: staff.contacts where a part has no label or no value.
func ParseContacts(cell string) ([]org.Contact, *fault.Fault) {
	var out []org.Contact
	for len(cell) > 0 {
		var part string
		part, cell = until(cell, "|\n")
		if strings.TrimSpace(part) == "" {
			continue
		}
		label, value := until(part, ":")
		c := org.Contact{Label: bare(label), Value: bare(value)}
		if c.Label == "" || c.Value == "" {
			return nil, refuse(Contacts, "staff.contacts", strings.TrimSpace(part))
		}
		out = append(out, c)
	}
	return out, nil
}

// until cuts at the first of some characters that has no backslash before it.
func until(s, end string) (before, after string) {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case strings.IndexByte(end, s[i]) >= 0:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// bare is a label or a value without space around it and without its backslashes.
func bare(s string) string {
	return unescape.Replace(strings.TrimSpace(s))
}

var unescape = strings.NewReplacer(`\\`, `\`, `\|`, `|`, `\:`, `:`)
