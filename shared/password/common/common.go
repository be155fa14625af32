// Package common knows the passwords that are tried first. They are kept as a packed set of hashes, about 17 KB; where
// they come from and what is left out says docs/decisions/common-passwords.md. The package is pure.
package common

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed common.set
var packed []byte

// set is unpacked when the first password is looked up.
var set = sync.OnceValue(func() Set {
	s, err := Unpack(packed)
	if err != nil {
		panic(err)
	}
	return s
})

// Bounds of what is in the set.
const (
	// MaxLength is the longest word of the set in bytes; nothing longer is looked up.
	MaxLength = 20
	// MinBase is the shortest word that counts as common with something appended.
	MinBase = 5
	// MaxAppended is how many digits or marks at the end count as appended.
	MaxAppended = 5
	// maxMarks is how many characters other than letters and digits a word of the set has at most.
	maxMarks = 2
)

// Has says whether pw is a common password, in any case, or one with up to five digits or marks appended: "Sommer2024!"
// falls with "sommer". Of other passwords it says so of one in 8,192, or, if they end in five digits or marks, one in
// 1,365; never of one with more than 20 characters or with more than two marks before its end.
func Has(pw string) bool {
	for _, form := range Forms(pw) {
		if set().Has(form) {
			return true
		}
	}
	return false
}

// Word says whether word, in lower case, is in the set as it stands.
func Word(word string) bool { return fits(word) && set().Has(word) }

// Forms returns the forms under which pw is looked up: folded as it is, and without what is appended. None can be in the
// set if there are none.
func Forms(pw string) []string {
	var forms []string
	whole := fold(pw)
	if fits(whole) {
		forms = append(forms, whole)
	}
	base := whole
	for len(base) > MinBase && len(whole)-len(base) < MaxAppended && strings.IndexByte("0123456789!?.,*#$%&+-_@", base[len(base)-1]) >= 0 {
		base = base[:len(base)-1]
		if fits(base) {
			forms = append(forms, base)
		}
	}
	return forms
}

// fits says whether a folded word can be in the set.
func fits(word string) bool {
	if len(word) < MinBase || len(word) > MaxLength {
		return false
	}
	marks := 0
	for i := 0; i < len(word); i++ {
		c := word[i]
		switch {
		case c >= utf8.RuneSelf:
			return false
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		default:
			marks++
		}
	}
	return marks <= maxMarks
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

func fold(pw string) string { return umlauts.Replace(strings.ToLower(pw)) }
