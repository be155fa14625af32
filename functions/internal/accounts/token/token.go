// Package token makes the secrets that open something by themselves: what a session's cookie holds and what stands in the
// links of mails. Only their hashes are ever stored.
package token

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// Size is how many bytes of chance a token holds.
const Size = 32

// Token is a secret as it travels: 43 characters of unpadded base64url. It must not be stored, logged or put in an effect.
type Token string

// Hash is the SHA-256 of a token's bytes, in unpadded base64url: what is stored in its place. The bytes are 32 of chance, so
// nobody finds them from the hash.
type Hash string

// New makes a token.
func New() Token {
	var b [Size]byte
	rand.Read(b[:]) // never fails: it ends the program instead
	return Token(base64.RawURLEncoding.EncodeToString(b[:]))
}

// Parse accepts a token in the one spelling that New makes.
func Parse(s string) (Token, bool) {
	if len(s) != base64.RawURLEncoding.EncodedLen(Size) || strings.ContainsAny(s, "\r\n") { // the decoder skips line ends
		return "", false
	}
	if _, err := base64.RawURLEncoding.Strict().DecodeString(s); err != nil {
		return "", false
	}
	return Token(s), true
}

// Hash returns what is stored in the token's place.
func (t Token) Hash() Hash {
	b, err := base64.RawURLEncoding.Strict().DecodeString(string(t))
	if err != nil {
		b = []byte(t)
	}
	sum := sha256.Sum256(b)
	return Hash(base64.RawURLEncoding.EncodeToString(sum[:]))
}

// ParseHash accepts a hash in the one spelling that Hash makes.
func ParseHash(s string) (Hash, bool) {
	_, ok := Parse(s) // as long as a token, and spelt like one
	return Hash(s), ok
}

// String keeps tokens out of logs that print values.
func (t Token) String() string { return "token" }

// GoString keeps tokens out of logs that print values.
func (t Token) GoString() string { return "token" }

// Secret returns the token itself, for a cookie or a link and nothing else.
func (t Token) Secret() string { return string(t) }
