// Package webpush is how a message travels to a browser by way of its maker's push service: encrypted for the one browser
// (RFC 8291, in the coding aes128gcm of RFC 8188), with a proof of who sends it (VAPID, RFC 8292). It sends nothing itself.
package webpush

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
)

const (
	// MaxMessage is how many bytes a message may have.
	MaxMessage = 1023
	// padded is how long every message is made, with its end's mark: the length tells nothing of what it says.
	padded = MaxMessage + 1
	// recordSize is what the header says of the longest record; there is one, and it is shorter.
	recordSize = 4096
	saltLen    = 16
	authLen    = 16
)

// ErrKeys means that the keys of a browser are none.
var ErrKeys = errors.New("webpush: the keys are malformed")

// Keys are what a browser gives for messages to it. They have been parsed.
type Keys struct {
	public *ecdh.PublicKey
	auth   []byte
}

// ParseKeys reads the keys p256dh and auth of a PushSubscription: base64url without padding. Error: ErrKeys.
func ParseKeys(p256dh, auth string) (Keys, error) {
	point, err := base64.RawURLEncoding.Strict().DecodeString(p256dh)
	if err != nil {
		return Keys{}, ErrKeys
	}
	public, err := ecdh.P256().NewPublicKey(point) // refuses what is no point of the curve
	if err != nil {
		return Keys{}, ErrKeys
	}
	secret, err := base64.RawURLEncoding.Strict().DecodeString(auth)
	if err != nil || len(secret) != authLen {
		return Keys{}, ErrKeys
	}
	return Keys{public, secret}, nil
}

// Encrypt makes the body of a request to a push service: message, which nobody but the browser can read.
func Encrypt(to Keys, message []byte) ([]byte, error) {
	if len(message) > MaxMessage {
		return nil, errors.New("webpush: the message is too long")
	}
	own, err := ecdh.P256().GenerateKey(rand.Reader) // for this message only
	if err != nil {
		return nil, err
	}
	salt := make([]byte, saltLen)
	if _, err := rand.Read(salt); err != nil {
		return nil, err
	}
	content := make([]byte, padded)
	copy(content, message)
	content[len(message)] = lastRecord
	return seal(to, own, salt, content)
}

// lastRecord ends the content of the last record; what follows is padding.
const lastRecord = 2

// seal encrypts one record under keys that both sides can derive.
func seal(to Keys, own *ecdh.PrivateKey, salt, content []byte) ([]byte, error) {
	shared, err := own.ECDH(to.public)
	if err != nil {
		return nil, err
	}
	sender := own.PublicKey().Bytes()
	info := "WebPush: info\x00" + string(to.public.Bytes()) + string(sender)
	secret, err := hkdf.Key(sha256.New, shared, to.auth, info, sha256.Size)
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	nonce, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	out := append([]byte{}, salt...)
	out = binary.BigEndian.AppendUint32(out, recordSize)
	out = append(out, byte(len(sender)))
	out = append(out, sender...)
	return gcm.Seal(out, nonce, content, nil), nil
}
