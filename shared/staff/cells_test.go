package staff

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"stellwerk/shared/fault"
	"stellwerk/shared/sheet"
)

func mapping(t *testing.T, header ...string) Mapping {
	t.Helper()
	m, err := Columns(header)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestCells(t *testing.T) {
	m := mapping(t, "Vorname", "Gehalt", "Nachname", "E-Mail", "Telefon", "Notizen")
	got := Cells(m, sheet.Row{Number: 7, Cells: []string{"\u00a0Anna ", "1", ` "Müller"`, "a@example.de", `="030123"`, "eins\r\nzwei\r"}})
	want := map[Field]string{Row: "7", GivenName: "Anna", Surname: "Müller", Email: "a@example.de", Phone: "030123", Notes: "eins\nzwei"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("cells\n%v, want\n%v", got, want)
	}
}

func TestRowComesFromTheFileIfItSaysSo(t *testing.T) {
	m := mapping(t, "_row", "Vorname", "Nachname", "E-Mail")
	for in, want := range map[string]string{"4711": "4711", "": "3", "x": "3", "-1": "3", "0": "3"} {
		if got := Cells(m, sheet.Row{Number: 3, Cells: []string{in, "a", "b", "c"}})[Row]; got != want {
			t.Errorf("row %q counts as %s, want %s", in, got, want)
		}
	}
}

func TestNormal(t *testing.T) {
	m := mapping(t, "Vorname", "Nachname", "E-Mail", "Typ", "Tel.", "Tags", "Eintritt am")
	cells, faults := Normal(m, sheet.Row{Number: 4, Cells: []string{"Anna", "Müller", "mailto:a@example.de", "Gast", "+49 30 1", "Einkauf; einkauf|Team A", "1.4.19"}})
	want := map[Field]string{Row: "4", GivenName: "Anna", Surname: "Müller", Email: "a@example.de", Kind: "guest", Phone: "+49 30 1", Tags: "Einkauf, Team A", StartDate: "2019-04-01"}
	if faults != nil || !reflect.DeepEqual(cells, want) {
		t.Errorf("cells\n%v, %v; want\n%v", cells, faults, want)
	}

	_, faults = Normal(m, sheet.Row{Number: 5, Cells: []string{"A", "B", "c@example.de", "Chef", "4,93012E+11", "", "3/4/2025"}, Extra: []string{"", "x"}})
	wrong := func(code string, f Field, values ...string) *fault.Fault {
		return fault.New(fault.Invalid, code, values...).On(string(f)).InRow(5)
	}
	wantFaults := fault.List{
		wrong("staff.kind", Kind, "value", "Chef", "column", "Typ"),
		wrong("staff.rounded", Phone, "value", "4,93012E+11", "column", "Tel."),
		wrong("staff.dateAmbiguous", StartDate, "value", "3/4/2025", "column", "Eintritt am", "one", "2025-04-03", "other", "2025-03-04"),
		wrong("staff.extraCells", "", "value", "x"),
	}
	if !reflect.DeepEqual(faults, wantFaults) {
		t.Errorf("faults\n%+v, want\n%+v", faults, wantFaults)
	}
}

func TestKindOf(t *testing.T) {
	for in, want := range map[string]string{
		"user": "user", "Benutzer": "user", "MITARBEITERIN": "user", "Mitarbeiter/in": "user", "Beschäftigte": "user", "intern": "user",
		"Gast": "guest", "Gäste": "guest", "guest": "guest", "Externe": "guest", "freier Mitarbeiter": "guest", "Kunde": "guest",
	} {
		if got, wrong := KindOf(in); wrong != nil || got != want {
			t.Errorf("%q is read as %q, %v; want %s", in, got, wrong, want)
		}
	}
	for _, in := range []string{"", "Admin", "Chef", "?"} {
		if got, wrong := KindOf(in); wrong == nil || wrong.Code != "staff.kind" || wrong.Values["value"] != in {
			t.Errorf("%q is read as %q, %v; want staff.kind naming it", in, got, wrong)
		}
	}
}

func TestSplitTags(t *testing.T) {
	for in, want := range map[string][]string{
		"": nil, " , ;": nil, "a": {"a"}, "a,b;c|d": {"a", "b", "c", "d"}, " Team A ,team a": {"Team A"}, "a\nb": {"a", "b"},
	} {
		if got := SplitTags(in); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is cut into %q, want %q", in, got, want)
		}
	}
}

func TestDate(t *testing.T) {
	for in, want := range map[string]string{
		"2025-12-31": "2025-12-31", "2025-1-2": "2025-01-02", "2025/12/31": "2025-12-31", "20251231": "2025-12-31", "2025.12.31": "2025-12-31",
		"31.12.2025": "2025-12-31", "1.2.2025": "2025-02-01", "01.02.25": "2025-02-01", "31. 12. 2025": "2025-12-31", "1.1.29": "2029-01-01", "1.1.30": "1930-01-01",
		"12/31/2025": "2025-12-31", "31/12/2025": "2025-12-31", "31-12-2025": "2025-12-31", "5/5/25": "2025-05-05",
		"31. Dezember 2025": "2025-12-31", "1. März 2024": "2024-03-01", "1. Maerz 2024": "2024-03-01", "3. Jän. 2024": "2024-01-03", "31-Dec-25": "2025-12-31",
		"Dec 31, 2025": "2025-12-31", "December 31 2025": "2025-12-31", "1 Sept 2020": "2020-09-01", "15. Okt 21": "2021-10-15", "2025-Dec-31": "2025-12-31",
		"2025-12-31T00:00:00": "2025-12-31", "2025-12-31 00:00:00": "2025-12-31", "31.12.2025 08:30": "2025-12-31", "12/31/2025 8:30 AM": "2025-12-31",
		"45658": "2025-01-01", "45657,5": "2024-12-31", "45657.0": "2024-12-31", "29.02.2024": "2024-02-29", "10000": "1927-05-18",
	} {
		if got, wrong := Date(in); wrong != nil || got != want {
			t.Errorf("%q is read as %q, %v; want %s", in, got, wrong, want)
		}
	}
	for in, code := range map[string]string{
		"3/4/2025": "staff.dateAmbiguous", "03-04-2025": "staff.dateAmbiguous", "1/2/25": "staff.dateAmbiguous",
		"31.13.2025": "staff.date", "29.02.2025": "staff.date", "32.1.2025": "staff.date", "13/13/2025": "staff.date", "2025": "staff.date", "1999": "staff.date",
		"gestern": "staff.date", "": "staff.date", "1.1.1899": "staff.date", "1.1.2200": "staff.date", "1.1.205": "staff.date", "31122025": "staff.date", "4711": "staff.date",
		"Q1 2025": "staff.date", "123456": "staff.date", "1.1": "staff.date", "-1.1.2025x": "staff.date", "1.1.+25": "staff.date", "12:30": "staff.date",
	} {
		if got, wrong := Date(in); wrong == nil || wrong.Code != code || wrong.Values["value"] != in {
			t.Errorf("%q is read as %q, %v; want %s naming it", in, got, wrong, code)
		}
	}
}

// What is canonical stays as it is, and nothing a cell can hold makes the reader panic.
func TestCanonicalIsStable(t *testing.T) {
	cell := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9]{1,4}[./ -][0-9A-Za-zä]{1,9}[./ -][0-9]{1,4}`), rapid.StringMatching(`[0-9]{1,8}`), rapid.StringMatching(`[a-z,;| ]{0,12}`))
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(Fields).Draw(t, "field")
		once, wrong := Canonical(f, cell.Draw(t, "cell"))
		if wrong != nil {
			return
		}
		if twice, wrong := Canonical(f, once); wrong != nil || twice != once {
			t.Fatalf("%q as %s became %q, %v when read again", once, f, twice, wrong)
		}
	})
}

func TestWhatIsSaidOfAPerson(t *testing.T) {
	for _, c := range []struct {
		f    Field
		cell string
		want string
		code string
	}{
		{Sex, "w", "female", ""}, {Sex, "Herr", "male", ""}, {Sex, "Frau Dr.", "female", ""}, {Sex, "MÄNNLICH", "male", ""}, {Sex, "divers", "diverse", ""}, {Sex, "", "", ""},
		{Sex, "Firma", "Firma", "staff.sex"},
		{Language, "de-AT", "de", ""}, {Language, "Englisch", "en", ""}, {Language, "Deutsch (Schweiz)", "de", ""}, {Language, "Français", "Français", "staff.language"},
		{Birthday, "24.12.85", "1985-12-24", ""}, {Birthday, "1.1.16", "1916-01-01", ""}, {Birthday, "1.1.15", "2015-01-01", ""}, {Birthday, "05.03.2018", "2018-03-05", ""},
		{Birthday, "43164", "2018-03-05", ""}, {Birthday, "3/4/85", "3/4/85", "staff.dateAmbiguous"}, {StartDate, "1.1.16", "2016-01-01", ""},
		{Mobile, "4,9171E+11", "4,9171E+11", "staff.rounded"}, {StaffNumber, "0047", "0047", ""},
	} {
		got, wrong := Canonical(c.f, c.cell)
		if got != c.want || (wrong == nil) != (c.code == "") || wrong != nil && (wrong.Code != c.code || wrong.Field != string(c.f)) {
			t.Errorf("%s %q is read as %q, %v; want %q %s", c.f, c.cell, got, wrong, c.want, c.code)
		}
	}
}
