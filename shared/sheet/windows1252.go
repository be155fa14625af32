package sheet

import (
	"strings"
	"unicode/utf8"
)

// high1252 holds the characters of the bytes 0x80 to 0x9F; every other byte means the character of its own number. The
// five bytes that Microsoft left undefined mean the control character of their number, as the WHATWG standard has it,
// so that no byte is lost.
var high1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}

func decodeWindows1252(b []byte) string {
	var text strings.Builder
	text.Grow(len(b) + len(b)/8)
	plain := 0
	for i, c := range b {
		if c < utf8.RuneSelf {
			continue
		}
		text.Write(b[plain:i])
		plain = i + 1
		r := rune(c)
		if c < 0xA0 {
			r = high1252[c-0x80]
		}
		text.WriteRune(r)
	}
	text.Write(b[plain:])
	return text.String()
}

// byte1252 returns the byte that means r, or false if there is none.
func byte1252(r rune) (byte, bool) {
	if r < 0x80 || 0xA0 <= r && r <= 0xFF {
		return byte(r), true
	}
	for i, h := range high1252 {
		if h == r {
			return byte(0x80 + i), true
		}
	}
	return 0, false
}
