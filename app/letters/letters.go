// Package letters brings words to what they have in common, so that Ä is sorted and found beside A, and Müller is found as Mueller.
package letters

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// spelled are letters that Unicode does not take apart into a letter and a mark.
var spelled = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i", 'ħ': "h", 'ŋ': "n", 'ŧ': "t",
}

// latin is how far the letters go that nearly all names are made of: what they fold to is worked out once.
const latin = 0x250

var latinFolds = sync.OnceValue(func() *[latin]string {
	var out [latin]string
	for r := range out {
		out[r] = foldRune(rune(r))
	}
	return &out
})

// foldRune is what a single character has in common with those it is sorted and found beside.
func foldRune(r rune) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(string(r))) {
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

// beyond are the characters beyond Latin that have come up: a browser is asked for each once.
var beyond folds

type folds struct {
	sync.Mutex
	of map[rune]string
}

func (f *folds) fold(r rune) string {
	f.Lock()
	defer f.Unlock()
	t, known := f.of[r]
	if !known {
		if f.of == nil {
			f.of = map[rune]string{}
		}
		t = foldRune(r)
		f.of[r] = t
	}
	return t
}

// WrittenOut are the umlauts as people write them where the keyboard has none.
var WrittenOut = map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue", 'Ä': "ae", 'Ö': "oe", 'Ü': "ue", 'ø': "oe", 'Ø': "oe", 'å': "aa", 'Å': "aa"}

// Fold brings letters to what they have in common: lower case and without marks, so that Ä sorts and is found beside A.
// What is no letter, digit or one of @ . - + _ becomes a space.
func Fold(s string) string { return string(Append(nil, s, nil)) }

// Append folds s onto out; own says how some letters fold instead.
func Append(out []byte, s string, own map[rune]string) []byte {
	table := latinFolds()
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'a' && c <= 'z':
				out = append(out, c)
			case c >= 'A' && c <= 'Z':
				out = append(out, c+'a'-'A')
			default:
				out = append(out, table[c]...)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if t, ok := own[r]; ok {
			out = append(out, t...)
		} else if r < latin {
			out = append(out, table[r]...)
		} else {
			out = append(out, beyond.fold(r)...)
		}
	}
	return out
}

// ASCII says whether s has no letter that could be written in another way.
func ASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Spellings are the ways to write s that a person may look for: Müller as muller and as mueller.
func Spellings(s string) (short, long string) {
	if ASCII(s) {
		short = Fold(s)
		return short, short
	}
	s = norm.NFC.String(s)
	return Fold(s), string(Append(nil, s, WrittenOut))
}

// Found says whether every word that is looked for stands in text, which holds all spellings of what can be found.
func Found(text string, words [][2]string) bool {
	for _, w := range words {
		if !strings.Contains(text, w[0]) && (w[0] == w[1] || !strings.Contains(text, w[1])) {
			return false
		}
	}
	return true
}

// Words takes a search apart, each word in its spellings. A mark within a word parts it in both.
func Words(search string) [][2]string {
	var out [][2]string
	for _, w := range strings.Fields(search) {
		short, long := Spellings(w)
		a, b := strings.Fields(short), strings.Fields(long)
		for i := range min(len(a), len(b)) {
			out = append(out, [2]string{a[i], b[i]})
		}
	}
	return out
}
