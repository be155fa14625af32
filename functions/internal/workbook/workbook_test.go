package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"stellwerk/shared/fault"
	"stellwerk/shared/route"
	"stellwerk/shared/sheet"
)

// book makes a workbook; fill gets it with one sheet, Sheet1.
func book(t testing.TB, fill func(f *excelize.File), o ...excelize.Options) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var out bytes.Buffer
	if err := f.Write(&out, o...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// put writes rows from a cell on.
func put(t testing.TB, f *excelize.File, name string, rows ...[]any) {
	t.Helper()
	for i, row := range rows {
		if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
}

// shown gives a cell a number format.
func shown(t testing.TB, f *excelize.File, cell string, value any, format string, builtIn int) {
	t.Helper()
	style := excelize.Style{NumFmt: builtIn}
	if format != "" {
		style.CustomNumFmt = &format
	}
	id, err := f.NewStyle(&style)
	if err == nil {
		err = f.SetCellStyle("Sheet1", cell, cell, id)
	}
	if err == nil {
		err = f.SetCellValue("Sheet1", cell, value)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// parts makes a workbook by hand, as other programs write it.
func parts(t testing.TB, all map[string]string) []byte { return packed(t, all, zip.Deflate) }

// stored does not compress them.
func stored(t testing.TB, all map[string]string) []byte { return packed(t, all, zip.Store) }

func packed(t testing.TB, all map[string]string, method uint16) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range all {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = w.Write([]byte(text))
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

// plain are the parts of a workbook of one sheet, with texts in the cells themselves and without styles, as exports of HR systems have them.
func plain(rows string) map[string]string {
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	return map[string]string{
		"[Content_Types].xml":        head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":                head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            head + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Belegschaft" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   head + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`,
	}
}

// styled is plain with cells' styles from 1 on, each with a border and the number of its format.
func styled(formats string, ids []string, rows string) map[string]string {
	all := plain(rows)
	styles := `<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`
	for _, id := range ids {
		if id != "" {
			id = `numFmtId="` + id + `" applyNumberFormat="1" `
		}
		styles += `<xf ` + id + `fontId="0" fillId="0" borderId="1" applyBorder="1"/>`
	}
	all["xl/styles.xml"] = `<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>` + formats + `</numFmts><fonts><font/></fonts><fills><fill/></fills><borders><border/><border><left style="thin"/></border></borders><cellXfs>` + styles + `</cellXfs></styleSheet>`
	all["[Content_Types].xml"] = strings.Replace(all["[Content_Types].xml"], "</Types>", `<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`, 1)
	all["xl/_rels/workbook.xml.rels"] = strings.Replace(all["xl/_rels/workbook.xml.rels"], "</Relationships>", `<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`, 1)
	return all
}

// macros is what Excel saves as .xlsm.
func macros(all map[string]string) map[string]string {
	all["[Content_Types].xml"] = strings.Replace(all["[Content_Types].xml"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml", 1)
	all["xl/vbaProject.bin"] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	all["xl/_rels/workbook.xml.rels"] = strings.Replace(all["xl/_rels/workbook.xml.rels"], "</Relationships>", `<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>`, 1)
	return all
}

// renamed has parts under other names, and what refers to them.
func renamed(all map[string]string, from, to string) map[string]string {
	out := map[string]string{}
	for name, text := range all {
		if from != "/" {
			text = strings.NewReplacer(`"/`+from, `"/`+to, `"`+from, `"`+to).Replace(text)
		}
		out[strings.ReplaceAll(name, from, to)] = text
	}
	return out
}

func TestSheetsBecomeTables(t *testing.T) {
	for _, c := range []struct {
		story string
		data  []byte
		sheet string // asked for
		want  string
	}{
		{"umlauts, quotes and empty rows stay where they are", book(t, func(f *excelize.File) {
			put(t, f, "Sheet1", []any{"Vorname", "Nachname", "E-Mail"}, nil, []any{"Jörg", `Bauer "Jo"`, "j.bauer@a.example"}, []any{"", "", ""}, []any{"Zoë", "Čapek", "z@a.example"})
		}), "", "Vorname,Nachname,E-Mail\n\nJörg,\"Bauer \"\"Jo\"\"\",j.bauer@a.example\n\nZoë,Čapek,z@a.example\n"},
		{"numbers are as people see them, dates as everybody reads them", book(t, func(f *excelize.File) {
			shown(t, f, "A1", 491701234567.0, "", 0)
			shown(t, f, "B1", 1234, "00000", 0)
			shown(t, f, "C1", 32938, "", 14)
			shown(t, f, "D1", 32938, "dd/mm/yyyy", 0)
			shown(t, f, "E1", 32938.5, "", 22)
			shown(t, f, "F1", 32938, `[$-407]d. mmmm yyyy`, 0)
			shown(t, f, "G1", 0.25, "0%", 0)
			shown(t, f, "H1", 7, `0 "days old"`, 0)
			shown(t, f, "I1", 32938, "yyyy\\-mm\\-dd;@", 0)
			shown(t, f, "J1", 0.1+0.2, "", 0)
			shown(t, f, "K1", 0.5, "hh:mm", 0)
			shown(t, f, "L1", 32938, "dd/mm/yy hh:mm", 0)
		}), "", "491701234567,01234,1990-03-06,1990-03-06,1990-03-06 12:00,1990-03-06,25%,7 days old,1990-03-06,0.3,12:00,1990-03-06\n"},
		{"the first sheet that holds anything, and not one that is hidden", book(t, func(f *excelize.File) {
			for _, s := range []string{"Hilfe", "Leute"} {
				if _, err := f.NewSheet(s); err != nil {
					t.Fatal(err)
				}
				put(t, f, s, []any{s})
			}
			if err := f.SetSheetVisible("Hilfe", false); err != nil {
				t.Fatal(err)
			}
		}), "", "Leute\n"},
		{"not the summary that Numbers puts before its tables", book(t, func(f *excelize.File) {
			put(t, f, "Sheet1", []any{"This document was exported from Numbers. Each table was converted to an Excel worksheet."}, nil, []any{"Numbers Sheet Name", "Numbers Table Name", "Excel Worksheet Name"}, []any{"Blatt 1"}, []any{nil, "Leute", "Blatt 1 - Leute"})
			if _, err := f.NewSheet("Blatt 1 - Leute"); err != nil {
				t.Fatal(err)
			}
			put(t, f, "Blatt 1 - Leute", []any{"Vorname"})
		}), "", "Vorname\n"},
		{"but a list of people that names Numbers", book(t, func(f *excelize.File) {
			put(t, f, "Sheet1", []any{"Aus Numbers"}, []any{"Vorname"}, []any{"Ada"})
			if _, err := f.NewSheet("Zweites"); err != nil {
				t.Fatal(err)
			}
			put(t, f, "Zweites", []any{"zwei"})
		}), "", "Aus Numbers\nVorname\nAda\n"},
		{"one that is asked for", book(t, func(f *excelize.File) {
			put(t, f, "Sheet1", []any{"eins"})
			if _, err := f.NewSheet("Zweites"); err != nil {
				t.Fatal(err)
			}
			put(t, f, "Zweites", []any{"zwei"})
		}), "Zweites", "zwei\n"},
		{"texts in the cells themselves, gaps between columns and rows", parts(t, plain(
			`<row r="1"><c r="A1" t="inlineStr"><is><t>Vorname</t></is></c><c r="C1" t="inlineStr"><is><r><t>E-</t></r><r><t>Mail</t></r></is></c></row><row r="4"><c r="C4" t="str"><f>A1</f><v>a@b.example</v></c></row>`)),
			"", "Vorname,,E-Mail\n\n\n,,a@b.example\n"},
		{"a long telephone number in a cell with a border keeps its digits", parts(t, styled(`<numFmt numFmtId="164" formatCode="General"/><numFmt numFmtId="165" formatCode="GENERAL"/>`, []string{"0", "164", "165", ""},
			`<row r="1"><c r="A1" s="1"><v>4917612345678</v></c><c r="B1" s="2"><v>4917612345678</v></c><c r="C1" s="3"><v>49176123456789</v></c><c r="D1" s="4"><v>4.9176123456789E13</v></c><c r="E1" s="1"><v>4711.0</v></c><c r="F1" s="1"><v>0.8</v></c></row>`)),
			"", "4917612345678,4917612345678,49176123456789,49176123456789,4711,0.8\n"},
		{"a text is read under a format that hides texts, pads them or has none for them", parts(t, styled(
			`<numFmt numFmtId="164" formatCode=";;;"/><numFmt numFmtId="44" formatCode="_-* #,##0.00\ &quot;€&quot;_-;\-* #,##0.00\ &quot;€&quot;_-;_-* &quot;-&quot;??\ &quot;€&quot;_-;_-@_-"/><numFmt numFmtId="165" formatCode="[Red][&lt;-25]General;[Blue][&gt;25]General;General;General\ "/>`,
			[]string{"164", "44", "165"}, `<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>Ada</t></is></c><c r="B1" s="2" t="inlineStr"><is><t>Ada</t></is></c><c r="C1" s="3" t="inlineStr"><is><t>Ada</t></is></c><c r="D1"><v>1</v></c></row>`)), "", "Ada,Ada,Ada,1\n"},
		{"a number whose format depends on it is read as it is", parts(t, styled(
			`<numFmt numFmtId="164" formatCode="[&lt;=9999999]###\-####;\(###\)\ ###\-####"/><numFmt numFmtId="165" formatCode="[=1]&quot;ja&quot;;[=0]&quot;nein&quot;;General"/><numFmt numFmtId="166" formatCode="&quot;ja&quot;;;&quot;nein&quot;"/><numFmt numFmtId="167" formatCode="&quot;D-&quot;00000;;"/>`,
			[]string{"164", "165", "166", "167"}, `<row r="1"><c r="A1" s="1"><v>2015551234</v></c><c r="B1" s="2"><v>0</v></c><c r="C1" s="3"><v>0</v></c><c r="D1" s="4"><v>1234</v></c></row>`)), "", "2015551234,0,0,D-01234\n"},
		{"a day of which Numbers has put the letters of the format in quotes", parts(t, styled(`<numFmt numFmtId="59" formatCode="m/&quot;D&quot;/&quot;YYYY&quot;"/><numFmt numFmtId="60" formatCode="0 &quot;d&quot;"/>`, []string{"59", "60"},
			`<row r="1"><c r="A1" s="1"><v>32938</v></c><c r="B1" s="2"><v>7</v></c></row>`)), "", "1990-03-06,7 d\n"},
		{"the strict kind of Excel, in which days are written out", parts(t, plain(`<row r="1"><c r="A1" t="d"><v>1990-03-06</v></c><c r="B1" t="d"><v>1990-03-06T00:00:00.000</v></c><c r="C1" t="d"><v>2009-01-01T11:00:00.00000020954757600</v></c></row>`)), "", "1990-03-06,1990-03-06,2009-01-01 11:00\n"},
		{"line breaks as Excel writes them in texts, and in what formulas make", parts(t, plain("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a\r\nb</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>a_x000D_\nb</t></is></c><c r=\"C1\" t=\"str\"><v>a_x000D__x000D_b</v></c></row>")), "", "\"a\nb\",\"a\nb\",\"a\n\nb\"\n"},
		{"parts under names with the backslashes of Windows", parts(t, renamed(plain(`<row r="1"><c r="A1"><v>7</v></c></row>`), "/", `\`)), "", "7\n"},
		{"a workbook with macros, of which nothing runs", parts(t, macros(plain(`<row r="1"><c r="A1"><v>7</v></c></row>`))), "", "7\n"},
		{"a workbook that lies outermost in its archive", parts(t, renamed(plain(`<row r="1"><c r="A1"><v>7</v></c></row>`), "xl/", "")), "", "7\n"},
		{"cells and rows without addresses", parts(t, plain(`<row><c t="inlineStr"><is><t>a</t></is></c><c><v>7</v></c></row><row><c t="b"><v>1</v></c></row>`)), "", "a,7\nTRUE\n"},
		{"a formula-like text stays a text", book(t, func(f *excelize.File) { put(t, f, "Sheet1", []any{"=1+1", "+49 170 1", "@x"}) }), "", "'=1+1,'+49 170 1,'@x\n"},
	} {
		t.Run(c.story, func(t *testing.T) {
			got, err := Read(c.data, c.sheet)
			if err != nil {
				t.Fatal(err)
			}
			if have := strings.ReplaceAll(got.Table, "\r\n", "\n"); have != c.want {
				t.Errorf("the table is\n%q, want\n%q", have, c.want)
			}
			if _, err := sheet.Read([]byte(got.Table)); err != nil {
				t.Errorf("what is made of it can't be read: %v", err)
			}
		})
	}
}

func TestSheetsAreNamed(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		if _, err := f.NewSheet("Größe & Co"); err != nil {
			t.Fatal(err)
		}
		put(t, f, "Größe & Co", []any{"x"})
		if err := f.AddChartSheet("Bild", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "Sheet1!$A$1:$A$2"}}}); err != nil {
			t.Fatal(err)
		}
	})
	got, err := Read(data, "")
	if err != nil || got.Sheet != "Größe & Co" || fmt.Sprint(got.Sheets) != "[{Sheet1 true} {Größe & Co false} {Bild true}]" {
		t.Errorf("read %q of %v, %v", got.Sheet, got.Sheets, err)
	}
}

// lying says of a part that it is small.
func lying(data []byte) []byte {
	out := bytes.Clone(data)
	name := []byte("xl/worksheets/sheet1.xml")
	for at := 0; ; {
		i := bytes.Index(out[at:], name)
		if i < 0 {
			return out
		}
		at += i
		if at >= 46 && bytes.HasPrefix(out[at-46:], []byte("PK\x01\x02")) {
			binary.LittleEndian.PutUint32(out[at-46+24:], 10)
		}
		at++
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	people := book(t, func(f *excelize.File) { put(t, f, "Sheet1", []any{"Vorname"}, []any{"Ada"}) })
	old := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...)
	bomb := plain(`<row r="1"><c r="A1" t="inlineStr"><is><t>` + strings.Repeat(" ", maxUnpacked) + `</t></is></c></row>`)
	small := plain(`<row r="1"><c r="A1" t="inlineStr"><is><t>` + strings.Repeat("a", 1<<20) + `</t></is></c></row>`)
	cut := plain("")
	cut["xl/worksheets/sheet1.xml"] = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2">`
	cutOutermost := renamed(cut, "xl/", "")
	damaged := bytes.Replace(stored(t, plain(`<row r="1"><c r="A1" t="inlineStr"><is><t>one</t></is></c></row>`)), []byte("<t>one"), []byte("<t>two"), 1)
	wideRow := plain(`<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>`)
	var many strings.Builder
	for i := range sheet.MaxRows + 2 {
		fmt.Fprintf(&many, `<row r="%d"><c r="A%d"><v>1</v></c></row>`, i+1, i+1)
	}
	for _, c := range []struct {
		story string
		data  []byte
		sheet string
		want  string
		row   int
	}{
		{"under a password", book(t, func(f *excelize.File) { put(t, f, "Sheet1", []any{"x"}) }, excelize.Options{Password: "geheim"}), "", "workbook.password", 0},
		{"of the old kind", append(old, wide("Workbook")...), "", "workbook.old", 0},
		{"no workbook: a text", []byte("Vorname;Nachname"), "", "workbook.other", 0},
		{"no workbook: another archive", parts(t, map[string]string{"readme.txt": "hello"}), "", "workbook.other", 0},
		{"a document of LibreOffice", parts(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "", "workbook.other", 0},
		{"cut off", people[:len(people)/2], "", "workbook.broken", 0},
		{"empty", nil, "", "workbook.other", 0},
		{"a part that is no XML", parts(t, map[string]string{"xl/workbook.xml": "no XML", "[Content_Types].xml": "neither"}), "", "workbook.broken", 0},
		{"a bomb", parts(t, bomb), "", "workbook.unpacked", 0},
		{"a bomb that says it is none", lying(parts(t, small)), "", "workbook.broken", 0},
		{"a sheet that ends before its end", parts(t, cut), "", "workbook.broken", 0},
		{"one outermost in its archive, too", parts(t, cutOutermost), "", "workbook.broken", 0},
		{"damaged", damaged, "", "workbook.broken", 0},
		{"too large as it is", make([]byte, route.MaxWorkbook+1), "", "workbook.tooLarge", 0},
		{"a sheet that is not there", people, "sheet1", "workbook.noSheet", 0},
		{"nothing in it", book(t, func(*excelize.File) {}), "", "workbook.empty", 0},
		{"nothing in the sheet asked for", book(t, func(*excelize.File) {}), "Sheet1", "workbook.empty", 0},
		{"a cell far to the right", parts(t, wideRow), "", sheet.TooManyColumns, 2},
		{"too many rows", parts(t, plain(many.String())), "", sheet.TooManyRows, sheet.MaxRows + 2},
	} {
		t.Run(c.story, func(t *testing.T) {
			out, err := Read(c.data, c.sheet)
			f := fault.First(err)
			if f == nil || f.Code != c.want || f.Row != c.row || out.Table != "" {
				t.Errorf("got %q and %v, want %s in row %d", out.Table, err, c.want, c.row)
			}
		})
	}
}

// TestNoDamageIsWorseThanARefusal: whatever a network or a program has done to a file, it is read whole or refused.
func TestNoDamageIsWorseThanARefusal(t *testing.T) {
	good := stored(t, plain(`<row r="1"><c r="A1" t="inlineStr"><is><t>Vorname</t></is></c></row><row r="3"><c r="B3"><v>7</v></c></row>`))
	want, err := Read(good, "")
	if err != nil {
		t.Fatal(err)
	}
	chance := rand.New(rand.NewPCG(5, 3))
	for range 2000 {
		data := bytes.Clone(good)
		for range 1 + chance.IntN(3) {
			data[chance.IntN(len(data))] ^= byte(1 << chance.IntN(8))
		}
		got, err := Read(data, "")
		if err != nil && fault.First(err) == nil {
			t.Fatalf("%v is nothing that anybody could act on", err)
		}
		if err == nil && got.Table != want.Table {
			t.Fatalf("of a damaged file %q was read", got.Table)
		}
	}
}

// BenchmarkALargeOrganisation is a sheet of 50,000 people with 12 columns.
func BenchmarkALargeOrganisation(b *testing.B) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for row := 1; row <= sheet.MaxRows+1; row++ {
		cells := make([]any, 12)
		for i := range cells {
			cells[i] = fmt.Sprintf("Spalte %d, Zeile %d", i, row)
		}
		if err := w.SetRow(fmt.Sprintf("A%d", row), cells); err != nil {
			b.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Write(&out); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d bytes", out.Len())
	for b.Loop() {
		if _, err := Read(out.Bytes(), ""); err != nil {
			b.Fatal(err)
		}
	}
}
