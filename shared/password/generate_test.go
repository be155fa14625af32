package password_test

import (
	"math/rand/v2"
	"regexp"
	"testing"

	"stellwerk/shared/password"
)

func TestGeneratedPasswords(t *testing.T) {
	source := rand.NewChaCha8([32]byte{7})
	form := regexp.MustCompile(`^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$`)
	seen, letters := map[string]bool{}, map[rune]int{}
	for range 2000 {
		pw := password.Generate(func(b []byte) { _, _ = source.Read(b) })
		if strength, problems := password.Check(pw, "Ben", "Beier", "ben@people.example", "Acme"); len(problems) > 0 || strength < password.Good {
			t.Errorf("%s is %v: %v", pw, strength, problems)
		}
		if seen[pw] || !form.MatchString(pw) {
			t.Errorf("%s came before, or has another form", pw)
		}
		seen[pw] = true
		for _, c := range pw {
			letters[c]++
		}
	}
	for _, c := range "abcdefghjkmnpqrstuvwxyz23456789" {
		if n := letters[c]; n < 850 || n > 1250 { // of 32,000 each comes 1,032 times
			t.Errorf("%c came %d times", c, n)
		}
	}
}
