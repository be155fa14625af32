package replica

import "math/bits"

// pairs says of every two letters in which slots they may stand side by side, and of every letter where it stands at all. Of most members
// it tells without a look at their texts that they are not what is looked for. It may say too much, where a text has changed, but never too
// little. Of 50,000 members it takes 4 MB.
type pairs struct {
	two [kinds * kinds]set
	one [kinds]set
}

// kinds is how many kinds of bytes are told apart: letters each, digits by fours, what is neither, and, as 0, what never stands in a word
// that is looked for.
const kinds = 32

var kindOf = func() (out [256]uint8) {
	for c := range out {
		switch {
		case c >= 'a' && c <= 'z':
			out[c] = uint8(c-'a') + 1
		case c >= '0' && c <= '9':
			out[c] = 27 + uint8(c)%4
		case c > ' ':
			out[c] = 31
		}
	}
	return out
}()

// add notes what a text in a slot consists of.
func (p *pairs) add(slot int32, text string) {
	before := 0
	for i := range len(text) {
		k := int(kindOf[text[i]])
		if k != 0 {
			p.one[k].put(slot)
			if before != 0 {
				p.two[before*kinds+k].put(slot)
			}
		}
		before = k
	}
}

// put adds a slot and makes room for it.
func (s *set) put(slot int32) {
	if n := int(slot/64) + 1; n > len(*s) {
		*s = append(make(set, 0, n+n/8+8), *s...)
		*s = (*s)[:cap(*s)]
	}
	s.add(slot)
}

// may are the slots, out of the first n, in which all words may stand, each in one of its spellings.
func (p *pairs) may(words [][2]string, n int) set {
	out := make(set, (n+63)/64)
	for i := range out {
		out[i] = ^uint64(0)
	}
	for _, w := range words {
		found := p.holding(w[0], len(out))
		if w[1] != w[0] {
			for i, more := range p.holding(w[1], len(out)) {
				found[i] |= more
			}
		}
		out.and(found)
	}
	return out
}

// holding are the slots in which a word may stand.
func (p *pairs) holding(word string, n int) set {
	out := make(set, n)
	copy(out, p.one[kindOf[word[0]]])
	for i := 1; i < len(word); i++ {
		out.and(p.two[int(kindOf[word[i-1]])*kinds+int(kindOf[word[i]])])
	}
	return out
}

// and leaves what is in both.
func (s set) and(other set) {
	n := min(len(s), len(other))
	for i := range n {
		s[i] &= other[i]
	}
	clear(s[n:])
}

func (s set) has(at int32) bool { return s[at/64]&(1<<(at%64)) != 0 }

func (s set) len() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}
