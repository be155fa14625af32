package members

import (
	"strings"
	"testing"

	"stellwerk/app/ui"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/sheet"
	"stellwerk/shared/staff"
)

var exportedPeople = []org.Member{
	{GivenName: "Änne", Surname: "Öhler", Email: "aenne@acme.example", Role: org.Admin, Title: "Chefin", Phone: "+49 221 1234", Notes: "vertraulich", Tags: []string{"a", "b"},
		Groups: []org.Membership{{Group: "01J0000000000000000000GRP1"}, {Group: "01J0000000000000000000GRP2", Part: org.PartLeader}}, Contacts: []org.Contact{{Label: "Notruf", Value: "112"}, {Label: "Fax", Value: "a|b"}},
		StaffNumber: "4711", Birthday: "1980-02-29", Sex: org.Female, Quota: "1.5 TB", Language: "en"},
	{GivenName: "Ben", Surname: "=Berg", Email: "ben@acme.example", Role: org.Guest, Deactivated: true},
}

func TestAnExportHoldsWhatOneMaySee(t *testing.T) {
	for _, c := range []struct {
		story string
		role  org.Role
		e     exporting
		look  ui.Look
		want  string // the first line, and what the second begins with
	}{
		{"all that an import knows", org.Owner, preset(), "",
			"Vorname;Nachname;E-Mail;Art;Position;Standort;Einheiten;Telefon;Mobil;Weitere Kontakte;Schlagworte;Personalnummer;Eintrittsdatum;Erster Tag;Letzter Tag;Geburtsdatum;Geschlecht;Sprache;Speicherplatz;Bemerkung;Rolle;Status\r\n" +
				"Änne;Öhler;aenne@acme.example;Mitglied;Chefin;;\"01J0000000000000000000GRP1, 01J0000000000000000000GRP2\";'+49 221 1234;;Notruf: 112 | Fax: a\\|b;\"a, b\";4711;;;;1980-02-29;weiblich;Englisch;1.5 TB;vertraulich;Admin;Ausstehend"},
		{"to others what they see", org.User, preset(), "", "Vorname;Nachname;E-Mail;Position;Standort;Telefon;Mobil\r\nÄnne;Öhler;aenne@acme.example;Chefin;;'+49 221 1234;\r\n"},
		{"as the list shows it", org.Owner, exporting{columns: asShown, separator: ",", encoding: string(sheet.UTF8)}, "+email -tags",
			"Name,E-Mail,Position,Rolle,Status\r\nÄnne Öhler,aenne@acme.example,Chefin,Admin,Ausstehend\r\nBen =Berg,"},
	} {
		t.Run(c.story, func(t *testing.T) {
			signIn(t, c.role)
			data, err := c.e.written(exportedPeople, c.look)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimPrefix(string(data), "\uFEFF"); !strings.HasPrefix(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestAnExportedListCanBeImportedAgain(t *testing.T) {
	signIn(t, org.Owner)
	data, err := preset().written(exportedPeople, "")
	if err != nil {
		t.Fatal(err)
	}
	table, err := sheet.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	mapping, err := staff.Columns(table.Header)
	if err != nil || len(mapping.Columns) != len(staff.Fields) || len(mapping.Unknown) != 2 {
		t.Fatal(err, mapping)
	}
	for _, row := range table.Rows {
		if _, faults := staff.Normal(mapping, row); len(faults) > 0 {
			t.Error(faults)
		}
	}
}

func TestAnEncodingThatLacksALetterIsRefused(t *testing.T) {
	signIn(t, org.Owner)
	e := preset()
	e.encoding = string(sheet.Windows1252)
	if _, err := e.written([]org.Member{{GivenName: "Łukasz"}}, ""); !fault.Is(err, sheet.NotInEncoding) {
		t.Error(err)
	}
}
