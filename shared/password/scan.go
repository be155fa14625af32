package password

import (
	"math"
	"strings"
	"unicode"

	"stellwerk/shared/password/common"
)

// Costs of pieces, in bits.
const (
	personalBits = 3  // which of a person's words
	wordBits     = 14 // which of some ten thousand common words
	caseBits     = 1  // capital letters in it
	sequenceBits = 6  // where it starts and which way it goes
	keyboardBits = 7  // likewise
	yearBits     = 7  // 1900 to 2099, near ones first
)

// Bounds of pieces.
const (
	minRow      = 4 // keys, and letters of a sequence
	minSequence = 3
	longestWord = 12
	// longestBlock bounds the work for repetitions; a longer block has bits enough by itself.
	longestBlock = 20
)

// rows are neighbouring keys of German and American keyboards, also read backwards.
var rows = []string{
	"^1234567890ß´", "`1234567890-=", "qwertzuiopü+", "qwertyuiop[]", "asdfghjklöä#", "asdfghjkl;'", "yxcvbnm,.-", "zxcvbnm,./",
	"1qay2wsx3edc4rfv5tgb6zhn7ujm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qaywsxedcrfvtgbzhnujm", "qazwsxedcrfvtgbyhnujm",
	"1q2w3e4r5t6z7u8i9o0p", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5z6u7i8o9p0", "q1w2e3r4t5y6u7i8o9p0", "741852963", "147258369", "!\"§$%&/()=", "!@#$%^&*()",
}

// scan finds pieces in a password.
type scan struct {
	runes []rune // as typed
	lower []rune // folded letter by letter, so that places agree
	own   []string
	rows  []string
}

func newScan(runes []rune, own []string) *scan {
	s := &scan{runes: runes, lower: make([]rune, len(runes)), own: own, rows: allRows}
	for i, r := range runes {
		s.lower[i] = unicode.ToLower(r)
	}
	return s
}

var allRows = func() []string {
	all := append([]string{}, rows...)
	for _, row := range rows {
		r := []rune(row)
		for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
			r[i], r[j] = r[j], r[i]
		}
		all = append(all, string(r))
	}
	return all
}()

// pieces gives each piece that starts at i to take.
func (s *scan) pieces(i int, take func(piece)) {
	for _, word := range s.own {
		if n := s.startsWith(i, word); n > 0 {
			take(piece{n, personalBits + s.capitals(i, n), HasPersonal})
		}
	}
	s.words(i, take)
	s.row(i, take)
	s.sequence(i, take)
	s.repeats(i, take)
	s.years(i, take)
}

// startsWith returns how many characters at i fold to word, 0 if they don't.
func (s *scan) startsWith(i int, word string) int {
	for n := 0; i+n < len(s.lower); n++ {
		letter := fold(string(s.lower[i+n]))
		if !strings.HasPrefix(word, letter) {
			return 0
		}
		if word = word[len(letter):]; word == "" {
			return n + 1
		}
	}
	return 0
}

func (s *scan) words(i int, take func(piece)) {
	end := i
	for end < len(s.lower) && end-i < longestWord && unicode.IsLetter(s.lower[end]) {
		end++
		if n := end - i; n >= common.MinBase && common.Word(fold(string(s.lower[i:end]))) {
			take(piece{n, wordBits + s.capitals(i, n), HasWord})
		}
	}
}

func (s *scan) row(i int, take func(piece)) {
	if len(s.lower)-i < minRow {
		return
	}
	start := string(s.lower[i : i+minRow])
	for _, row := range s.rows {
		at := strings.Index(row, start)
		if at < 0 {
			continue
		}
		n := 0
		for _, r := range row[at:] {
			if i+n >= len(s.lower) || s.lower[i+n] != r {
				break
			}
			n++
		}
		take(piece{n, keyboardBits + math.Log2(float64(n)) + s.capitals(i, n), HasKeyboard})
	}
}

func (s *scan) sequence(i int, take func(piece)) {
	for _, step := range []rune{1, -1} {
		n := 1
		for i+n < len(s.lower) && s.lower[i+n] == s.lower[i+n-1]+step && isAlnum(s.lower[i+n]) && isAlnum(s.lower[i+n-1]) {
			n++
		}
		if n >= minSequence {
			take(piece{n, sequenceBits + math.Log2(float64(n)) + s.capitals(i, n), HasSequence})
		}
	}
}

// repeats finds a block that comes again at once: aaa, abcabc.
func (s *scan) repeats(i int, take func(piece)) {
	rest := len(s.lower) - i
	for size := 1; size <= min(rest/2, longestBlock); size++ {
		n := size
		for i+n < len(s.lower) && s.lower[i+n] == s.lower[i+n-size] {
			n++
		}
		times := n / size
		if times >= 3 || times == 2 && size >= minSequence {
			block := float64(size) * math.Log2(alphabet(s.runes[i:i+size]))
			take(piece{times * size, block + math.Log2(float64(times)) + 1, HasRepeat})
			if i+n == len(s.lower) {
				return // longer blocks reach no further and cost more
			}
		}
	}
}

// years finds 1900 to 2099, and with day and month before it or behind it a date.
func (s *scan) years(i int, take func(piece)) {
	digits := 0
	for i+digits < len(s.lower) && digits < 8 && '0' <= s.lower[i+digits] && s.lower[i+digits] <= '9' {
		digits++
	}
	isYear := func(at int) bool {
		head := string(s.lower[at : at+2])
		return head == "19" || head == "20"
	}
	if digits >= 4 && isYear(i) {
		take(piece{4, yearBits, HasYear})
	}
	if digits == 8 && (isYear(i) || isYear(i+4)) {
		take(piece{8, yearBits + 9, HasYear})
	}
}

// capitals is what capital letters among n characters from i add: little, as nearly always the first or all are.
func (s *scan) capitals(i, n int) float64 {
	for k := i; k < i+n; k++ {
		if s.runes[k] != s.lower[k] {
			return caseBits
		}
	}
	return 0
}

func isAlnum(r rune) bool { return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' }
