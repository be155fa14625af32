package webpush

import (
	"bytes"
	"crypto/ecdh"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"stellwerk/functions/internal/push/webpush/webpushtest"
)

func decode(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The example of RFC 8291, appendix A.
const (
	rfcMessage  = "V2hlbiBJIGdyb3cgdXAsIEkgd2FudCB0byBiZSBhIHdhdGVybWVsb24"
	rfcSender   = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
	rfcReceiver = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
	rfcPrivate  = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
	rfcSalt     = "DGv6ra1nlYgDCS1FRnbzlw"
	rfcAuth     = "BTBZMqHH6r4Tts7J_aSIgg"
	rfcBody     = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4M" +
		"qgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)

func TestTheExampleOfTheRFC(t *testing.T) {
	keys, err := ParseKeys(rfcReceiver, rfcAuth)
	if err != nil {
		t.Fatal(err)
	}
	own, err := ecdh.P256().NewPrivateKey(decode(t, rfcSender))
	if err != nil {
		t.Fatal(err)
	}
	got, err := seal(keys, own, decode(t, rfcSalt), append(decode(t, rfcMessage), lastRecord))
	if err != nil || base64.RawURLEncoding.EncodeToString(got) != rfcBody {
		t.Errorf("sealed as %s, %v", base64.RawURLEncoding.EncodeToString(got), err)
	}
	browser, err := webpushtest.Open(decode(t, rfcPrivate), decode(t, rfcAuth))
	if err != nil {
		t.Fatal(err)
	}
	if message, err := browser.Read(decode(t, rfcBody)); err != nil || !bytes.Equal(message, decode(t, rfcMessage)) {
		t.Errorf("read as %q, %v", message, err)
	}
}

func TestMessagesArriveWhole(t *testing.T) {
	browser := webpushtest.New()
	keys, err := ParseKeys(browser.P256dh(), browser.Auth())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, message := range []string{"", "x", strings.Repeat("ü", 500), strings.Repeat("x", MaxMessage)} {
		for range 2 {
			body, err := Encrypt(keys, []byte(message))
			if err != nil {
				t.Fatal(err)
			}
			if len(body) != saltLen+4+1+65+padded+16 {
				t.Errorf("%d bytes: the length tells how long the message is", len(body))
			}
			if seen[string(body[:saltLen])] || seen[string(body[21:86])] {
				t.Error("a salt or a key is used twice")
			}
			seen[string(body[:saltLen])], seen[string(body[21:86])] = true, true
			if got, err := browser.Read(body); err != nil || string(got) != message {
				t.Errorf("%d bytes arrived as %q, %v", len(message), got, err)
			}
			if _, err := webpushtest.New().Read(body); err == nil {
				t.Error("another browser can read it")
			}
		}
	}
	if _, err := Encrypt(keys, make([]byte, MaxMessage+1)); err == nil {
		t.Error("a message that does not fit was encrypted")
	}
}

func TestKeysThatAreNone(t *testing.T) {
	off := decode(t, rfcReceiver)
	off[64]++ // not on the curve any more
	for _, c := range [][2]string{
		{"", rfcAuth}, {rfcReceiver, ""}, {rfcReceiver + "=", rfcAuth}, {rfcReceiver, rfcAuth + "=="}, {rfcReceiver, rfcReceiver}, {rfcAuth, rfcAuth},
		{base64.RawURLEncoding.EncodeToString(off), rfcAuth}, {base64.StdEncoding.EncodeToString(decode(t, rfcReceiver)), rfcAuth}, {"!", "!"},
		{base64.RawURLEncoding.EncodeToString([]byte{0}), rfcAuth},
	} {
		if _, err := ParseKeys(c[0], c[1]); err == nil {
			t.Errorf("taken for keys: %v", c)
		}
	}
}

func TestTheSenderProvesItself(t *testing.T) {
	s, ok := NewSender(bytes.Repeat([]byte{7}, 32))
	if !ok {
		t.Fatal("no key")
	}
	at := time.Date(2016, 1, 23, 4, 36, 8, 0, time.UTC)
	header, err := s.Authorization("https://push.example.net", "mailto:push@example.com", at)
	if err != nil {
		t.Fatal(err)
	}
	// What is signed is spelt as in the example of RFC 8292, section 2.4.
	const example = "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0."
	if !strings.HasPrefix(header, example) {
		t.Errorf("signed is %s", header)
	}
	public, err := s.Public()
	if err != nil {
		t.Fatal(err)
	}
	claims, err := webpushtest.Claims(header, public)
	if err != nil || claims != (webpushtest.Sender{Audience: "https://push.example.net", Contact: "mailto:push@example.com", Expires: at.Unix()}) {
		t.Errorf("%+v, %v", claims, err)
	}
	if _, err := webpushtest.Claims(strings.Replace(header, "eyJhdWQi", "eyJhdWQj", 1), public); err == nil {
		t.Error("what was changed on the way is believed")
	}
	if again, _ := NewSender(bytes.Repeat([]byte{7}, 32)); again.key == nil || !again.key.Equal(s.key) {
		t.Error("the same secret makes another pair")
	}
	for _, zero := range [][]byte{make([]byte, 32), bytes.Repeat([]byte{255}, 32), nil, make([]byte, 31)} {
		if _, ok := NewSender(zero); ok {
			t.Errorf("%x is taken for a key", zero)
		}
	}
	if said := fmt.Sprintf("%v %+v %#v %s", s, s, s, s); said != "sender sender sender sender" {
		t.Errorf("printed as %s", said)
	}
}
