// Package password says whether a password may be used and how strong it is. The browser asks it as one types, the server
// before it stores anything; both get the same answer. The package is pure, and small in the browser.
package password

import (
	"strings"
	"unicode/utf8"

	"stellwerk/shared/password/common"
)

// Bounds of a password, in characters as Unicode counts code points.
const (
	MinLength = 8
	MaxLength = 120
)

// minDigits is how many digits a password of digits alone must have: fewer are dates, telephone numbers or tried at once.
const minDigits = 12

// Problem is what is wrong with a password or would make it better. It is the key of its text.
type Problem string

// Problems that refuse a password.
const (
	TooShort Problem = "password.tooShort" // fewer than MinLength characters
	TooLong  Problem = "password.tooLong"  // more than MaxLength characters
	Common   Problem = "password.common"   // among the most common, or one of them with up to five digits or marks behind it
	Digits   Problem = "password.digits"   // fewer than 12 digits and nothing else but . - / and spaces
	Personal Problem = "password.personal" // nothing but personal words and up to five digits or marks behind them
)

// Problems that only weaken a password. They come with a Strength below Good, the worst first.
const (
	HasPersonal Problem = "password.hasPersonal" // a name, address or organisation in it
	HasWord     Problem = "password.hasWord"     // a common word in it
	HasKeyboard Problem = "password.hasKeyboard" // neighbouring keys
	HasSequence Problem = "password.hasSequence" // abcd, 4321
	HasRepeat   Problem = "password.hasRepeat"   // aaaa, abcabc
	HasYear     Problem = "password.hasYear"     // a year or date
	Longer      Problem = "password.longer"      // none of these, but it is short for its characters
)

// Refuses says whether a password with p may not be used.
func (p Problem) Refuses() bool {
	switch p {
	case TooShort, TooLong, Common, Digits, Personal:
		return true
	}
	return false
}

// Refused returns the first problem that refuses the password, "" if it may be used.
func Refused(problems []Problem) Problem {
	for _, p := range problems {
		if p.Refuses() {
			return p
		}
	}
	return ""
}

// Check judges pw for a person. The personal words are the person's names, address and organisation, as they are: they
// are cut into words here. Problems that refuse come first; a refused password has strength VeryWeak. The cost grows
// with the length: at MaxLength half a millisecond natively and under ten in a browser.
func Check(pw string, personal ...string) (Strength, []Problem) {
	n := utf8.RuneCountInString(pw)
	if n > MaxLength {
		return VeryWeak, []Problem{TooLong}
	}
	own := personalWords(personal)
	var problems []Problem
	if n < MinLength {
		problems = append(problems, TooShort)
	}
	switch {
	case OnlyDigits(pw):
		problems = append(problems, Digits)
	case common.Has(pw):
		problems = append(problems, Common)
	case isPersonal(pw, own):
		problems = append(problems, Personal)
	}
	bits, weak := estimate(pw, own)
	strength := strengthOf(bits)
	if len(problems) > 0 {
		return VeryWeak, problems
	}
	if strength >= Good {
		return strength, nil
	}
	if len(weak) == 0 {
		weak = []Problem{Longer}
	}
	return strength, weak
}

// OnlyDigits says whether pw is refused as Digits: digits alone, or with the marks of dates and numbers between them.
func OnlyDigits(pw string) bool {
	digits := len(pw)
	for _, mark := range ".-/ " {
		digits -= strings.Count(pw, string(mark))
	}
	return 0 < digits && digits < minDigits && strings.Trim(pw, "0123456789.-/ ") == ""
}
