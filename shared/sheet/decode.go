package sheet

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Encoding names how a file stores its characters.
type Encoding string

const (
	UTF8        Encoding = "utf-8"
	UTF8BOM     Encoding = "utf-8-bom" // UTF-8 after a byte order mark, as Excel's "CSV UTF-8"
	UTF16LE     Encoding = "utf-16le"  // with a byte order mark on writing; with or without on reading
	UTF16BE     Encoding = "utf-16be"
	Windows1252 Encoding = "windows-1252" // what Western Excel calls CSV
	Macintosh   Encoding = "macintosh"    // only read: what Excel on a Mac calls CSV
	MSDOS       Encoding = "ibm850"       // only read
)

const (
	bomUTF8    = "\xEF\xBB\xBF"
	bomUTF16LE = "\xFF\xFE"
	bomUTF16BE = "\xFE\xFF"
)

// Decode turns the bytes of a file into text without its byte order mark. Line ends stay as they are.
//
// Without a mark, text with NULs in every other byte is UTF-16, valid UTF-8 is UTF-8, and everything else is
// Windows-1252, where every byte means some character (the five undefined ones mean control characters, as in
// browsers), unless it reads better as Excel's CSV for Macintosh or MS-DOS. A file that is UTF-8 but for a few bytes is refused with BrokenText rather than read as Windows-1252, which
// would garble every umlaut in it. Further errors: TooLarge, IsExcel, Binary.
func Decode(b []byte) (text string, enc Encoding, err error) {
	if len(b) > MaxBytes {
		return "", "", &Error{Code: TooLarge, Limit: MaxBytes}
	}
	if code := otherKind(b); code != "" {
		return "", "", &Error{Code: code}
	}
	switch {
	case bytes.HasPrefix(b, []byte(bomUTF8)):
		text, err = decodeUTF8(b[len(bomUTF8):])
		enc = UTF8BOM
	case bytes.HasPrefix(b, []byte(bomUTF16LE)):
		text, err = decodeUTF16(b[2:], UTF16LE)
		enc = UTF16LE
	case bytes.HasPrefix(b, []byte(bomUTF16BE)):
		text, err = decodeUTF16(b[2:], UTF16BE)
		enc = UTF16BE
	default:
		text, enc, err = decodeUnmarked(b)
	}
	if err != nil {
		return "", "", err
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return "", "", &Error{Code: Binary, Line: lineAt(text[:i])}
	}
	return text, enc, nil
}

func decodeUnmarked(b []byte) (string, Encoding, error) {
	if enc := guessUTF16(b); enc != "" {
		text, err := decodeUTF16(b, enc)
		return text, enc, err
	}
	good, broken := countUTF8(b)
	if broken == 0 || good > broken {
		text, err := decodeUTF8(b)
		return text, UTF8, err
	}
	text, enc := decodeOlder(b)
	return text, enc, nil
}

func decodeUTF8(b []byte) (string, error) {
	text := string(b)
	if utf8.ValidString(text) {
		return text, nil
	}
	for i, r := range text {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return "", &Error{Code: BrokenText, Line: lineAt(text[:i])}
			}
		}
	}
	return text, nil
}

// countUTF8 counts the characters outside ASCII and the bytes that are no UTF-8.
func countUTF8(b []byte) (good, broken int) {
	if utf8.Valid(b) {
		return 0, 0
	}
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := utf8.DecodeRune(b[i:])
		if size == 1 {
			broken++
		} else {
			good++
		}
		i += size
	}
	return good, broken
}

// guessUTF16 recognises UTF-16 without a mark by its NULs: at least a third of the first characters are from Latin-1 (a
// table has separators, digits and addresses in any language), and next to none has its low byte zero.
func guessUTF16(b []byte) Encoding {
	head := b[:min(len(b), 1<<16)]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	units := len(head) / 2
	enough := func(n, other int) bool { return n > 1 && n*3 >= units && other*20 <= n }
	switch {
	case enough(zeros[1], zeros[0]):
		return UTF16LE
	case enough(zeros[0], zeros[1]):
		return UTF16BE
	}
	return ""
}

func decodeUTF16(b []byte, enc Encoding) (string, error) {
	var text strings.Builder
	text.Grow(len(b)/2 + len(b)/8)
	unit := func(i int) rune {
		if enc == UTF16LE {
			return rune(b[i]) | rune(b[i+1])<<8
		}
		return rune(b[i])<<8 | rune(b[i+1])
	}
	broken := func() (string, error) {
		return "", &Error{Code: BrokenText, Line: lineAt(text.String())}
	}
	for i := 0; i+1 < len(b); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			if i+3 >= len(b) {
				return broken()
			}
			r = utf16.DecodeRune(r, unit(i+2))
			if r == utf8.RuneError {
				return broken()
			}
			i += 2
		}
		if r < utf8.RuneSelf {
			text.WriteByte(byte(r))
		} else {
			text.WriteRune(r)
		}
	}
	if len(b)%2 != 0 {
		return broken()
	}
	return text.String(), nil
}

// otherKind recognises by their first bytes the files people drop by mistake.
func otherKind(b []byte) string {
	has := func(prefix string) bool { return bytes.HasPrefix(b, []byte(prefix)) }
	switch {
	case has("PK\x03\x04"):
		// The directory at the end of a ZIP names its files in the clear.
		for _, mark := range []string{"xl/", "application/vnd.oasis.opendocument.spreadsheet", "Index/Document.iwa"} {
			if bytes.Contains(b, []byte(mark)) {
				return IsExcel
			}
		}
		return Binary
	case has("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"):
		return IsExcel
	case has("%PDF-"), has("\x1F\x8B"), has("\x89PNG"), has("\xFF\xD8\xFF"), has("GIF87a"), has("GIF89a"), has("Rar!\x1A\x07"), has("7z\xBC\xAF\x27\x1C"), has(`{\rtf`):
		return Binary
	}
	return ""
}

// lineAt returns the number of the line on which text ends.
func lineAt(text string) int { return 1 + lineBreaks(text) }

// lineBreaks counts CRLF, LF and CR, each as one.
func lineBreaks(text string) int {
	n := 0
	for i := 0; i < len(text); i++ {
		if c := text[i]; c == '\n' || c == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			n++
		}
	}
	return n
}
