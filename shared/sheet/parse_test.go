package sheet

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	row := func(line, number int, cells ...string) Row { return Row{Line: line, Number: number, Cells: cells} }
	for _, c := range []struct {
		story, in string
		sep       Separator
		header    []string
		rows      []Row
	}{
		{"commas", "a,b\n1,2\n", Comma, []string{"a", "b"}, []Row{row(2, 2, "1", "2")}},
		{"semicolons, CRLF", "a;b\r\n1;2\r\n", Semicolon, []string{"a", "b"}, []Row{row(2, 2, "1", "2")}},
		{"tabs, CR alone", "a\tb\r1\t2\r", Tab, []string{"a", "b"}, []Row{row(2, 2, "1", "2")}},
		{"no line end at the end", "a,b\n1,2", Comma, []string{"a", "b"}, []Row{row(2, 2, "1", "2")}},
		{"an empty cell at the very end", "a,b\n1,", Comma, []string{"a", "b"}, []Row{row(2, 2, "1", "")}},
		{"one column", "mail\na@b.de\n", Semicolon, []string{"mail"}, []Row{row(2, 2, "a@b.de")}},
		{"a header only", "a,b\n", Comma, []string{"a", "b"}, nil},
		{"sep= names the separator and has no number", "sep=|\r\na|b;c\r\n1|2\r\n", '|', []string{"a", "b;c"}, []Row{row(3, 2, "1", "2")}},
		{"SEP= of a tab", "SEP=\t\na\tb\n1\t2\n", Tab, []string{"a", "b"}, []Row{row(3, 2, "1", "2")}},
		{"sep=x is a header", "sep=x\n1\n", Semicolon, []string{"sep=x"}, []Row{row(2, 2, "1")}},
		{"quoted separators, quotes and line breaks",
			"a;b\r\n\"x;y\";\"say \"\"hi\"\"\"\r\n\"two\r\nlines\";2\r\n3;4\r\n", Semicolon, []string{"a", "b"},
			[]Row{row(2, 2, "x;y", `say "hi"`), row(3, 3, "two\r\nlines", "2"), row(5, 4, "3", "4")}},
		{"a quote within a cell is a character", "a;b\n6\" pipe;O\"Brien\"\n", Semicolon, []string{"a", "b"}, []Row{row(2, 2, `6" pipe`, `O"Brien"`)}},
		{"what follows a closing quote belongs to the cell", "a;b\n\"x\"y \"z\";2\n", Semicolon, []string{"a", "b"}, []Row{row(2, 2, `xy "z"`, "2")}},
		{"a space before the quote makes it a character", "a,b\n1, \"2\"\n", Comma, []string{"a", "b"}, []Row{row(2, 2, "1", ` "2"`)}},
		{"empty rows are skipped and counted", "\n;;\na;b\n\n \t;\"\"\n1;2\n", Semicolon, []string{"a", "b"}, []Row{row(6, 6, "1", "2")}},
		{"missing cells are empty", "a;b;c\n1\n1;;3\n", Semicolon, []string{"a", "b", "c"}, []Row{row(2, 2, "1", "", ""), row(3, 3, "1", "", "3")}},
		{"cells beyond the header are told", "a;b;;\n1;2;;4;\n1;2;;;\n", Semicolon, []string{"a", "b"},
			[]Row{{2, 2, []string{"1", "2"}, []string{"", "4"}}, row(3, 3, "1", "2")}},
		{"hundreds of empty cells are no columns", "a;b" + strings.Repeat(";", 300) + "\n1;2" + strings.Repeat(";", 300) + "\n", Semicolon, []string{"a", "b"}, []Row{row(2, 2, "1", "2")}},
		{"commas in quoted cells don't outvote semicolons", "name;mail\n\"a, b, c, d\";x\n\"e, f, g, h\";y\n", Semicolon, []string{"name", "mail"},
			[]Row{row(2, 2, "a, b, c, d", "x"), row(3, 3, "e, f, g, h", "y")}},
		{"nor do commas in every unquoted cell", "name;tags\nx;a, b, c, d\ny;a, b, c, d\n", Semicolon, []string{"name", "tags"},
			[]Row{row(2, 2, "x", "a, b, c, d"), row(3, 3, "y", "a, b, c, d")}},
		{"one comma in a header against one semicolon", "Name, Ort;Mail\nA;a\nB;b\n", Semicolon, []string{"Name, Ort", "Mail"}, []Row{row(2, 2, "A", "a"), row(3, 3, "B", "b")}},
		{"a title of one cell decides no separator", "Liste\n\nVorname,Name,Mail\nA,B,c\n", Comma, []string{"Liste"},
			[]Row{{3, 3, []string{"Vorname"}, []string{"Name", "Mail"}}, {4, 4, []string{"A"}, []string{"B", "c"}}}},
		{"nor does a list of tags under one heading", "tags\na,b\n", Semicolon, []string{"tags"}, []Row{row(2, 2, "a,b")}},
		{"an apostrophe that neutralised a formula is gone", "a;b\n'+49 30 1;'s-Hertogenbosch\n", Semicolon, []string{"a", "b"}, []Row{row(2, 2, "+49 30 1", "'s-Hertogenbosch")}},
	} {
		t.Run(c.story, func(t *testing.T) {
			got, err := Parse(c.in)
			if err != nil {
				t.Fatal(err)
			}
			if got.Separator != c.sep {
				t.Errorf("separator %q, want %q", got.Separator, c.sep)
			}
			if !reflect.DeepEqual(got.Header, c.header) {
				t.Errorf("header %q, want %q", got.Header, c.header)
			}
			if !reflect.DeepEqual(got.Rows, c.rows) {
				t.Errorf("rows\n%+v, want\n%+v", got.Rows, c.rows)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	cell := strings.Repeat("x", MaxCell)
	for _, c := range []struct {
		story, in string
		want      Error
	}{
		{"nothing", "", Error{Code: Empty}},
		{"nothing but separators and spaces", ";;\r\n ;\"\"\r\n", Error{Code: Empty}},
		{"a quote that nothing closes", "a;b\n1;2\n3;\"4\n5;6\n", Error{Code: UnclosedQuote, Row: 3, Line: 3, Column: 2}},
		{"a cell of more than 32 KB", "a;b\n1;" + cell + "x\n", Error{Code: CellTooLong, Row: 2, Line: 2, Column: 2, Limit: MaxCell}},
		{"a cell in column 201", "a;b\n1" + strings.Repeat(";", MaxColumns) + "x\n", Error{Code: TooManyColumns, Row: 2, Line: 2, Column: MaxColumns + 1, Limit: MaxColumns}},
		{"row 50,001", "a\n" + strings.Repeat("1\n\n", MaxRows) + "1\n", Error{Code: TooManyRows, Row: 2*MaxRows + 2, Line: 2*MaxRows + 2, Limit: MaxRows}},
	} {
		t.Run(c.story, func(t *testing.T) {
			_, err := Parse(c.in)
			wantError(t, err, c.want)
		})
	}
	full := "a" + strings.Repeat(";b", MaxColumns-1) + "\n" + strings.Repeat(cell+"\n", 1) + strings.Repeat("1\n", MaxRows-1)
	if table, err := Parse(full); err != nil || len(table.Rows) != MaxRows {
		t.Errorf("a table exactly at its limits was refused: %v, %d rows", err, len(table.Rows))
	}
}

// The file is as Excel in German saves "CSV (Trennzeichen-getrennt)": Windows-1252, semicolons, CRLF.
func TestReadsGermanExcel(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("testdata", "excel-de.csv"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := Read(b)
	if err != nil {
		t.Fatal(err)
	}
	if table.Encoding != Windows1252 || table.Separator != Semicolon {
		t.Errorf("read as %s with %q, want windows-1252 with a semicolon", table.Encoding, table.Separator)
	}
	want := []Row{
		{2, 2, []string{"Jürgen", "Weiß-Öztürk", "j.weiss@example.de", "+49 30 1234-0", "Leiter; Einkauf"}, nil},
		{3, 3, []string{"Zoë", "D’Angelo", "zoe@example.de", "", "zweite\nZeile"}, nil},
		{6, 5, []string{"Ägid", "Groß", "ae@example.de", "", `sagt "ja"`}, nil},
	}
	if !reflect.DeepEqual(table.Rows, want) {
		t.Errorf("rows\n%+v, want\n%+v", table.Rows, want)
	}
}

func TestColumnName(t *testing.T) {
	for n, want := range map[int]string{0: "", 1: "A", 26: "Z", 27: "AA", 52: "AZ", 200: "GR", 702: "ZZ", 703: "AAA"} {
		if got := ColumnName(n); got != want {
			t.Errorf("column %d is called %q, want %q", n, got, want)
		}
	}
}
