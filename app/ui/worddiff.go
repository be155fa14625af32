package ui

import "strings"

// part is a stretch of a text that stayed, went or came.
type part struct {
	text       string
	gone, came bool
}

// manyWords is up to how many pairs of words are compared; beyond, the whole middle counts as replaced.
const manyWords = 1 << 20

// wordDiff tells two texts apart word by word: the parts that are not gone make up after, those that have not come before.
func wordDiff(before, after string) []part {
	a, b := wordsOf(before), wordsOf(after)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []part
	out = add(out, part{text: strings.Join(a[:head], "")})
	out = middle(out, a[head:len(a)-tail], b[head:len(b)-tail])
	return add(out, part{text: strings.Join(a[len(a)-tail:], "")})
}

// middle compares by the longest common sequence.
func middle(out []part, a, b []string) []part {
	if len(a)*len(b) > manyWords {
		out = add(out, part{text: strings.Join(a, ""), gone: true})
		return add(out, part{text: strings.Join(b, ""), came: true})
	}
	wide := len(b) + 1
	common := make([]int32, (len(a)+1)*wide) // of the words from i and from j on
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*wide+j] = common[(i+1)*wide+j+1] + 1
			} else {
				common[i*wide+j] = max(common[(i+1)*wide+j], common[i*wide+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = add(out, part{text: a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[(i+1)*wide+j] >= common[i*wide+j+1]:
			out = add(out, part{text: a[i], gone: true})
			i++
		default:
			out = add(out, part{text: b[j], came: true})
			j++
		}
	}
	return out
}

// add appends a part, to the last one if it is of the same kind.
func add(out []part, p part) []part {
	if p.text == "" {
		return out
	}
	if n := len(out); n > 0 && out[n-1].gone == p.gone && out[n-1].came == p.came {
		out[n-1].text += p.text
		return out
	}
	return append(out, p)
}

// wordsOf cuts a text into words, each with the space behind it.
func wordsOf(s string) []string {
	var out []string
	begin, space := 0, false
	for i, r := range s {
		blank := r == ' ' || r == '\n' || r == '\t'
		if space && !blank {
			out = append(out, s[begin:i])
			begin = i
		}
		space = blank
	}
	if begin < len(s) {
		out = append(out, s[begin:])
	}
	return out
}
