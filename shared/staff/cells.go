package staff

import (
	"strconv"
	"strings"
	"sync"
	"unicode"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
)

// Cells returns the cells of a row by field, one for each column of the mapping, without the space around them and with
// LF as the only line break. Row is always there: what the file says under RowHeader, else the row's own number.
func Cells(m Mapping, r sheet.Row) map[Field]string {
	cells := make(map[Field]string, len(m.Columns)+1)
	for f, i := range m.Columns {
		if i < len(r.Cells) {
			cells[f] = Clean(r.Cells[i])
		}
	}
	if n, err := strconv.Atoi(cells[Row]); err != nil || n < 1 {
		cells[Row] = strconv.Itoa(r.Number)
	}
	return cells
}

// Normal returns the cells of a row in the form that deeds take: see Canonical. What can't be brought into it stays as it
// is, with a fault for it; faults carry the row, the field and the column's name. A row with cells beyond the headings
// has the fault staff.extraCells, as its values may stand in the wrong columns.
func Normal(m Mapping, r sheet.Row) (map[Field]string, fault.List) {
	cells := Cells(m, r)
	row, _ := strconv.Atoi(cells[Row])
	var faults fault.List
	for _, f := range Fields {
		if _, ok := m.Columns[f]; !ok {
			continue
		}
		value, wrong := Canonical(f, cells[f])
		if wrong != nil {
			wrong = wrong.InRow(row)
			wrong.Values["column"] = m.Name(f)
			faults = append(faults, wrong)
			continue
		}
		cells[f] = value
	}
	if len(r.Extra) > 0 {
		faults = append(faults, fault.New(fault.Invalid, "staff.extraCells", "value", r.Extra[len(r.Extra)-1]).InRow(row))
	}
	return cells, faults
}

// Canonical returns a cell of field f as deeds take it: a day as 2006-01-02, a kind as user or guest, a sex and a language in their one word,
// tags with ", " between them, contacts as JoinContacts has them, an address without "mailto:". "" stays "", and so do groups, which are found
// where they are known. Faults: staff.date, staff.dateAmbiguous, staff.kind, staff.sex, staff.language, staff.contacts, staff.rounded.
func Canonical(f Field, cell string) (string, *fault.Fault) {
	cell = Clean(cell)
	if cell == "" {
		return "", nil
	}
	switch f {
	case StartDate, From, Until, Birthday:
		day, wrong := Date(cell)
		switch {
		case wrong != nil:
			return day, wrong.On(string(f))
		case f == Birthday:
			return born(day, cell), nil
		}
		return day, nil
	case Kind:
		return KindOf(cell)
	case Sex:
		return wordOf(sexes(), Sex, "staff.sex", cell)
	case Language:
		return wordOf(languages(), Language, "staff.language", cell)
	case Tags:
		return strings.Join(SplitTags(cell), ", "), nil
	case Contacts:
		list, wrong := ParseContacts(cell)
		if wrong != nil {
			return cell, wrong
		}
		return JoinContacts(list), nil
	case Email:
		if len(cell) > 7 && strings.EqualFold(cell[:7], "mailto:") {
			return cell[7:], nil
		}
	case Phone, Mobile, StaffNumber:
		if isRounded(cell) {
			return cell, refuse(f, "staff.rounded", cell)
		}
	}
	return cell, nil
}

// SplitTags cuts a cell at commas, semicolons, bars and line breaks. Each tag comes once, in the case it first has.
func SplitTags(cell string) []string {
	var tags []string
	seen := map[string]bool{}
	for _, tag := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;|\r\n", r) }) {
		tag = Clean(tag)
		if key := strings.ToLower(tag); tag != "" && !seen[key] {
			seen[key] = true
			tags = append(tags, tag)
		}
	}
	return tags
}

const (
	userWords = "user users benutzer benutzerin benutzerinnen nutzer nutzerin mitarbeiter mitarbeiterin mitarbeitende mitarbeitender mitarbeiterinnen " +
		"angestellter angestellte employee staff member mitglied intern interne interner internal person anwender anwenderin team kollege kollegin beschaeftigter beschaeftigte"
	guestWords = "guest guests gast gaeste gastbenutzer gastnutzer gastzugang extern externe externer externeperson external externalperson externaluser " +
		"freelancer freiberufler freiberuflerin freiermitarbeiter freiemitarbeiterin dienstleister dienstleisterin besucher besucherin visitor contractor partner berater beraterin consultant lieferant kunde kundin"
)

// words are lists of what people write, by what it means.
func words(by map[string]string) func() map[string]string {
	return sync.OnceValue(func() map[string]string {
		m := map[string]string{}
		for means, list := range by {
			for _, w := range strings.Fields(list) {
				m[Fold(w)] = means
			}
		}
		return m
	})
}

var (
	kinds = words(map[string]string{"user": userWords, "guest": guestWords})
	sexes = words(map[string]string{
		org.Female:  "female f w weiblich frau fr woman mrs ms miss madame mme fräulein",
		org.Male:    "male m männlich mann herr hr man mr monsieur",
		org.Diverse: "diverse divers d x nonbinary nichtbinär inter other anderes",
	})
	languages = words(map[string]string{
		string(org.German):  "de deutsch german ger deu dede deat dech",
		string(org.English): "en englisch english eng engb enus",
	})
)

// KindOf reads a word for a kind in English or German: "user" or "guest". Fault: staff.kind.
func KindOf(cell string) (string, *fault.Fault) {
	if kind, ok := kinds()[Fold(cell)]; ok {
		return kind, nil
	}
	return cell, refuse(Kind, "staff.kind", cell)
}

// wordOf reads a cell that begins with a word that stands for something else, as in "Frau Dr.". Fault: code.
func wordOf(words map[string]string, f Field, code, cell string) (string, *fault.Fault) {
	first, _, _ := strings.Cut(cell, " ")
	for _, word := range []string{cell, first} {
		if means, ok := words[Fold(word)]; ok {
			return means, nil
		}
	}
	return cell, refuse(f, code, cell)
}

func refuse(f Field, code, value string) *fault.Fault {
	return fault.New(fault.Invalid, code, "value", value).On(string(f))
}

// isRounded recognises numbers such as 4,93012E+11: what Excel makes of a long telephone number, with digits lost.
func isRounded(cell string) bool {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(cell), "E+")
	return ok && isDigits(exponent) && isDigits(strings.NewReplacer(",", "", ".", "").Replace(mantissa))
}

// Clean drops the space around a cell, the quotes that a file with spaces after its separators leaves around it, and
// Excel's way to write digits as text, ="0123". Line breaks become LF.
func Clean(cell string) string {
	if strings.IndexByte(cell, '\r') >= 0 {
		cell = strings.ReplaceAll(strings.ReplaceAll(cell, "\r\n", "\n"), "\r", "\n")
	}
	whole := cell
	cell = strings.TrimFunc(cell, isSpace)
	if quoted := strings.TrimPrefix(cell, "="); len(quoted) > 1 && quoted[0] == '"' && whole[0] != '"' && strings.IndexByte(quoted[1:], '"') == len(quoted)-2 {
		cell = strings.TrimFunc(quoted[1:len(quoted)-1], isSpace)
	}
	return cell
}

func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\u200B' || r == '\uFEFF' }

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
