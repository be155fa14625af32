package token_test

import (
	"fmt"
	"strings"
	"testing"

	"stellwerk/functions/internal/accounts/token"
)

func TestTokensAreReadInOneSpelling(t *testing.T) {
	good := token.New().Secret()
	last := good[:42]
	for _, c := range []struct {
		story, in string
		want      bool
	}{
		{"as made", good, true},
		{"nothing", "", false},
		{"shorter", last, false},
		{"longer", good + "A", false},
		{"padded", last + "=", false},
		{"another alphabet", last[:41] + "+/", false},
		{"unused bits set", last + "B", false},
		{"a line break", last + "\n", false},
	} {
		if _, ok := token.Parse(c.in); ok != c.want {
			t.Errorf("%s: accepted %v, want %v", c.story, ok, c.want)
		}
	}
}

func TestTokensDifferAndHashTheSame(t *testing.T) {
	a, b := token.New(), token.New()
	if a == b || a.Hash() == b.Hash() {
		t.Error("two tokens are equal")
	}
	if a.Hash() != token.Token(a.Secret()).Hash() || string(a.Hash()) == a.Secret() {
		t.Error("a token's hash must be the same each time and not the token")
	}
}

func TestTokensDoNotPrint(t *testing.T) {
	a := token.New()
	for _, verb := range []string{"%v", "%s", "%+v", "%#v"} {
		if strings.Contains(fmt.Sprintf(verb, a), a.Secret()) || strings.Contains(fmt.Sprintf(verb, struct{ T token.Token }{a}), a.Secret()) {
			t.Errorf("%s prints the token", verb)
		}
	}
}
