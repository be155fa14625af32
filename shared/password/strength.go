package password

import "math"

// Strength says how long a password holds against guessing.
type Strength int

// The strengths. Their bounds, in bits, are those of an attacker who knows how people choose.
const (
	VeryWeak Strength = iota // below 20 bits, or refused: found by guessing at the sign-in page
	Weak                     // below 32
	Fair                     // below 44
	Good                     // below 60: holds against a stolen table of hashes
	Strong
)

func strengthOf(bits float64) Strength {
	for i, bound := range []float64{20, 32, 44, 60} {
		if bits < bound {
			return Strength(i)
		}
	}
	return Strong
}

// Key returns the key of the text for s.
func (s Strength) Key() string {
	switch s {
	case Weak:
		return "password.weak"
	case Fair:
		return "password.fair"
	case Good:
		return "password.good"
	case Strong:
		return "password.strong"
	}
	return "password.veryWeak"
}

// estimate returns how many bits an attacker must guess at least, and what the cheapest way to guess pw makes use of.
//
// The password is cut into pieces that someone who knows people would try: personal words, common words, rows of keys,
// sequences, repetitions, years, and single characters for the rest. Each piece costs the logarithm of how many such
// pieces there are; the cheapest way through is found position by position.
func estimate(pw string, own []string) (bits float64, weak []Problem) {
	runes := []rune(pw)
	s := newScan(runes, own)
	cost := make([]float64, len(runes)+1)
	best := make([]piece, len(runes)+1)
	for i := 1; i <= len(runes); i++ {
		cost[i] = math.Inf(1)
	}
	single := math.Log2(alphabet(runes))
	for i := range runes {
		take := func(p piece) {
			if c := cost[i] + p.bits; c < cost[i+p.length] {
				cost[i+p.length], best[i+p.length] = c, p
			}
		}
		take(piece{length: 1, bits: single})
		s.pieces(i, take)
	}
	return cost[len(runes)], problemsOn(best)
}

// piece is a part of a password that is guessed at once.
type piece struct {
	length  int
	bits    float64
	problem Problem // "" for a single character
}

// problemsOn walks the cheapest way back and lists the problems on it, the worst first.
func problemsOn(best []piece) []Problem {
	on := map[Problem]bool{}
	for i := len(best) - 1; i > 0; i -= best[i].length {
		on[best[i].problem] = true
	}
	var problems []Problem
	for _, p := range []Problem{HasPersonal, HasWord, HasKeyboard, HasSequence, HasRepeat, HasYear} {
		if on[p] {
			problems = append(problems, p)
		}
	}
	return problems
}

// alphabet is how many characters someone tries in each place who knows which classes there are.
func alphabet(runes []rune) float64 {
	var lower, upper, digit, mark, other float64
	for _, r := range runes {
		switch {
		case 'a' <= r && r <= 'z':
			lower = 26
		case 'A' <= r && r <= 'Z':
			upper = 26
		case '0' <= r && r <= '9':
			digit = 10
		case r < 0x80:
			mark = 20 // there are 33, but people use few
		default:
			other = 40
		}
	}
	return max(lower+upper+digit+mark+other, 10)
}
