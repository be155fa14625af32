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
	"stellwerk/shared/sheet"
)

// One list of people and two of groups, as programs write them. What LibreOffice 7.4 has written lies in testdata/libreoffice; files of Excel, Google
// Sheets and Numbers are put together here as those programs do it: which separator, quotes, line ends and encoding, which parts of a workbook.
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
			out.WriteString(cell)
		}
		out.WriteString(d.end)
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

// googleSheets puts a workbook together as Google Sheets exports it: no docProps, shared strings, days as numbers under a format of its own, and a
// grid of a thousand rows with empty cells that have a style.
func googleSheets(t *testing.T, rows [][]string) []byte {
	t.Helper()
	var cells, strs strings.Builder
	n := 0
	for r := range 1000 {
		fmt.Fprintf(&cells, `<row r="%d">`, r+1)
		for c := range rows[0] {
			at, value := fmt.Sprintf("%s%d", sheet.ColumnName(c+1), r+1), ""
			if r < len(rows) {
				value = rows[r][c]
			}
			switch day, err := time.Parse("02.01.2006", value); {
			case value == "":
				fmt.Fprintf(&cells, `<c r="%s" s="2"/>`, at)
			case err == nil:
				fmt.Fprintf(&cells, `<c r="%s" s="1"><v>%d.0</v></c>`, at, int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24))
			case c == 0 && strings.Trim(value, "0123456789") == "":
				fmt.Fprintf(&cells, `<c r="%s" s="2"><v>%s.0</v></c>`, at, value)
			default:
				fmt.Fprintf(&cells, `<c r="%s" s="2" t="s"><v>%d</v></c>`, at, n)
				fmt.Fprintf(&strs, `<si><t xml:space="preserve">%s</t></si>`, strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(value))
				n++
			}
		}
		cells.WriteString("</row>")
	}
	const head, main = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n", `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	return zipped(t, [][2]string{
		{"xl/drawings/drawing1.xml", head + `<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>`},
		{"xl/sharedStrings.xml", head + `<sst ` + main + fmt.Sprintf(` count="%d" uniqueCount="%d">`, n, n) + strs.String() + `</sst>`},
		{"xl/styles.xml", head + `<styleSheet ` + main + `><numFmts count="1"><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/></numFmts><fonts count="1"><font><sz val="10.0"/><name val="Arial"/></font></fonts>` +
			`<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf borderId="0" fillId="0" fontId="0" numFmtId="0"/></cellStyleXfs>` +
			`<cellXfs count="3"><xf borderId="0" fillId="0" fontId="0" numFmtId="0" xfId="0"/><xf borderId="0" fillId="0" fontId="0" numFmtId="164" xfId="0" applyNumberFormat="1"/><xf borderId="0" fillId="0" fontId="0" numFmtId="0" xfId="0"/></cellXfs></styleSheet>`},
		{"xl/worksheets/sheet1.xml", head + `<worksheet ` + main + `><sheetPr><outlinePr summaryBelow="0" summaryRight="0"/></sheetPr><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/><sheetData>` +
			cells.String() + `</sheetData><drawing r:id="rId1"/></worksheet>`},
		{"xl/worksheets/_rels/sheet1.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relation + `drawing" Target="../drawings/drawing1.xml"/></Relationships>`},
		{"xl/workbook.xml", head + `<workbook ` + main + `><workbookPr/><sheets><sheet state="visible" name="Tabellenblatt1" sheetId="1" r:id="rId4"/></sheets><definedNames/><calcPr/></workbook>`},
		{"xl/_rels/workbook.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId2" Type="` + relation + `styles" Target="styles.xml"/>` +
			`<Relationship Id="rId3" Type="` + relation + `sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId4" Type="` + relation + `worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relation + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default ContentType="application/xml" Extension="xml"/><Default ContentType="application/vnd.openxmlformats-package.relationships+xml" Extension="rels"/>` +
			`<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml" PartName="/xl/worksheets/sheet1.xml"/><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml" PartName="/xl/sharedStrings.xml"/>` +
			`<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml" PartName="/xl/styles.xml"/><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml" PartName="/xl/workbook.xml"/></Types>`},
	})
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
		{"Excel, CSV", text{";", "\r\n", false, windows1252}},
		{"Excel, CSV UTF-8", text{";", "\r\n", false, markedUTF8}},
		{"Excel in English, CSV UTF-8", text{",", "\r\n", false, markedUTF8}},
		{"Excel, Unicode text", text{"\t", "\r\n", false, markedUTF16}},
		{"Excel on a Mac, CSV", text{";", "\r", false, macintosh}},
		{"Excel, CSV for MS-DOS", text{";", "\r\n", false, msDOS}},
		{"Google Sheets, CSV", text{",", "\r\n", false, plainUTF8}},
		{"Google Sheets, TSV", text{"\t", "\r\n", false, plainUTF8}},
		{"Numbers, CSV", text{";", "\n", false, plainUTF8}},
		{"a program that quotes everything", text{",", "\n", true, plainUTF8}},
	} {
		add(p.story, 0, written(p.text, dialectPeople), written(p.text, dialectUnits), written(p.text, dialectBroken))
	}
	named := func(rows [][]string) [][]string { return append([][]string{{"Tabelle 1"}}, rows...) }
	numbers := text{";", "\n", false, plainUTF8}
	add("Numbers, CSV with the tables' names", 1, written(numbers, named(dialectPeople)), written(numbers, named(dialectUnits)), written(numbers, named(dialectBroken)))
	google := func(rows [][]string) func(*testing.T) []byte {
		return func(t *testing.T) []byte { return googleSheets(t, rows) }
	}
	add("Google Sheets, xlsx", 0, google(dialectPeople), google(dialectUnits), google(dialectBroken))
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
			if d.story == "Numbers, CSV with the tables' names" {
				below = 1 // LibreOffice's lists of groups have no title
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
