// Package org holds the nouns: tenant, account reference, member, role, settings, and how each is parsed. A value of one
// of these types has been parsed; domain code is pure.
package org

import (
	"crypto/sha256"
	"encoding/binary"

	"stellwerk/shared/fault"
)

// The ids of things are canonical ULIDs: 26 upper-case characters of Crockford's alphabet, 48 bits of time in
// milliseconds, 80 bits of chance. Nothing else is ever a part of a key.
type (
	TenantID  string // an organisation
	AccountID string // a person who can sign in; lives outside tenants
	MemberID  string // a person in one tenant
	GroupID   string // a group in one tenant
	LinkID    string // a link by which many can join one tenant
	CommandID string // one wish to change something, made by whoever wishes
	JobID     string // work in many steps
)

// ID is any of the ids.
type ID interface {
	~string
}

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewID makes an id from the time in milliseconds since 1970 and 10 bytes of chance.
func NewID[T ID](millis int64, chance [10]byte) T {
	var b [16]byte
	b[0], b[1] = byte(millis>>40), byte(millis>>32)
	binary.BigEndian.PutUint32(b[2:], uint32(millis))
	copy(b[6:], chance[:])
	return T(encode(b))
}

// DeriveID makes the n-th id that follows from another: always the same one, with the same time. Jobs name what they make
// with it, so that a step done again names the same things.
func DeriveID[T, P ID](parent P, n uint64) T {
	var num [8]byte
	binary.BigEndian.PutUint64(num[:], n)
	sum := sha256.Sum256(append([]byte("stellwerk/id/1\x00"+string(parent)+"\x00"), num[:]...))
	var b [16]byte
	millis, _ := Millis(parent)
	b[0], b[1] = byte(millis>>40), byte(millis>>32)
	binary.BigEndian.PutUint32(b[2:], uint32(millis))
	copy(b[6:], sum[:10])
	return T(encode(b))
}

// IDAfter is an id that comes after another, though its maker's clock says that it was made before: the time is the millisecond after the
// other's, the chance its own.
func IDAfter[T ID](other, id T) T {
	millis, _ := Millis(other)
	return NewID[T](millis+1, [10]byte{})[:10] + id[10:]
}

// ParseID accepts a canonical ULID (at most 7ZZZ…) and nothing else. Fault: id.malformed on field.
func ParseID[T ID](field, s string) (T, error) {
	if !ValidID(s) {
		return "", fault.On(field, "id.malformed")
	}
	return T(s), nil
}

// ValidID says whether s is a canonical ULID.
func ValidID(s string) bool {
	if len(s) != 26 || s[0] > '7' {
		return false
	}
	for i := range len(s) {
		if digit(s[i]) < 0 {
			return false
		}
	}
	return true
}

// Millis returns the time of an id in milliseconds since 1970.
func Millis[T ID](id T) (int64, bool) {
	if !ValidID(string(id)) {
		return 0, false
	}
	var ms int64
	for i := range 10 {
		ms = ms<<5 | int64(digit(id[i]))
	}
	return ms, true
}

func digit(c byte) int {
	for i := range len(alphabet) {
		if alphabet[i] == c {
			return i
		}
	}
	return -1
}

// encode writes 128 bits as 26 characters, most significant first.
func encode(b [16]byte) string {
	hi, lo := binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])
	var out [26]byte
	for i := 25; i >= 0; i-- {
		out[i] = alphabet[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(out[:])
}
