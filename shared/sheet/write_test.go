package sheet

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestWrite(t *testing.T) {
	header := []string{"Name", "Telefon"}
	for _, c := range []struct {
		story string
		rows  [][]string
		o     Options
		want  string
	}{
		{"by default what Excel in German opens", [][]string{{"Müller", "030 1"}}, Options{}, bomUTF8 + "Name;Telefon\r\nMüller;030 1\r\n"},
		{"Windows-1252 with commas", [][]string{{"Müller", "€"}}, Options{Comma, Windows1252}, "Name,Telefon\r\nM\xFCller,\x80\r\n"},
		{"any separator is quoted", [][]string{{"a;b", "c,d"}}, Options{Tab, UTF8}, "Name\tTelefon\r\n\"a;b\"\t\"c,d\"\r\n"},
		{"quotes and line breaks", [][]string{{`6"`, "a\nb"}}, Options{Comma, UTF8}, "Name,Telefon\r\n\"6\"\"\",\"a\nb\"\r\n"},
		{"a telephone number is no formula", [][]string{{"=1+1", "+49 30 123"}}, Options{Semicolon, UTF8}, "Name;Telefon\r\n'=1+1;'+49 30 123\r\n"},
	} {
		t.Run(c.story, func(t *testing.T) {
			b, err := Write(header, c.rows, c.o)
			if err != nil || string(b) != c.want {
				t.Errorf("wrote %q, %v; want %q", b, err, c.want)
			}
		})
	}
}

func TestWriteRefuses(t *testing.T) {
	_, err := Write([]string{"Name"}, [][]string{{"Müller"}, {"Łukasz", "Żółć"}, {"Łucja"}}, Options{Encoding: Windows1252})
	wantError(t, err, Error{Code: NotInEncoding, Row: 3, Column: 1, Chars: "ŁŻłć"})
	_, err = Write([]string{"Name"}, [][]string{{"Ł", "a\x00b"}, {"b\xFF"}}, Options{Encoding: Windows1252})
	wantError(t, err, Error{Code: Unwritable, Row: 2, Column: 2})
}

func TestNeutral(t *testing.T) {
	for _, cell := range []string{"=1", "+49 30 123", "-5", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1", "\u00a0=1", "＝1", "＋1", "－1", "＠a", "'=1", "''+1"} {
		got := Neutral(cell)
		if got != "'"+cell {
			t.Errorf("Neutral(%q) is %q: a spreadsheet would run it", cell, got)
		}
		if back := Plain(got); back != cell {
			t.Errorf("Plain(%q) is %q, want %q", got, back, cell)
		}
	}
	for _, cell := range []string{"", "Anna", "a=b", "1-2", "'s-Hertogenbosch", "'", "  x", "a@example.de"} {
		if got := Neutral(cell); got != cell {
			t.Errorf("Neutral(%q) is %q, but nothing in it can run", cell, got)
		}
		if got := Plain(cell); got != cell {
			t.Errorf("Plain(%q) is %q, but nothing was neutralised", cell, got)
		}
	}
}

func TestPlainUndoesNeutral(t *testing.T) {
	cells := rapid.StringOfN(rapid.SampledFrom([]rune("'=+-@＝\t\r\n \u00a0a1")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		cell := cells.Draw(t, "cell")
		if got := Plain(Neutral(cell)); got != cell {
			t.Fatalf("Plain(Neutral(%q)) is %q", cell, got)
		}
		if n := Neutral(cell); startsFormula(n) {
			t.Fatalf("Neutral(%q) is %q, which a spreadsheet runs", cell, n)
		}
	})
}

// Whatever is written is read back the same, for every separator and encoding.
func TestWriteThenRead(t *testing.T) {
	latin := []rune("abzÄöüß€ž'=+-@,;|\"\t\r\n 1 sep=")
	wide := append([]rune("Łłж漢🙂\uFEFF\u200B＝"), latin...)
	rapid.Check(t, func(t *rapid.T) {
		o := Options{
			rapid.SampledFrom([]Separator{Comma, Semicolon, Tab}).Draw(t, "separator"),
			rapid.SampledFrom([]Encoding{UTF8, UTF8BOM, UTF16LE, UTF16BE, Windows1252}).Draw(t, "encoding"),
		}
		alphabet := wide
		if o.Encoding == Windows1252 {
			alphabet = latin
		}
		cell := rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 8, -1)
		width := rapid.IntRange(1, 5).Draw(t, "width")
		header := rapid.SliceOfN(cell.Filter(func(s string) bool { return !isBlank(s) }), width, width).Draw(t, "header")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 0, 5).Draw(t, "rows")

		b, err := Write(header, rows, o)
		if err != nil {
			t.Fatal(err)
		}
		if o.Encoding == Windows1252 {
			// Bytes that happen to be UTF-8, wholly or mostly, cannot be told from it without a mark.
			if good, broken := countUTF8(b); good > 0 || broken == 0 && !isASCII(b) {
				return
			}
		}
		table, err := Read(b)
		if err != nil {
			t.Fatalf("reading %q: %v", b, err)
		}
		if !reflect.DeepEqual(table.Header, header) {
			t.Fatalf("header %q came back as %q from %q", header, table.Header, b)
		}
		var want [][]string
		for _, row := range rows {
			if !isBlank(strings.Join(row, "")) {
				want = append(want, row)
			}
		}
		var got [][]string
		for _, row := range table.Rows {
			got = append(got, row.Cells)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("rows\n%q came back as\n%q from %q", want, got, b)
		}
		if width > 1 && table.Separator != o.Separator {
			t.Fatalf("separator %q came back as %q", o.Separator, table.Separator)
		}
	})
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
