// Package webpushtest is the other end of web push, for tests: a browser that reads what is encrypted for it, and how a push
// service checks who sends.
package webpushtest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
)

// Browser is one that has subscribed.
type Browser struct {
	private *ecdh.PrivateKey
	auth    []byte
}

// New makes a browser.
func New() Browser {
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	auth := make([]byte, 16)
	_, _ = rand.Read(auth) // never fails
	return Browser{private, auth}
}

// Open makes a browser of keys.
func Open(private, auth []byte) (Browser, error) {
	key, err := ecdh.P256().NewPrivateKey(private)
	return Browser{key, auth}, err
}

// P256dh is the key of that name.
func (b Browser) P256dh() string {
	return base64.RawURLEncoding.EncodeToString(b.private.PublicKey().Bytes())
}

// Auth is the key of that name.
func (b Browser) Auth() string { return base64.RawURLEncoding.EncodeToString(b.auth) }

// Read decrypts a message of one record. It is written from the RFCs with other means than what encrypts, HMAC for HKDF, so that a
// mistake has to be made twice.
func (b Browser) Read(body []byte) ([]byte, error) {
	if len(body) < 86 || body[20] != 65 {
		return nil, errors.New("no header of aes128gcm")
	}
	salt, from, sealed := body[:16], body[21:86], body[86:]
	sender, err := ecdh.P256().NewPublicKey(from)
	if err != nil {
		return nil, err
	}
	shared, err := b.private.ECDH(sender)
	if err != nil {
		return nil, err
	}
	info := append([]byte("WebPush: info\x00"), b.private.PublicKey().Bytes()...)
	input := mac(mac(b.auth, shared), append(append(info, from...), 1))
	prk := mac(salt, input)
	block, err := aes.NewCipher(mac(prk, []byte("Content-Encoding: aes128gcm\x00\x01"))[:16])
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	content, err := gcm.Open(nil, mac(prk, []byte("Content-Encoding: nonce\x00\x01"))[:12], sealed, nil)
	if err != nil {
		return nil, err
	}
	end := len(content) - 1
	for end >= 0 && content[end] == 0 {
		end--
	}
	if end < 0 || content[end] != 2 {
		return nil, errors.New("the record has no end")
	}
	return content[:end], nil
}

func mac(key, data []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(data)
	return h.Sum(nil)
}

// Sender is what the header Authorization says of the sender.
type Sender struct {
	Audience string `json:"aud"`
	Contact  string `json:"sub"`
	Expires  int64  `json:"exp"`
}

// Claims checks the header as a push service does, against the key that the browser has subscribed with.
func Claims(header, public string) (s Sender, err error) {
	token, key, ok := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	parts := strings.Split(token, ".")
	if !ok || len(parts) != 3 || key != public {
		return s, errors.New("no token of this key: " + header)
	}
	point, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil {
		return s, err
	}
	verifier, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return s, err
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || len(signature) != 64 {
		return s, errors.New("no signature")
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	r, v := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	if !ecdsa.Verify(verifier, digest[:], r, v) {
		return s, errors.New("signed by another key")
	}
	claims, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(claims, &s)
}
