package vcard

import (
	"slices"
	"strings"

	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
)

// fields are the columns that a table of cards has.
var fields = []staff.Field{staff.GivenName, staff.Surname, staff.Email, staff.Title, staff.Location, staff.Phone, staff.Mobile, staff.Contacts,
	staff.Tags, staff.Birthday, staff.Sex, staff.Language, staff.Notes}

// silent are properties about the card and not the person.
const silent = ",VERSION,PRODID,UID,REV,KIND,SOURCE,NAME,PROFILE,MAILER,TZ,CLIENTPIDMAP,X-ABUID,X-ABSHOWAS,X-ABLABEL,"

// Table reads cards as a table, with headings in a language. The n-th card is row n. What a person's page has no place for has a column of its own,
// without values, so that whoever imports sees that it is left alone. Faults: those of cards.
func Table(text, lang string) (sheet.Table, error) {
	all, err := cards(text)
	if err != nil {
		return sheet.Table{}, err
	}
	t := sheet.Table{Encoding: sheet.UTF8, Separator: sheet.Comma}
	for _, f := range fields {
		t.Header = append(t.Header, staff.Name(f, lang))
	}
	for i, card := range all {
		c := contact{lang: lang, cells: make([]string, len(fields))}
		for _, p := range card {
			if !c.take(p) && !strings.Contains(silent, ","+p.name+",") && !slices.Contains(t.Header, p.name) {
				t.Header = append(t.Header, p.name)
			}
		}
		t.Rows = append(t.Rows, sheet.Row{Line: first(card), Number: i + 1, Cells: c.done()})
	}
	for i := range t.Rows {
		t.Rows[i].Cells = append(t.Rows[i].Cells, make([]string, len(t.Header)-len(t.Rows[i].Cells))...)
	}
	return t, nil
}

// first is the line of a card's first property.
func first(card []property) int {
	if len(card) == 0 {
		return 0
	}
	return card[0].number
}

// contact is one card on its way to a row.
type contact struct {
	lang      string
	cells     []string
	full      string // FN, for a card that does not take the name apart
	preferred bool   // the address is the preferred one
	more      []org.Contact
}

// at is the cell of a field.
func (c *contact) at(f staff.Field) *string { return &c.cells[slices.Index(fields, f)] }

// put fills an empty cell.
func (c *contact) put(f staff.Field, value string) (fits bool) {
	if cell := c.at(f); *cell == "" {
		*cell = value
		return true
	}
	return false
}

// also keeps what there is one more of as a further contact.
func (c *contact) also(label, value string) {
	if value != "" && len(c.more) < maxContacts {
		c.more = append(c.more, org.Contact{Label: label, Value: value})
	}
}

const maxContacts = 10 // beyond what a card has; what a person may have is judged by the deed

// take understands a property, or says that a person has no place for it.
func (c *contact) take(p property) bool {
	text := strings.Join(cut(p.value, 0), "")
	if text == "" || p.name == "N" && strings.Trim(text, "; ") == "" {
		return true
	}
	switch p.name {
	case "N":
		name := append(cut(p.value, ';'), "", "")
		c.put(staff.Surname, name[0])
		c.put(staff.GivenName, name[1])
	case "FN":
		c.full = text
	case "EMAIL":
		c.address(p, text)
	case "TEL":
		c.telephone(p, strings.TrimPrefix(text, "tel:"))
	case "TITLE":
		*c.at(staff.Title) = text
	case "ROLE":
		c.put(staff.Title, text)
	case "ADR":
		if parts := cut(p.value, ';'); len(parts) > 3 && parts[3] != "" && (p.is("WORK") || *c.at(staff.Location) == "") {
			*c.at(staff.Location) = parts[3]
		}
	case "BDAY":
		if day, _, _ := strings.Cut(text, "T"); strings.HasPrefix(day, "--") {
			return false // a day without a year
		} else {
			c.put(staff.Birthday, day)
		}
	case "NOTE":
		c.put(staff.Notes, text)
	case "URL":
		c.also("Web", text)
	case "CATEGORIES":
		c.put(staff.Tags, strings.Join(cut(p.value, ','), ", "))
	case "GENDER":
		return text[0] != 'O' && text[0] != 'N' && text[0] != 'U' && c.put(staff.Sex, text[:1])
	case "LANG":
		return len(text) >= 2 && c.put(staff.Language, strings.ToLower(text[:2]))
	default:
		return false
	}
	return true
}

// address keeps the preferred address as the person's, and the others as further contacts.
func (c *contact) address(p property, text string) {
	if c.put(staff.Email, text) {
		c.preferred = p.preferred()
		return
	}
	cell := c.at(staff.Email)
	if p.preferred() && !c.preferred {
		c.preferred = true
		text, *cell = *cell, text
	}
	c.also(c.word("E-Mail", "Email"), text)
}

func (p property) preferred() bool { return p.is("PREF") || p.is("1") }

// telephone keeps one number of each sort, and the others as further contacts.
func (c *contact) telephone(p property, text string) {
	switch {
	case p.is("FAX"):
		c.also("Fax", text)
	case p.is("CELL"):
		if !c.put(staff.Mobile, text) {
			c.also(c.word("Mobil", "Mobile"), text)
		}
	case p.is("HOME") || !c.put(staff.Phone, text):
		label := c.word("Telefon", "Phone")
		if p.is("HOME") {
			label = c.word("Privat", "Home")
		}
		c.also(label, text)
	}
}

func (c *contact) word(de, en string) string {
	if c.lang == "de" {
		return de
	}
	return en
}

// done is the row. A name that is in one piece is cut before its last word.
func (c *contact) done() []string {
	if *c.at(staff.GivenName) == "" && *c.at(staff.Surname) == "" {
		if i := strings.LastIndexByte(c.full, ' '); i > 0 {
			*c.at(staff.GivenName), *c.at(staff.Surname) = strings.TrimSpace(c.full[:i]), c.full[i+1:]
		} else {
			*c.at(staff.Surname) = c.full
		}
	}
	*c.at(staff.Contacts) = staff.JoinContacts(c.more)
	return c.cells
}
