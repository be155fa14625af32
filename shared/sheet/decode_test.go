package sheet

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"
)

func utf16Bytes(s string, little bool) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if little {
			b = append(b, byte(u), byte(u>>8))
		} else {
			b = append(b, byte(u>>8), byte(u))
		}
	}
	return string(b)
}

func TestDecode(t *testing.T) {
	const list = "Vorname;Nachname;E-Mail\r\nJürgen;Groß;jg@firma.de\r\n"
	for _, c := range []struct {
		story, in string
		text      string
		enc       Encoding
	}{
		{"plain ASCII is UTF-8", "a,b\n", "a,b\n", UTF8},
		{"UTF-8 without a mark", list, list, UTF8},
		{"UTF-8 with a mark loses only the mark", bomUTF8 + list, list, UTF8BOM},
		{"UTF-16 little endian with a mark", bomUTF16LE + utf16Bytes(list, true), list, UTF16LE},
		{"UTF-16 big endian with a mark", bomUTF16BE + utf16Bytes(list, false), list, UTF16BE},
		{"UTF-16 little endian without a mark", utf16Bytes(list, true), list, UTF16LE},
		{"UTF-16 big endian without a mark", utf16Bytes(list, false), list, UTF16BE},
		{"UTF-16 of Cyrillic names without a mark", utf16Bytes("Имя;email\r\nАнна;a@example.com\r\n", true), "Имя;email\r\nАнна;a@example.com\r\n", UTF16LE},
		{"UTF-16 beyond the basic plane", bomUTF16LE + utf16Bytes("a;𝛼\n", true), "a;𝛼\n", UTF16LE},
		{"Windows-1252 umlauts", "M\xFCller;Gro\xDF;\x80 5\n", "Müller;Groß;€ 5\n", Windows1252},
		{"the undefined bytes of Windows-1252 become control characters", "\x81\x8D\x8F\x90\x9D", "\u0081\u008d\u008f\u0090\u009d", Windows1252},
		{"Excel's CSV on a Mac", "Name\rJ\x9frgen Wei\xa7\rM\x9fller\r\x80gid D\xd5Angelo\r", "Name\rJürgen Weiß\rMüller\rÄgid D’Angelo\r", Macintosh},
		{"Excel's CSV for MS-DOS", "Name\r\nJ\x81rgen Wei\xe1\r\n\x8egid\r\n", "Name\r\nJürgen Weiß\r\nÄgid\r\n", MSDOS},
		{"with an umlaut it is Windows-1252, whatever else is in it", "M\xfcller\na\x8ab\nc\x8ad\n", "Müller\naŠb\ncŠd\n", Windows1252},
		{"names of other countries are Windows-1252", "Tom\xe1\x9a \x8aime\nNik\x9aa \x8eivkovi\xe6\n", "Tomáš Šime\nNikša Živkoviæ\n", Windows1252},
		{"so are signs where they belong", "\x84Moin\x93 \x96 5 \x80, \xa7 3, D\x92Angelo\x85 Stellwerk\x99\n", "„Moin“ – 5 €, § 3, D’Angelo… Stellwerk™\n", Windows1252},
		{"nothing is nothing", "", "", UTF8},
	} {
		t.Run(c.story, func(t *testing.T) {
			text, enc, err := Decode([]byte(c.in))
			if err != nil || text != c.text || enc != c.enc {
				t.Errorf("Decode gave %q, %s, %v; want %q, %s", text, enc, err, c.text, c.enc)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct {
		story, in string
		want      Error
	}{
		{"a workbook", "PK\x03\x04…[Content_Types].xml…xl/workbook.xml", Error{Code: IsExcel}},
		{"a LibreOffice sheet", "PK\x03\x04…mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Error{Code: IsExcel}},
		{"an old workbook", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1…", Error{Code: IsExcel}},
		{"an archive", "PK\x03\x04…staff.csv", Error{Code: Binary}},
		{"a PDF", "%PDF-1.7\n", Error{Code: Binary}},
		{"a picture", "\x89PNG\r\n", Error{Code: Binary}},
		{"a NUL, with its line", "a;b\r\nc;\x00\r\n", Error{Code: Binary, Line: 2}},
		{"a broken byte in UTF-8 that is marked", bomUTF8 + "ä\nb\xFCc", Error{Code: BrokenText, Line: 2}},
		{"a broken byte among much UTF-8", "Jürgen\nGroß\nMüll\xFCer", Error{Code: BrokenText, Line: 3}},
		{"half a unit of UTF-16", bomUTF16LE + "a\x00\n\x00b", Error{Code: BrokenText, Line: 2}},
		{"half a surrogate pair", bomUTF16BE + "\xD8\x00\x00a", Error{Code: BrokenText, Line: 1}},
		{"half a surrogate pair at the end", bomUTF16BE + "\xD8\x00", Error{Code: BrokenText, Line: 1}},
		{"more than 20 MB", strings.Repeat("a", MaxBytes+1), Error{Code: TooLarge, Limit: MaxBytes}},
	} {
		t.Run(c.story, func(t *testing.T) {
			_, _, err := Decode([]byte(c.in))
			wantError(t, err, c.want)
		})
	}
}

// Every byte of Windows-1252 has its own character, and the way back leads to the byte.
func TestWindows1252IsOneToOne(t *testing.T) {
	seen := map[rune]bool{}
	for i := 1; i < 256; i++ {
		runes := []rune(decodeWindows1252([]byte{byte(i)}))
		if len(runes) != 1 || seen[runes[0]] {
			t.Fatalf("byte %#x became %q, which another byte is already or which isn't one character", i, runes)
		}
		seen[runes[0]] = true
		if back, ok := byte1252(runes[0]); !ok || back != byte(i) {
			t.Errorf("%q goes back to %#x (%v), want %#x", runes[0], back, ok, i)
		}
	}
}

func wantError(t *testing.T, err error, want Error) {
	t.Helper()
	var got *Error
	if !errors.As(err, &got) {
		t.Fatalf("got error %v, want %v", err, &want)
	}
	if *got != want {
		t.Errorf("got %+v, want %+v", *got, want)
	}
}
