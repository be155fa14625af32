package password

import "strings"

// letters are those of made passwords: none is taken for another when it is read from a slip of paper or said on the telephone.
const letters = "abcdefghjkmnpqrstuvwxyz23456789"

// Generate makes a password that nobody guesses and that can be passed on by mouth: four groups of four of 31 letters, 79 bits. chance fills a slice
// with chance. It is never one that Check has something against.
func Generate(chance func([]byte)) string {
	for {
		var out strings.Builder
		bytes := make([]byte, 1)
		for n := 0; n < 16; {
			chance(bytes)
			k := int(bytes[0] & 31)
			if k == len(letters) { // all are as likely
				continue
			}
			if n > 0 && n%4 == 0 {
				out.WriteByte('-')
			}
			out.WriteByte(letters[k])
			n++
		}
		if _, problems := Check(out.String()); len(problems) == 0 {
			return out.String()
		}
	}
}
