package replica

import (
	"strings"
	"unicode/utf8"

	"stellwerk/app/letters"
)

// nameMark stands before each part of a name in the texts that are searched: what begins there is meant first. It can't be typed.
const nameMark = '\x01'

// Rank says how well a text answers a search; the better, the greater.
type Rank uint8

// The ranks.
const (
	Nowhere  Rank = iota // not all that was typed stands in it
	Within               // somewhere
	WordHead             // every word that was typed begins a word
	NameHead             // and the first of them begins the name, or a part of it
)

// Wanted is what somebody has typed to find something, folded as what is looked through.
type Wanted struct{ words [][2]string }

// Want folds what was typed.
func Want(typed string) Wanted { return Wanted{letters.Words(typed)} }

// Empty says that nothing was typed that could be found.
func (w Wanted) Empty() bool { return len(w.words) == 0 }

// Findable makes the text that Rank looks through: what a thing is called, and what else it is found by.
func Findable(called string, more ...string) string {
	all, plain := called+" "+strings.Join(more, " "), true
	out := append([]byte{nameMark}, letters.Append(nil, all, nil)...)
	if plain = letters.ASCII(all); !plain {
		out = append(letters.Append(append(out, ' ', nameMark), all, letters.WrittenOut), ' ')
	}
	return string(out)
}

// Rank says how well a text of Findable, or a member's, answers.
func (w Wanted) Rank(text string) Rank {
	if !letters.Found(text, w.words) {
		return Nowhere
	}
	rank := NameHead
	for i, word := range w.words {
		head, name := begins(text, word[0])
		if word[1] != word[0] {
			longHead, longName := begins(text, word[1])
			head, name = head || longHead, name || longName
		}
		if !head {
			return Within
		}
		if i == 0 && !name {
			rank = WordHead
		}
	}
	return rank
}

// begins says whether a word of text, and whether its name or a part of it, begins with what was typed.
func begins(text, typed string) (head, name bool) {
	for at := 0; ; {
		i := strings.Index(text[at:], typed)
		if i < 0 {
			return head, false
		}
		at += i
		switch {
		case at == 0:
			head = true
		case text[at-1] == nameMark:
			return true, true
		case !letter(text[at-1]):
			head = true
		}
		at++
	}
}

// letter says whether a byte of a folded text is part of a word.
func letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf
}

// Span is a part of a text, as places of bytes: from up to but not including to.
type Span struct{ From, To int }

// Marks says which parts of a text, as it is written, what was typed stands for: beginnings of words first, else wherever it stands.
func (w Wanted) Marks(s string) []Span {
	var hit []bool
	mark := func(text string, places []int) {
		for i := range w.words {
			for _, word := range w.words[i] {
				at, ok := place(text, word)
				if !ok {
					continue
				}
				if hit == nil {
					hit = make([]bool, len(s))
				}
				for k, end := reach(s, places, at, len(word)); k < end; k++ {
					hit[k] = true
				}
				break
			}
		}
	}
	if letters.ASCII(s) {
		mark(letters.Fold(s), nil) // each byte becomes one
	} else {
		mark(spread(s, nil))
		mark(spread(s, letters.WrittenOut))
	}
	return spans(hit)
}

// reach says which bytes of s a word of n bytes at a place of the folded text stands for.
func reach(s string, places []int, at, n int) (from, to int) {
	if places == nil {
		return at, at + n
	}
	last := places[at+n-1]
	return places[at], last + width(s, last)
}

func width(s string, at int) int {
	_, n := utf8.DecodeRuneInString(s[at:])
	return n
}

// spread folds s and says for each byte of what comes out at which byte of s its character begins.
func spread(s string, own map[rune]string) (text string, places []int) {
	var out []byte
	for i := range s {
		out = letters.Append(out, s[i:i+width(s, i)], own)
		for len(places) < len(out) {
			places = append(places, i)
		}
	}
	return string(out), places
}

// place is where a word stands in a text: where a word begins with it, or else anywhere.
func place(text, word string) (int, bool) {
	first := -1
	for at := 0; ; at++ {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return first, first >= 0
		}
		at += i
		if at == 0 || !letter(text[at-1]) {
			return at, true
		}
		if first < 0 {
			first = at
		}
	}
}

func spans(hit []bool) (out []Span) {
	for i := 0; i < len(hit); i++ {
		if !hit[i] {
			continue
		}
		from := i
		for i < len(hit) && hit[i] {
			i++
		}
		out = append(out, Span{from, i})
	}
	return out
}
