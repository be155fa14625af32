package expr

import "unicode/utf8"

type tokenKind uint8

const (
	tokenEnd      tokenKind = iota
	tokenBad                // a character that begins no token
	tokenWord               // a name, function or keyword: a letter, then letters, digits and underscores
	tokenName               // #name
	tokenValue              // :value
	tokenNumber             // digits
	tokenOperator           // = <> < <= > >= ( ) [ ] , . + -
)

type token struct {
	kind     tokenKind
	from, to int // place in the text
}

// lex cuts text into tokens; the last one is tokenEnd. Characters that fit nowhere become tokens of their own, so that
// the parser can name them in its error when it meets them.
func lex(text string) []token {
	tokens := make([]token, 0, len(text)/3+2)
	for i := 0; i < len(text); {
		switch text[i] {
		case ' ', '\t', '\r', '\n':
			i++
			continue
		}
		kind, n := scan(text[i:])
		tokens = append(tokens, token{kind, i, i + n})
		i += n
	}
	return append(tokens, token{tokenEnd, len(text), len(text)})
}

// scan takes the token that s begins with: its kind and length.
func scan(s string) (tokenKind, int) {
	switch c := s[0]; {
	case letter(c):
		return tokenWord, 1 + run(s[1:], wordPart)
	case digit(c):
		return tokenNumber, run(s, digit)
	case c == '#' || c == ':':
		n := run(s[1:], wordPart)
		if n == 0 {
			return tokenBad, 1
		}
		if c == '#' {
			return tokenName, 1 + n
		}
		return tokenValue, 1 + n
	case c == '<' && len(s) > 1 && (s[1] == '=' || s[1] == '>'), c == '>' && len(s) > 1 && s[1] == '=':
		return tokenOperator, 2
	case c == '<', c == '>', c == '=', c == '(', c == ')', c == '[', c == ']', c == ',', c == '.', c == '+', c == '-':
		return tokenOperator, 1
	}
	_, n := utf8.DecodeRuneInString(s)
	return tokenBad, n
}

func run(s string, is func(byte) bool) int {
	n := 0
	for n < len(s) && is(s[n]) {
		n++
	}
	return n
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func digit(c byte) bool { return '0' <= c && c <= '9' }

func wordPart(c byte) bool { return letter(c) || digit(c) || c == '_' }
