package jobs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"stellwerk/shared/sheet"
)

// Workbooks put together with the structure that Excel, Google Sheets and Numbers give theirs: which parts in which order, how they begin and break lines, which
// texts are shared, where days, empty cells and empty rows are. It was read off some 500 files of Excel 16 and 41 of Google Sheets, 12 of Numbers, which lie in public repositories.

const (
	spreadsheetML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationsML   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageML     = "http://schemas.openxmlformats.org/package/2006/"
	contentOf     = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// book collects the texts of a workbook, each once.
type book struct {
	texts []string
	used  int
}

func (b *book) index(text string) int {
	b.used++
	if i := slices.Index(b.texts, text); i >= 0 {
		return i
	}
	b.texts = append(b.texts, text)
	return len(b.texts) - 1
}

func (b *book) items(lineBreak string) string {
	var out strings.Builder
	for _, text := range b.texts {
		space := ""
		if strings.TrimSpace(text) != text {
			space = ` xml:space="preserve"`
		}
		fmt.Fprintf(&out, "<si><t%s>%s</t></si>", space, strings.NewReplacer("&", "&amp;", "<", "&lt;", "\n", lineBreak).Replace(text))
	}
	return out.String()
}

// serial is a day as spreadsheets count it, if a cell is one.
func serial(cell string) (int, bool) {
	day, err := time.Parse("02.01.2006", cell)
	return int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24), err == nil
}

// isNumber is for what somebody types into the first column and a program takes for a number.
func isNumber(column int, cell string) bool {
	return column == 0 && cell != "" && strings.Trim(cell, "0123456789") == ""
}

func relations(all ...string) string {
	out := `<Relationships xmlns="` + packageML + `relationships">`
	for i := 0; i < len(all); i += 3 {
		mode := ""
		if strings.Contains(all[i+2], ":") {
			mode = ` TargetMode="External"`
		}
		out += `<Relationship Id="` + all[i] + `" Type="` + all[i+1] + `" Target="` + all[i+2] + `"` + mode + `/>`
	}
	return out + "</Relationships>"
}

// excel16 is what Excel 16 saves on Windows: lines of CR and LF after the declaration and in texts, only cells and rows that hold something, addresses of mail as links, days under the
// format that Excel shows as its user's country has it. A strict one has other namespaces, and days in words.
func excel16(t *testing.T, rows [][]string, strict bool) []byte {
	t.Helper()
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n"
	const newer = ` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr xr2 xr3" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xmlns:xr2="http://schemas.microsoft.com/office/spreadsheetml/2015/revision2" xmlns:xr3="http://schemas.microsoft.com/office/spreadsheetml/2016/revision3"`
	var b book
	var cells, links strings.Builder
	targets := []string{}
	for r, row := range rows {
		line := ""
		for c, value := range row {
			at := fmt.Sprintf("%s%d", sheet.ColumnName(c+1), r+1)
			switch day, isDay := serial(value); {
			case value == "":
			case isDay && strict:
				line += fmt.Sprintf(`<c r="%s" s="1" t="d"><v>%s-%s-%s</v></c>`, at, value[6:], value[3:5], value[:2])
			case isDay:
				line += fmt.Sprintf(`<c r="%s" s="1"><v>%d</v></c>`, at, day)
			case isNumber(c, value):
				line += fmt.Sprintf(`<c r="%s"><v>%s</v></c>`, at, value)
			case strings.Contains(value, "@"):
				line += fmt.Sprintf(`<c r="%s" s="2" t="s"><v>%d</v></c>`, at, b.index(value))
				id := fmt.Sprintf("rId%d", len(targets)/3+1)
				targets = append(targets, id, relationsML+"/hyperlink", "mailto:"+value)
				fmt.Fprintf(&links, `<hyperlink ref="%s" r:id="%s" xr:uid="{00000000-0004-0000-0000-00000000000%d}"/>`, at, id, len(targets)/3)
			default:
				line += fmt.Sprintf(`<c r="%s" t="s"><v>%d</v></c>`, at, b.index(value))
			}
		}
		if line != "" {
			fmt.Fprintf(&cells, `<row r="%d" spans="1:%d" x14ac:dyDescent="0.25">%s</row>`, r+1, len(row), line)
		}
	}
	hyperlinks := ""
	if links.Len() > 0 {
		hyperlinks = "<hyperlinks>" + links.String() + "</hyperlinks>"
	}
	const main = ` xmlns="` + spreadsheetML + `"`
	parts := [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + packageML + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + contentOf + `sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + contentOf + `worksheet+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + contentOf + `styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="` + contentOf + `sharedStrings+xml"/></Types>`},
		{"_rels/.rels", relations("rId1", relationsML+"/officeDocument", "xl/workbook.xml")},
		{"xl/workbook.xml", `<workbook` + main + ` xmlns:r="` + relationsML + `"><fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="30026"/><workbookPr defaultThemeVersion="202300"/><bookViews><workbookView xWindow="-110" yWindow="-110" windowWidth="19420" windowHeight="10300"/></bookViews>` +
			`<sheets><sheet name="Tabelle1" sheetId="1" r:id="rId1"/></sheets><calcPr calcId="191029"/></workbook>`},
		{"xl/_rels/workbook.xml.rels", relations("rId3", relationsML+"/sharedStrings", "sharedStrings.xml", "rId2", relationsML+"/styles", "styles.xml", "rId1", relationsML+"/worksheet", "worksheets/sheet1.xml")},
		{"xl/worksheets/sheet1.xml", `<worksheet` + main + ` xmlns:r="` + relationsML + `"` + newer + ` xr:uid="{00000000-0001-0000-0000-000000000000}"><dimension ref="A1:` + fmt.Sprintf("%s%d", sheet.ColumnName(len(rows[0])), len(rows)) + `"/>` +
			`<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr baseColWidth="10" defaultRowHeight="15" x14ac:dyDescent="0.25"/><sheetData>` + cells.String() + `</sheetData>` + hyperlinks +
			`<pageMargins left="0.7" right="0.7" top="0.78740157499999996" bottom="0.78740157499999996" header="0.3" footer="0.3"/></worksheet>`},
		{"xl/styles.xml", `<styleSheet` + main + `><fonts count="2"><font><sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/></font><font><u/><sz val="11"/><color theme="10"/><name val="Calibri"/><family val="2"/></font></fonts>` +
			`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
			`<cellStyleXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" applyNumberFormat="0" applyFill="0" applyBorder="0" applyAlignment="0" applyProtection="0"/></cellStyleXfs>` +
			`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="1"/></cellXfs>` +
			`<cellStyles count="2"><cellStyle name="Link" xfId="1" builtinId="8"/><cellStyle name="Standard" xfId="0" builtinId="0"/></cellStyles><dxfs count="0"/></styleSheet>`},
		{"xl/sharedStrings.xml", fmt.Sprintf(`<sst%s count="%d" uniqueCount="%d">%s</sst>`, main, b.used, len(b.texts), b.items("\r\n"))},
		{"docProps/app.xml", `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion></Properties>`},
	}
	if len(targets) > 0 {
		parts = slices.Insert(parts, 5, [2]string{"xl/worksheets/_rels/sheet1.xml.rels", relations(targets...)})
	}
	for i := range parts {
		parts[i][1] = head + parts[i][1]
		if strict {
			parts[i][1] = strings.NewReplacer(spreadsheetML, "http://purl.oclc.org/ooxml/spreadsheetml/main", relationsML, "http://purl.oclc.org/ooxml/officeDocument/relationships",
				"<workbook ", `<workbook conformance="strict" `, "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties", "http://purl.oclc.org/ooxml/officeDocument/extendedProperties").Replace(parts[i][1])
		}
	}
	return zipped(t, parts)
}

// googleSheets is what Google Sheets exports: no docProps, a bare CR after the declaration, numbers with ".0", and of a sheet that came from Excel all of a thousand rows, with cells that hold
// nothing but a style. Days have the format of the spreadsheet's country, in the capitals that Java has for months, or the one that somebody chose.
func googleSheets(t *testing.T, rows [][]string) []byte {
	t.Helper()
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r"
	const main = ` xmlns="` + spreadsheetML + `" xmlns:r="` + relationsML + `" xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:mv="urn:schemas-microsoft-com:mac:vml" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"`
	var b book
	var cells strings.Builder
	for r := range 1000 {
		if r >= len(rows)+20 {
			fmt.Fprintf(&cells, `<row r="%d" ht="15.75" customHeight="1"/>`, r+1)
			continue
		}
		fmt.Fprintf(&cells, `<row r="%d" ht="15.75" customHeight="1">`, r+1)
		for c := range rows[0] {
			at, value := fmt.Sprintf("%s%d", sheet.ColumnName(c+1), r+1), ""
			if r < len(rows) {
				value = rows[r][c]
			}
			switch day, isDay := serial(value); {
			case value == "":
				fmt.Fprintf(&cells, `<c r="%s" s="1"/>`, at)
			case isDay:
				fmt.Fprintf(&cells, `<c r="%s" s="%d"><v>%d.0</v></c>`, at, 2+c%2, day)
			case isNumber(c, value):
				fmt.Fprintf(&cells, `<c r="%s" s="1"><v>%s.0</v></c>`, at, value)
			default:
				fmt.Fprintf(&cells, `<c r="%s" s="1" t="s"><v>%d</v></c>`, at, b.index(value))
			}
		}
		cells.WriteString("</row>")
	}
	parts := [][2]string{
		{"xl/drawings/drawing1.xml", `<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>`},
		{"xl/worksheets/sheet1.xml", `<worksheet` + main + `><sheetPr><outlinePr summaryBelow="0" summaryRight="0"/></sheetPr><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/><sheetData>` +
			cells.String() + `</sheetData><drawing r:id="rId1"/></worksheet>`},
		{"xl/worksheets/_rels/sheet1.xml.rels", relations("rId1", relationsML+"/drawing", "../drawings/drawing1.xml")},
		{"xl/sharedStrings.xml", fmt.Sprintf(`<sst xmlns="%s" count="%d" uniqueCount="%d">%s</sst>`, spreadsheetML, b.used, len(b.texts), b.items("\n"))},
		{"xl/styles.xml", `<styleSheet xmlns="` + spreadsheetML + `"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd.MM.yyyy"/><numFmt numFmtId="165" formatCode="d&quot;. &quot;mmmm&quot; &quot;yyyy"/></numFmts><fonts count="2"><font><sz val="10.0"/><color rgb="FF000000"/><name val="Arial"/></font><font><color theme="1"/><name val="Arial"/></font></fonts>` +
			`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="lightGray"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf borderId="0" fillId="0" fontId="0" numFmtId="0" applyAlignment="1" applyFont="1"/></cellStyleXfs>` +
			`<cellXfs count="4"><xf borderId="0" fillId="0" fontId="0" numFmtId="0" xfId="0" applyAlignment="1" applyFont="1"/><xf borderId="0" fillId="0" fontId="1" numFmtId="0" xfId="0" applyFont="1"/>` +
			`<xf borderId="0" fillId="0" fontId="1" numFmtId="164" xfId="0" applyFont="1" applyNumberFormat="1"/><xf borderId="0" fillId="0" fontId="1" numFmtId="165" xfId="0" applyFont="1" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle xfId="0" name="Normal" builtinId="0"/></cellStyles><dxfs count="0"/></styleSheet>`},
		{"xl/workbook.xml", `<workbook` + main + `><workbookPr/><sheets><sheet state="visible" name="Tabellenblatt1" sheetId="1" r:id="rId4"/></sheets><definedNames/><calcPr/></workbook>`},
		{"xl/_rels/workbook.xml.rels", relations("rId2", relationsML+"/styles", "styles.xml", "rId3", relationsML+"/sharedStrings", "sharedStrings.xml", "rId4", relationsML+"/worksheet", "worksheets/sheet1.xml")},
		{"_rels/.rels", relations("rId1", relationsML+"/officeDocument", "xl/workbook.xml")},
		{"[Content_Types].xml", `<Types xmlns="` + packageML + `content-types"><Default ContentType="application/xml" Extension="xml"/><Default ContentType="application/vnd.openxmlformats-package.relationships+xml" Extension="rels"/>` +
			`<Override ContentType="` + contentOf + `worksheet+xml" PartName="/xl/worksheets/sheet1.xml"/><Override ContentType="` + contentOf + `sharedStrings+xml" PartName="/xl/sharedStrings.xml"/>` +
			`<Override ContentType="` + contentOf + `styles+xml" PartName="/xl/styles.xml"/><Override ContentType="` + contentOf + `sheet.main+xml" PartName="/xl/workbook.xml"/></Types>`},
	}
	for i := range parts {
		parts[i][1] = head + parts[i][1]
	}
	return zipped(t, parts)
}

// numbers is what Numbers exports: an app.xml that names no program, the format General by its number, every cell of the table with a style, empty ones too, and the name of the table in the first row.
func numbers(t *testing.T, rows [][]string) []byte {
	t.Helper()
	const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	var b book
	var cells strings.Builder
	for r, row := range named(rows) {
		fmt.Fprintf(&cells, `<row r="%d" ht="20.05" customHeight="1">`, r+1)
		for c, value := range row {
			at := fmt.Sprintf("%s%d", sheet.ColumnName(c+1), r+1)
			switch day, isDay := serial(value); {
			case value == "":
				fmt.Fprintf(&cells, `<c r="%s" s="3"/>`, at)
			case isDay:
				fmt.Fprintf(&cells, `<c r="%s" s="4"><v>%d</v></c>`, at, day)
			case isNumber(c, value):
				fmt.Fprintf(&cells, `<c r="%s" s="3"><v>%s</v></c>`, at, value)
			default:
				fmt.Fprintf(&cells, `<c r="%s" t="s" s="2"><v>%d</v></c>`, at, b.index(value))
			}
		}
		cells.WriteString("</row>")
	}
	xf := func(format int, font int) string {
		return fmt.Sprintf(`<xf numFmtId="%d" fontId="%d" fillId="0" borderId="0" applyNumberFormat="1" applyFont="1" applyFill="0" applyBorder="0" applyAlignment="1" applyProtection="0"><alignment vertical="top" wrapText="1"/></xf>`, format, font)
	}
	parts := [][2]string{
		{"_rels/.rels", relations("rId1", packageML+"relationships/metadata/core-properties", "docProps/core.xml", "rId2", relationsML+"/extended-properties", "docProps/app.xml", "rId3", relationsML+"/officeDocument", "xl/workbook.xml")},
		{"docProps/core.xml", `<cp:coreProperties xmlns:cp="` + packageML + `metadata/core-properties"/>`},
		{"docProps/app.xml", `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"/>`},
		{"xl/workbook.xml", `<workbook xmlns:r="` + relationsML + `" xmlns="` + spreadsheetML + `"><bookViews><workbookView xWindow="0" yWindow="40" windowWidth="15960" windowHeight="18080"/></bookViews><sheets><sheet name="Blatt 1" sheetId="1" r:id="rId4"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relations("rId1", relationsML+"/sharedStrings", "sharedStrings.xml", "rId2", relationsML+"/styles", "styles.xml", "rId4", relationsML+"/worksheet", "worksheets/sheet1.xml")},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns:r="` + relationsML + `" xmlns="` + spreadsheetML + `"><dimension ref="A1:` + fmt.Sprintf("%s%d", sheet.ColumnName(len(rows[0])), len(rows)+1) + `"/><sheetViews><sheetView workbookViewId="0" showGridLines="0" defaultGridColor="1"/></sheetViews>` +
			`<sheetFormatPr defaultColWidth="16.3333" defaultRowHeight="19.9" customHeight="1" outlineLevelRow="0" outlineLevelCol="0"/><cols><col min="1" max="16384" width="16.3516" style="1" customWidth="1"/></cols><sheetData>` + cells.String() + `</sheetData></worksheet>`},
		{"xl/sharedStrings.xml", fmt.Sprintf(`<sst uniqueCount="%d" xmlns="%s">%s</sst>`, len(b.texts), spreadsheetML, b.items("\n"))},
		{"xl/styles.xml", `<styleSheet xmlns="` + spreadsheetML + `"><numFmts count="2"><numFmt numFmtId="0" formatCode="General"/><numFmt numFmtId="59" formatCode="dd.mm.yyyy"/></numFmts><fonts count="2"><font><sz val="10"/><color indexed="8"/><name val="Helvetica Neue"/></font><font><b val="1"/><sz val="10"/><color indexed="8"/><name val="Helvetica Neue"/></font></fonts>` +
			`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">` + xf(0, 0) + `</cellStyleXfs>` +
			`<cellXfs count="5">` + xf(0, 0) + xf(0, 0) + xf(49, 1) + xf(0, 0) + xf(59, 0) + `</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles><dxfs count="0"/><tableStyles count="0"/></styleSheet>`},
		{"[Content_Types].xml", `<Types xmlns="` + packageML + `content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xlsx" ContentType="` + contentOf + `sheet"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + contentOf + `sheet.main+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="` + contentOf + `sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="` + contentOf + `styles+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + contentOf + `worksheet+xml"/></Types>`},
	}
	for i := range parts {
		parts[i][1] = head + parts[i][1] + "\n"
	}
	return zipped(t, parts)
}
