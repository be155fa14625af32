package staff

import (
	"strings"

	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
)

// Write returns a list of members that Columns and Normal read back as it is: fields in this order under their headings in lang, and to the
// right of them further columns, which an import leaves alone. Errors as sheet.Writer.Bytes.
func Write(members []org.Member, fields []Field, more []Further, lang string, o sheet.Options) ([]byte, error) {
	w := sheet.NewWriter(o)
	row := make([]string, 0, len(fields)+len(more))
	for _, f := range fields {
		row = append(row, Name(f, lang))
	}
	for _, m := range more {
		row = append(row, m.Heading)
	}
	w.Row(row...)
	for _, m := range members {
		row = row[:0]
		for _, f := range fields {
			row = append(row, Of(m, f, lang))
		}
		for _, x := range more {
			row = append(row, x.Of(m))
		}
		w.Row(row...)
	}
	return w.Bytes()
}

// Further is a column of a list that no field of an import is.
type Further struct {
	Heading string
	Of      func(org.Member) string
}

// Of returns what stands in field f of a list for m, with the words of lang: German for "de", English for any other language.
func Of(m org.Member, f Field, lang string) string {
	switch f {
	case Email:
		return string(m.Email)
	case Kind:
		return kindWord(m.Kind(), lang)
	case Groups:
		ids := make([]string, len(m.Groups))
		for i, in := range m.Groups {
			ids[i] = string(in.Group)
		}
		return strings.Join(ids, ", ")
	case Contacts:
		return JoinContacts(m.Contacts)
	case Tags:
		return strings.Join(m.Tags, ", ")
	case Sex:
		return translated(m.Sex, lang)
	case Language:
		return translated(m.Language, lang)
	}
	if t, is := org.MemberText(string(f)); is {
		return *t.Of(&m)
	}
	return ""
}

// translated is one of the words that Canonical reads.
func translated(value, lang string) string {
	words, ok := inWords[value]
	switch {
	case !ok:
		return value
	case lang == "de":
		return words[0]
	}
	return words[1]
}

// inWords are words in German and English.
var inWords = map[string][2]string{
	org.Female: {"weiblich", "female"}, org.Male: {"männlich", "male"}, org.Diverse: {"divers", "diverse"},
	string(org.German): {"Deutsch", "German"}, string(org.English): {"Englisch", "English"},
}

// Person is the member that the cells of a row speak of, as get has them by field: not parsed yet, and without the kind
// and the groups, which depend on others.
func Person(get func(Field) string) org.Member {
	m := org.Member{Email: org.Email(get(Email)), Tags: SplitTags(get(Tags))}
	m.Contacts, _ = ParseContacts(get(Contacts))
	for _, t := range org.MemberTexts {
		*t.Of(&m) = get(Field(t.Name))
	}
	return m
}

// kindWord is one of the words that KindOf reads.
func kindWord(k org.Kind, lang string) string {
	switch {
	case k == org.KindGuest && lang == "de":
		return "Gast"
	case k == org.KindGuest:
		return "Guest"
	case lang == "de":
		return "Mitglied"
	}
	return "Member"
}
