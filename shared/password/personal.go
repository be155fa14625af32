package password

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"stellwerk/shared/password/common"
)

// everybodys are words in addresses and names of organisations that say nothing about a person.
var everybodys = []string{"com", "net", "org", "www", "mail", "email", "info", "gmbh", "und", "and", "the", "der", "die", "das", "inc", "ltd", "von", "van", "example"}

// personalWords cuts names, addresses and organisations into words of three characters or more, folded, and adds them
// whole; the longest come first.
func personalWords(personal []string) []string {
	var words []string
	for _, p := range personal {
		p = strings.TrimSpace(fold(p))
		for _, word := range append(strings.FieldsFunc(p, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), p) {
			if utf8.RuneCountInString(word) >= 3 && !slices.Contains(everybodys, word) && !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

// isPersonal says whether pw consists of personal words, marks between them, and up to as many digits or marks behind
// them as common passwords may have.
func isPersonal(pw string, own []string) bool {
	rest, found := fold(pw), false
	for _, word := range own {
		if strings.Contains(rest, word) {
			found = true
			rest = strings.ReplaceAll(rest, word, " ")
		}
	}
	rest = strings.TrimFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return found && len(rest) <= common.MaxAppended && strings.Trim(rest, "0123456789 ._-") == ""
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// fold makes spellings of a name equal: Müller, MUELLER and mueller.
func fold(s string) string { return umlauts.Replace(strings.ToLower(s)) }
