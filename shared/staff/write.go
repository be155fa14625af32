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
	case GivenName:
		return m.GivenName
	case Surname:
		return m.Surname
	case Email:
		return string(m.Email)
	case Kind:
		return kindWord(m.Kind(), lang)
	case Title:
		return m.Title
	case Location:
		return m.Location
	case Phone:
		return m.Phone
	case Tags:
		return strings.Join(m.Tags, ", ")
	case StartDate:
		return m.StartDate
	case Notes:
		return m.Notes
	}
	return ""
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
