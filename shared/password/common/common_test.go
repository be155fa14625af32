package common

import (
	"math/rand"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestPackedSetKeepsItsSize(t *testing.T) {
	const least, most = 14 << 10, 18 << 10
	if len(packed) < least || len(packed) > most {
		t.Errorf("common.set has %d bytes, want %d to %d: it is part of what every browser loads", len(packed), least, most)
	}
	if n := len(set().places); n < 9_000 {
		t.Errorf("common.set holds %d words, want 9,000 or more: make it anew with infra/passwords/make.sh", n)
	}
}

func TestHas(t *testing.T) {
	for _, pw := range []string{
		"password", "PASSWORD", "password1", "Password123!", "iloveyou", "sunshine", "princess", "trustno1", "qwertyuiop", "1qaz2wsx", "football", "superman",
		"starwars", "whatever", "computer", "letmein1", "dragon99", "baseball", "michael1", "shadow12", "p@ssw0rd", "passw0rd", "abcd1234",
		"passwort", "Passwort1!", "Willkommen2024", "sonnenschein", "qwertz123", "Fußball1", "hallo1234", "Sommer2025!", "Dezember24", "schatz12", "Zürich12",
	} {
		if !Has(pw) {
			t.Errorf("%q is tried first by everyone who guesses, but is not in the set", pw)
		}
	}
	for _, pw := range []string{"", "a", "12", "kwzuvqpf", "vK9#m2Qx", "tasse berg kamel", "correcthorsebatterystaple", "passwordpasswordpassword", "пароль123"} {
		if Has(pw) {
			t.Errorf("%q is taken for a common password", pw)
		}
	}
}

// The set says yes to one word in 8,192 that it doesn't hold.
func TestFalseAlarmsAreAsRareAsPromised(t *testing.T) {
	random := rand.New(rand.NewSource(2))
	const tries = 1 << 20
	alarms := 0
	for range tries {
		word := make([]byte, 14)
		for i := range word {
			word[i] = byte('a' + random.Intn(26))
		}
		if Word(string(word)) {
			alarms++
		}
	}
	if want := tries >> rangeBits; alarms < want/2 || alarms > want*3/2 {
		t.Errorf("%d of %d random words are taken for common ones, want about %d", alarms, tries, want)
	}
}

func TestPackThenUnpack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.String()).Draw(t, "words")
		b := Pack(words)
		s, err := Unpack(b)
		if err != nil {
			t.Fatalf("%d words packed in %d bytes: %v", len(words), len(b), err)
		}
		for _, word := range words {
			if !s.Has(word) {
				t.Fatalf("%q was packed and is not found", word)
			}
		}
		if len(words) > 0 {
			if _, err := Unpack(b[:len(b)-2]); err == nil {
				t.Fatalf("%d words packed in %d bytes were read without the last two", len(words), len(b))
			}
		}
		_, _ = Unpack(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
	})
}

func TestPackTakesItsBitsAWord(t *testing.T) {
	words := make([]string, 10_000)
	for i := range words {
		words[i] = strconv.Itoa(i)
	}
	if n := len(Pack(words)) * 8; n > len(words)*(rangeBits+2) {
		t.Errorf("10,000 words take %d bits, want at most %d a word", n, rangeBits+2)
	}
}
