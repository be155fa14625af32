package sheet

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// FuzzRead feeds any bytes: there is no panic, every refusal is an *Error, rows keep their promises, and what was read
// can be written and read again.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "a;b\r\n1;2\r\n", "sep=,\na,b\n", "a\n\"b\nc\"\n", "\"", "a,\"b\"c\n", bomUTF16LE + "a\x00\n\x00", "M\xFCller;1", "'=1;2\n;;3"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) { checkRead(t, b) })
}

// TestReadNeverPanics is the fuzz target's short form for every run of the tests.
func TestReadNeverPanics(t *testing.T) {
	pieces := rapid.SliceOf(rapid.SampledFrom([]string{"\"", ";", ",", "\t", "\r", "\n", "a", "ü", "\xFC", "\x00", "\xFF\xFE", bomUTF8, "sep=", "'", "=", "\xD8"}))
	rapid.Check(t, func(t *rapid.T) {
		checkRead(t, []byte(strings.Join(pieces.Draw(t, "pieces"), "")))
	})
}

func checkRead(t interface {
	Helper()
	Fatalf(string, ...any)
}, b []byte) {
	t.Helper()
	table, err := Read(b)
	if err != nil {
		if e := (*Error)(nil); !errors.As(err, &e) || e.Code == "" {
			t.Fatalf("reading %q: %v is no *Error with a code", b, err)
		}
		return
	}
	line, number := 0, table.HeaderNumber
	rows := [][]string{}
	for _, r := range table.Rows {
		if r.Line <= line || r.Number <= number || r.Line < r.Number {
			t.Fatalf("row %+v of %q doesn't lie below line %d, row %d", r, b, line, number)
		}
		if len(r.Cells) != len(table.Header) {
			t.Fatalf("row %+v of %q has other columns than the header %q", r, b, table.Header)
		}
		line, number = r.Line, r.Number
		rows = append(rows, append(r.Cells, r.Extra...))
	}
	again, err := Write(table.Header, rows, Options{Encoding: UTF8BOM})
	if err != nil {
		t.Fatalf("writing what was read from %q: %v", b, err)
	}
	second, err := Read(again)
	if err != nil || len(second.Rows) != len(table.Rows) {
		t.Fatalf("%q was read, written as %q and read as %+v, %v", b, again, second, err)
	}
}

// A 20 MB file is read in well under a second; the bound is generous because test machines are shared.
func TestReadIsFast(t *testing.T) {
	b := large()
	best := time.Hour
	for range 3 {
		start := time.Now()
		if _, err := Read(b); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	t.Logf("%.1f MB in %v", float64(len(b))/1e6, best)
	if best > 2*time.Second {
		t.Errorf("reading %d MB took %v, want well under a second on an idle machine", len(b)>>20, best)
	}
}

// large is a table of nearly 20 MB and 50,000 rows with some quoted cells.
func large() []byte {
	row := "Jürgen;Müller-Lüdenscheidt;juergen.mueller@example.de;user;\"Leiter; Einkauf\";Saarbrücken;'+49 681 123456;\"eins, zwei, drei\";2019-04-01;"
	row += strings.Repeat("Bemerkung mit \"Anführung\" ", 9) + "\r\n"
	return []byte("Vorname;Nachname;E-Mail;Art;Position;Ort;Telefon;Tags;Eintritt;Notizen\r\n" + strings.Repeat(row, MaxRows))
}

func BenchmarkRead(b *testing.B) {
	utf := large()
	text, _, err := Decode(utf)
	if err != nil {
		b.Fatal(err)
	}
	latin := make([]byte, 0, len(text))
	for _, r := range text {
		c, _ := byte1252(r)
		latin = append(latin, c)
	}
	half := text[:strings.LastIndex(text[:len(text)/2], "\n")]
	for _, c := range []struct {
		name string
		in   []byte
	}{{"utf-8", utf}, {"windows-1252", latin}, {"utf-16", encodeUTF16(bomUTF16LE, []byte(half), 0)}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.in)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(c.in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	t, err := Read(large())
	if err != nil {
		b.Fatal(err)
	}
	rows := make([][]string, len(t.Rows))
	for i, r := range t.Rows {
		rows[i] = r.Cells
	}
	for b.Loop() {
		out, err := Write(t.Header, rows, Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(out)))
	}
}
