package staff

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stellwerk/shared/sheet"
)

// A list as Excel in German saved it (Windows-1252, semicolons, CRLF), told row by row.
func TestGermanStaffList(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("testdata", "personal.csv"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := sheet.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Columns(table.Header)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Unknown) != 1 || m.Unknown[0].Name != "Kostenstelle" {
		t.Errorf("unknown columns %v, want Kostenstelle alone", m.Unknown)
	}
	var told []string
	for _, r := range table.Rows {
		cells, faults := Normal(m, r)
		line := fmt.Sprintf("%s line %d: %s %s <%s> %s since %s, %s [%s] %s", cells[Row], r.Line, cells[GivenName], cells[Surname], cells[Email], cells[Kind], cells[StartDate], cells[Phone], cells[Tags], cells[Notes])
		for _, f := range faults {
			line += fmt.Sprintf(" ! %d %s %s %s", f.Row, f.Code, f.Field, f.Values["column"])
		}
		told = append(told, line)
	}
	want := []string{
		"2 line 2: Jürgen Weiß <juergen.weiss@example.de> user since 2019-04-01, +49 681 123-0 [Einkauf, Leitung] ",
		"3 line 3: Zoë D’Angelo <zoe@example.de> guest since 2024-12-31,  [] zweizeilige\nBemerkung",
		"5 line 6: Ägid Groß <aegid@example.de> user since ,  [] ",
		"6 line 7: Öznur Çelik <oeznur@example.de> Chef since 2020-01-01,  []  ! 6 staff.kind kind Art",
		"7 line 8: Max Mustermann <max@example.de> user since 31.02.2020, 4,96812E+11 []  ! 7 staff.rounded phone Tel. ! 7 staff.date startDate Eintritt",
		"8 line 9: Eva Maier <eva@example.de> user since 2021-03-01, 0681/4711 [Team, A]  ! 8 staff.extraCells  ",
	}
	if got := strings.Join(told, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the list reads\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// 10,000 rows are to be previewed within a second; reading them is the smallest part.
func BenchmarkRead10000(b *testing.B) {
	file := []byte("Vorname;Nachname;E-Mail;Art;Position;Ort;Tel.;Schlagworte;Eintritt;Notizen\r\n" +
		strings.Repeat("Jürgen;Müller-Lüdenscheidt;juergen.mueller@example.de;Mitarbeiter;\"Leiter; Einkauf\";Saarbrücken;+49 681 123456;\"eins, zwei\";01.04.2019;\r\n", 10_000))
	b.ReportAllocs()
	for b.Loop() {
		table, err := sheet.Read(file)
		if err != nil {
			b.Fatal(err)
		}
		m, err := Columns(table.Header)
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range table.Rows {
			if _, faults := Normal(m, r); faults != nil {
				b.Fatal(faults)
			}
		}
	}
}
