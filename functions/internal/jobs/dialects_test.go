package jobs_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"stellwerk/functions/internal/testworld"
	"stellwerk/functions/internal/workbook"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// One list of people and two of groups, as programs write them. What LibreOffice 7.4 has written lies in testdata/libreoffice; files of Excel, Google
// Sheets and Numbers are put together with the structure that those programs give theirs: separator, quotes, line ends and encoding here, workbooks in dialectbooks_test.go.
var (
	dialectPeople = [][]string{
		{"Personalnummer", "Vorname", "Nachname", "E-Mail", "Tel.", "Geburtstag", "Eintritt", "Einheiten", "Bemerkung"},
		{"815", "Jürgen", "Weiß", "juergen.weiss@example.de", "+49 681 123-0", "24.12.1985", "01.04.2019", "V", `sagt "Moin"; oft, gern`},
		{"4711", "Zoë", "D’Angelo", "zoe@example.de", "0681 4711", "03.06.1990", "31.12.2024", "V, A", "zweizeilige\nBemerkung"},
		{"", "", "", "", "", "", "", "", ""},
		{"7", "Ägid", "Groß", "aegid@example.de", "", "", "29.02.2020", "Werk Nord", ""}, // nobody knows that group
		{"8", "Jürgen", "Zweimal", "Juergen.Weiss@example.de", "", "", "", "", ""},
		{"9", "Öznur", "Çelik", "keine Adresse", "", "", "", "", ""},
	}
	dialectUnits = [][]string{
		{"id", "parentId", "name", "type"}, {"V", "", "Vertrieb", "Abteilung"}, {"A", "V", `Außendienst "Süd"`, "Team"}, {"", "", "", ""}, {"7", "V", "Nummer sieben", "Team"},
	}
	dialectBroken = [][]string{
		{"id", "parentId", "name", "type"}, {"V", "", "Vertrieb", "Abteilung"}, {"V", "", "Nochmal", "Abteilung"}, {"", "", "", ""},
		{"C", "D", "Kreis eins", "Team"}, {"D", "C", "Kreis zwei", "Team"}, {"E", "Nirgends", "Verwaist", "Team"}, {"F", "", "", "Team"},
	}
)

// text is how a program writes tables as text.
type text struct {
	separator, end string
	all            bool // every cell in quotes
	encode         func(string) []byte
	open           bool   // nothing ends the last line
	within         string // a line break in a cell; "" is LF
}

func (d text) write(rows [][]string) []byte {
	var out strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				out.WriteString(d.separator)
			}
			if d.all || strings.ContainsAny(cell, d.separator+"\"\r\n") {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			if d.within != "" {
				cell = strings.ReplaceAll(cell, "\n", d.within)
			}
			out.WriteString(cell)
		}
		out.WriteString(d.end)
	}
	if d.open {
		return d.encode(strings.TrimSuffix(out.String(), d.end))
	}
	return d.encode(out.String())
}

func plainUTF8(s string) []byte  { return []byte(s) }
func markedUTF8(s string) []byte { return []byte("\uFEFF" + s) }

func windows1252(s string) (out []byte) {
	for _, r := range strings.ReplaceAll(s, "’", "\u0092") { // the only one of these texts that is elsewhere there
		out = append(out, byte(r))
	}
	return out
}

// bytesOf encodes what is not ASCII by a table.
func bytesOf(table map[rune]byte) func(string) []byte {
	return func(s string) (out []byte) {
		for _, r := range s {
			b, ok := table[r]
			if !ok {
				b = byte(r)
			}
			out = append(out, b)
		}
		return out
	}
}

var (
	macintosh = bytesOf(map[rune]byte{'Ä': 0x80, 'Ç': 0x82, 'Ö': 0x85, 'ë': 0x91, 'ü': 0x9F, 'ß': 0xA7, '’': 0xD5})
	msDOS     = bytesOf(map[rune]byte{'Ç': 0x80, 'ü': 0x81, 'ë': 0x89, 'Ä': 0x8E, 'Ö': 0x99, 'ß': 0xE1, '’': '\''}) // which has no such apostrophe
)

func markedUTF16(s string) (out []byte) {
	for _, u := range utf16.Encode([]rune("\uFEFF" + s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func zipped(t *testing.T, parts [][2]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.Create(p[0])
		if err == nil {
			_, err = w.Write([]byte(p[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// dialect is how a program writes the lists.
type dialect struct {
	story string
	below int // how many rows stand above the headings
	lists [3]func(t *testing.T) []byte
}

func dialects() (all []dialect) {
	add := func(story string, below int, people, units, broken func(t *testing.T) []byte) {
		all = append(all, dialect{story, below, [3]func(t *testing.T) []byte{people, units, broken}})
	}
	written := func(d text, rows [][]string) func(*testing.T) []byte {
		return func(*testing.T) []byte { return d.write(rows) }
	}
	for _, p := range []struct {
		story string
		text
	}{
		{"Excel, CSV", text{separator: ";", end: "\r\n", encode: windows1252}},
		{"Excel, CSV UTF-8", text{separator: ";", end: "\r\n", encode: markedUTF8}},
		{"Excel in English, CSV UTF-8", text{separator: ",", end: "\r\n", encode: markedUTF8}},
		{"Excel, Unicode text", text{separator: "\t", end: "\r\n", encode: markedUTF16}},
		{"Excel on a Mac, CSV", text{separator: ";", end: "\r", encode: macintosh}},
		{"Excel on a Mac, CSV for Windows", text{separator: ";", end: "\r\n", encode: windows1252, within: "\r"}},
		{"Excel, CSV for MS-DOS", text{separator: ";", end: "\r\n", encode: msDOS}},
		{"Google Sheets, CSV", text{separator: ",", end: "\r\n", encode: plainUTF8, open: true}},
		{"Google Sheets, TSV", text{separator: "\t", end: "\r\n", encode: plainUTF8, open: true}},
		{"Numbers, CSV", text{separator: ";", end: "\r\n", encode: plainUTF8, open: true}},
		{"Numbers, TSV", text{separator: "\t", end: "\r\n", encode: plainUTF8, open: true}},
		{"a program that quotes everything", text{separator: ",", end: "\n", all: true, encode: plainUTF8}},
	} {
		add(p.story, 0, written(p.text, dialectPeople), written(p.text, dialectUnits), written(p.text, dialectBroken))
	}
	table := text{separator: ";", end: "\r\n", encode: plainUTF8, open: true}
	add("Numbers, CSV with the tables' names", 1, written(table, named(dialectPeople)), written(table, named(dialectUnits)), written(table, named(dialectBroken)))
	workbook := func(story string, below int, write func(t *testing.T, rows [][]string) []byte) {
		of := func(rows [][]string) func(*testing.T) []byte {
			return func(t *testing.T) []byte { return write(t, rows) }
		}
		add(story, below, of(dialectPeople), of(dialectUnits), of(dialectBroken))
	}
	workbook("Excel, xlsx", 0, func(t *testing.T, rows [][]string) []byte { return excel16(t, rows, false) })
	workbook("Excel, strict xlsx", 0, func(t *testing.T, rows [][]string) []byte { return excel16(t, rows, true) })
	workbook("Google Sheets, xlsx", 0, googleSheets)
	workbook("Numbers, xlsx", 1, numbers)
	file := func(name string) func(t *testing.T) []byte {
		return func(t *testing.T) []byte {
			b, err := os.ReadFile(filepath.Join("testdata", "libreoffice", name))
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
	}
	for name, story := range map[string]string{
		"comma.csv": "CSV", "semicolon-quoted.csv": "CSV with all texts quoted", "windows-1252.csv": "CSV in Windows-1252", "utf-16-tab.csv": "CSV in UTF-16 with tabs",
		"people.xlsx": "xlsx", "people1904.xlsx": "xlsx that counts days from 1904",
	} {
		add("LibreOffice, "+story, 0, file(name), file("units.xlsx"), file("units-broken.xlsx"))
	}
	add("LibreOffice, xlsx under a title in merged cells", 2, file("title.xlsx"), file("units.xlsx"), file("units-broken.xlsx"))
	return all
}

// named has the name of the table above it, as Numbers has.
func named(rows [][]string) [][]string { return append([][]string{{"Tabelle 1"}}, rows...) }

// asText is a list as it is uploaded: a workbook is one sheet of it then.
func asText(t *testing.T, b []byte) string {
	t.Helper()
	if !bytes.HasPrefix(b, []byte("PK")) {
		return string(b)
	}
	out, err := workbook.Read(b, "")
	if err != nil {
		t.Fatalf("read the workbook: %v", err)
	}
	return out.Table
}

// Whatever program has written the lists, the same people and groups come of them, and the same rows are refused, by the numbers that the program shows.
func TestListsAreReadAsProgramsWriteThem(t *testing.T) {
	for _, d := range dialects() {
		t.Run(d.story, func(t *testing.T) {
			o := open(t, testworld.Open(t))
			id := o.uploadBoth(t, o.Admin, asText(t, d.lists[1](t)), asText(t, d.lists[0](t)))
			p, err := o.jobs.Preview(t.Context(), o.Tenant, o.Admin, id, 0, 100)
			if err != nil {
				t.Fatal(err)
			}
			at := func(row int) int { return row + d.below }
			want := fmt.Sprintf("%d new\n%d new\n%d refused unit.unknown@groups/%[3]d\n%d refused import.duplicate@email/%[4]d\n%d refused email.at@email/%[5]d\n", at(2), at(3), at(5), at(6), at(7))
			if got := told(p.Rows); got != want {
				t.Fatalf("the rows are\n%swant\n%s", got, want)
			}
			if f := p.Rows[2].Faults[0]; f.Values["value"] != "Werk Nord" || f.Values["column"] != "Einheiten" {
				t.Errorf("the unknown group is told as %v", f.Values)
			}
			if _, err := o.jobs.Apply(t.Context(), o.Tenant, o.Admin, id); err != nil {
				t.Fatal(err)
			}
			o.finish(t, o.Admin, id)
			var came []string
			for _, r := range o.Records(t) {
				if m, is := r.Value.(org.Member); is && strings.HasSuffix(string(m.Email), "example.de") {
					came = append(came, fmt.Sprintf("%s %s %s, %s, %s, born %s, since %s, %q", m.StaffNumber, m.GivenName, m.Surname, m.Email, m.Phone, m.Birthday, m.StartDate, m.Notes))
				}
			}
			slices.Sort(came)
			if got, want := strings.ReplaceAll(strings.Join(came, "\n"), "'", "’"), `4711 Zoë D’Angelo, zoe@example.de, 0681 4711, born 1990-06-03, since 2024-12-31, "zweizeilige\nBemerkung"`+"\n"+
				`815 Jürgen Weiß, juergen.weiss@example.de, +49 681 123-0, born 1985-12-24, since 2019-04-01, "sagt \"Moin\"; oft, gern"`; got != want {
				t.Errorf("came\n%s\nwant\n%s", got, want)
			}
			if got, want := o.tree(t), `Vertrieb:2(Außendienst "Süd":1 Nummer sieben:0)`; got != want {
				t.Errorf("the tree is %s, want %s", got, want)
			}

			broken := o.uploadBoth(t, o.Admin, asText(t, d.lists[2](t)), "")
			_, err = o.jobs.Preview(t.Context(), o.Tenant, o.Admin, broken, 0, 100)
			var rows []string
			for _, f := range fault.All(err) {
				rows = append(rows, fmt.Sprintf("%d %s@%s %s", f.Row, f.Code, f.Field, f.Values["id"]))
			}
			below := 0
			if strings.HasPrefix(d.story, "Numbers") {
				below = d.below // LibreOffice's lists of groups have no title
			}
			at = func(row int) int { return row + below }
			slices.Sort(rows)
			if got, want := strings.Join(rows, "\n"), fmt.Sprintf("%d unit.twice@id V\n%d unit.cycle@parentId C\n%d unit.parentUnknown@parentId E\n%d text.missing@name F", at(3), at(5), at(7), at(8)); got != want {
				t.Errorf("of the broken list\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// A sheet that somebody has formatted down to its last row is no larger than what is in it.
func TestASheetFormattedToItsLastRow(t *testing.T) {
	var rows strings.Builder
	for n := 4; n <= 60_000; n++ {
		fmt.Fprintf(&rows, `<row r="%d" s="1" customFormat="1"/>`, n)
	}
	rows.WriteString(`<row r="1048576"><c r="A1048576" s="1" t="inlineStr"><is><t> </t></is></c></row>`)
	b := googleSheets(t, dialectPeople[:3])
	b = changed(t, b, "xl/worksheets/sheet1.xml", "</sheetData>", rows.String()+"</sheetData>")
	began := time.Now()
	out, err := workbook.Read(b, "")
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(out.Table, "\r\n"); lines != 3 {
		t.Errorf("the table has %d lines", lines)
	}
	t.Logf("read in %v", time.Since(began))
}

// changed replaces something in a part of a workbook.
func changed(t *testing.T, book []byte, part, from, to string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var parts [][2]string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if _, err := text.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		content := text.String()
		if f.Name == part {
			content = strings.Replace(content, from, to, 1)
		}
		parts = append(parts, [2]string{f.Name, content})
	}
	return zipped(t, parts)
}
