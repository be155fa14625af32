package replica

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// spelled are letters that Unicode does not take apart into a letter and a mark.
var spelled = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ħ': "h", 'ŋ': "n", 'ŧ': "t",
}

// fold brings letters to what they have in common: lower case and without marks, so that Ä sorts and is found beside A.
// What is no letter, digit or one of @ . - + _ becomes a space.
func fold(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch t, ok := spelled[r]; {
		case ok:
			b.WriteString(t)
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsNumber(r), strings.ContainsRune("@.-+_", r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// plain says that s folds to itself.
func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c < 'a' || c > 'z' {
			if c != ' ' && c != '@' && c != '.' && c != '-' && (c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

// written out are the umlauts as people write them where the keyboard has none.
var writtenOut = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "ae", "Ö", "oe", "Ü", "ue", "ø", "oe", "å", "aa")

// spellings are the ways to write s that a person may look for: Müller as muller and as mueller.
func spellings(s string) (short, long string) {
	short = fold(s)
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0 {
		return short, short
	}
	return short, fold(writtenOut.Replace(norm.NFC.String(s)))
}

// found says whether every word that is looked for stands in text, which holds all spellings of what can be found.
func found(text string, words [][2]string) bool {
	for _, w := range words {
		if !strings.Contains(text, w[0]) && (w[0] == w[1] || !strings.Contains(text, w[1])) {
			return false
		}
	}
	return true
}

// words takes a search apart, each word in its spellings.
func words(search string) [][2]string {
	var out [][2]string
	for _, w := range strings.Fields(search) {
		short, long := spellings(w)
		if s := strings.TrimSpace(short); s != "" {
			out = append(out, [2]string{s, strings.TrimSpace(long)})
		}
	}
	return out
}
