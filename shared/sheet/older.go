package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The characters of the bytes from 0x80 on, as Excel saves «CSV (Macintosh)», which on a Mac is its plain CSV, and «CSV (MS-DOS)».
const (
	highMacintosh = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü" +
		"†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø" +
		"¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ" +
		"‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"
	highMSDOS = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ" +
		"áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
		"└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀" +
		"ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0"
)

// umlauts are what such files are told by: German ones are full of them.
const umlauts = "äöüßÄÖÜ"

// enough is how many words speak for another encoding where Windows-1252 has a character for each byte.
const enough = 2

// decodeOlder tells Windows-1252 from the two that Excel offers beside it. What was written as Windows-1252 is to be read as that, whatever is in it: another is
// taken if bytes within words mean nothing in Windows-1252, or if several words have signs within and none has an umlaut, and if it reads without any of that.
func decodeOlder(b []byte) (string, Encoding) {
	text := decodeWindows1252(b)
	undefined, wrong := odd(text)
	if undefined > 0 {
		for _, o := range []struct {
			high string
			Encoding
		}{{highMSDOS, MSDOS}, {highMacintosh, Macintosh}} {
			other := decodeHigh(b, []rune(o.high))
			if _, n := odd(other); n == 0 {
				return other, o.Encoding
			}
		}
	}
	if wrong >= enough && !strings.ContainsAny(text, umlauts) {
		other := decodeHigh(b, []rune(highMacintosh))
		if _, n := odd(other); n == 0 && strings.ContainsAny(other, umlauts) {
			return other, Macintosh
		}
	}
	return text, Windows1252
}

func decodeHigh(b []byte, high []rune) string {
	var text strings.Builder
	text.Grow(len(b) + len(b)/8)
	for _, c := range b {
		if c < utf8.RuneSelf {
			text.WriteByte(c)
		} else {
			text.WriteRune(high[c-utf8.RuneSelf])
		}
	}
	return text.String()
}

// oddOf is how much of a file is looked at for that.
const oddOf = 1 << 18

// odd counts the characters outside ASCII that no word has where they stand: a capital that is not its first letter, a sign within. undefined are those among them
// that stand for nothing.
func odd(text string) (undefined, all int) {
	before := ' '
	for i, r := range text {
		if i >= oddOf {
			break
		}
		if r >= utf8.RuneSelf {
			next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
			left, right := unicode.IsLetter(before), unicode.IsLetter(next)
			switch {
			case r < 0xA0 && (left || right):
				undefined++
				all++
			case unicode.IsUpper(r) && left && (unicode.IsLower(before) || unicode.IsLower(next)), left && strings.ContainsRune("§†‡¤‰", r), !unicode.IsLetter(r) && left && right && r != '’' && r != '‘' && r != '–' && r != '·':
				all++
			case r >= 0x2190 && (left || right), r == 'ƒ' && left: // arrows, lines and blocks
				all++
			}
		}
		before = r
	}
	return undefined, all
}
