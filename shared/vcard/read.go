// Package vcard reads the contacts that telephones and address books write (.vcf, versions 2.1 to 4.0) as a staff list: a row for each card.
package vcard

import (
	"strings"

	"stellwerk/shared/fault"
	"stellwerk/shared/sheet"
)

// Is says whether a text begins as a vCard does.
func Is(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	return len(text) >= len(begin) && strings.EqualFold(text[:len(begin)], begin)
}

const begin = "BEGIN:VCARD"

// property is one line of a card.
type property struct {
	name   string // in upper case, without its group
	types  string // what its parameters say it is, in upper case, with a comma before and after each
	value  string // decoded, as it stands; fields of structured values have not been cut
	number int    // line of the file, from 1
}

// is says whether one of the property's types is what.
func (p property) is(what string) bool { return strings.Contains(p.types, ","+what+",") }

// cards takes a text apart. A card within a card, as version 2.1 has them for somebody's agent, is left out. Faults: vcard.none,
// vcard.unclosed in the row of the card, sheet.tooManyRows.
func cards(text string) ([][]property, error) {
	var all [][]property
	var card []property
	depth := 0
	lines := unfold(text)
	for i := 0; i < len(lines); i++ {
		p := parse(lines[i])
		// In version 2.1 a line that ends with = goes on in the next.
		for p.is("QUOTED-PRINTABLE") && strings.HasSuffix(p.value, "=") && i+1 < len(lines) {
			i++
			p.value = p.value[:len(p.value)-1] + lines[i].text
		}
		switch {
		case p.name == "BEGIN" && strings.EqualFold(p.value, "VCARD"):
			if depth++; depth == 1 {
				card = nil
			}
		case p.name == "END" && strings.EqualFold(p.value, "VCARD") && depth > 0:
			if depth--; depth > 0 {
				continue
			}
			if all = append(all, card); len(all) > sheet.MaxRows {
				return nil, &sheet.Error{Code: sheet.TooManyRows, Row: len(all), Limit: sheet.MaxRows}
			}
		case depth == 1 && p.name != "":
			p.value = p.decoded()
			card = append(card, p)
		}
	}
	switch {
	case depth > 0:
		return nil, fault.New(fault.Invalid, "vcard.unclosed").InRow(len(all) + 1)
	case len(all) == 0:
		return nil, fault.New(fault.Invalid, "vcard.none")
	}
	return all, nil
}

// line is a line of the file, folded ones in one.
type line struct {
	text   string
	number int
}

func unfold(text string) []line {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	var out []line
	for i, s := range strings.Split(text, "\n") {
		if s != "" && (s[0] == ' ' || s[0] == '\t') && len(out) > 0 {
			out[len(out)-1].text += s[1:]
			continue
		}
		out = append(out, line{s, i + 1})
	}
	return out
}

// parse takes a line apart; one that is none has no name.
func parse(l line) property {
	p := property{types: ",", number: l.number}
	head, quoted := -1, false
	for i := 0; i < len(l.text) && head < 0; i++ {
		switch c := l.text[i]; {
		case c == '"':
			quoted = !quoted
		case c == ':' && !quoted:
			head = i
		}
	}
	if head < 0 {
		return p
	}
	p.value = l.text[head+1:]
	for i, part := range strings.Split(l.text[:head], ";") {
		if i == 0 {
			p.name = strings.ToUpper(strings.TrimSpace(part[strings.LastIndexByte(part, '.')+1:])) // item1.EMAIL
			continue
		}
		key, value, named := strings.Cut(part, "=")
		if !named {
			value = key // version 2.1: TEL;CELL
		}
		p.types += strings.ToUpper(strings.Trim(value, `"`)) + ","
	}
	return p
}

// decoded is the value as text: out of quoted-printable, and out of whatever character set it is in.
func (p property) decoded() string {
	if !p.is("QUOTED-PRINTABLE") {
		return p.value
	}
	out := make([]byte, 0, len(p.value))
	for i := 0; i < len(p.value); i++ {
		if p.value[i] == '=' && i+2 < len(p.value) {
			high, low := nibble(p.value[i+1]), nibble(p.value[i+2])
			if high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		out = append(out, p.value[i])
	}
	text, _, err := sheet.Decode(out)
	if err != nil {
		return p.value
	}
	return text
}

func nibble(c byte) int { return strings.IndexByte("0123456789ABCDEF", c&^(c>>1&0x20)) }

// cut takes a value apart at a separator that has no backslash before it, and takes the backslashes away.
func cut(value string, at byte) []string {
	var out []string
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '\\' && i+1 < len(value):
			i++
			if c = value[i]; c == 'n' || c == 'N' {
				c = '\n'
			}
			b.WriteByte(c)
		case c == at && at != 0:
			out = append(out, strings.TrimSpace(b.String()))
			b.Reset()
		default:
			b.WriteByte(c)
		}
	}
	return append(out, strings.TrimSpace(b.String()))
}
