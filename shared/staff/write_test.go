package staff

import (
	"testing"

	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
)

var people = []org.Member{
	{GivenName: "Änne", Surname: "O'Müller; Söhne", Email: "aenne@acme.example", Role: org.User, Title: `Chefin "Nord"`, Location: "Köln", Phone: "+49 221 1234", Tags: []string{"Teilzeit", "Führerschein C"}, StartDate: "2019-02-28", Notes: "eine Zeile\nund noch eine",
		Mobile: "+49 171 1234", StaffNumber: "0047", Birthday: "1984-02-29", Sex: org.Diverse, Language: string(org.English)},
	{GivenName: "=1+1", Surname: "-minus", Email: "g@acme.example", Role: org.Guest, Notes: "'=schon geschützt"},
	{GivenName: "Otto", Surname: "Ott", Email: "otto@acme.example", Role: org.Owner},
}

// What is written in any form is read back as it was: exporting, looking through and importing changes nobody.
func TestAListThatWasWrittenIsReadBackAsItWas(t *testing.T) {
	for _, lang := range []string{"de", "en"} {
		for _, o := range []sheet.Options{{}, {Separator: sheet.Comma, Encoding: sheet.UTF8}, {Separator: sheet.Tab, Encoding: sheet.UTF16LE}, {Encoding: sheet.Windows1252}} {
			data, err := Write(people, Fields, []Further{{"Status", func(m org.Member) string { return string(m.Status()) }}}, lang, o)
			if err != nil {
				t.Fatal(err)
			}
			table, err := sheet.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			mapping, err := Columns(table.Header)
			if err != nil || len(mapping.Columns) != len(Fields) || len(mapping.Unknown) != 1 {
				t.Fatalf("%s %v: %v, columns %v, unknown %v", lang, o, err, mapping.Columns, mapping.Unknown)
			}
			if len(table.Rows) != len(people) {
				t.Fatalf("%d rows of %d", len(table.Rows), len(people))
			}
			for i, row := range table.Rows {
				cells, faults := Normal(mapping, row)
				if len(faults) > 0 {
					t.Error(faults)
				}
				for _, f := range Fields {
					want := Of(people[i], f, "")
					switch f {
					case Kind:
						want = string(people[i].Kind())
					case Sex:
						want = people[i].Sex
					case Language:
						want = people[i].Language
					}
					if cells[f] != want {
						t.Errorf("%s %v, row %d: %s is %q, was %q", lang, o, row.Number, f, cells[f], want)
					}
				}
			}
		}
	}
}
