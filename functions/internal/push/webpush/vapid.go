package webpush

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
)

// Sender is the key pair by which push services know an installation. Browsers that subscribe name the public half.
type Sender struct{ key *ecdsa.PrivateKey }

// NewSender makes the pair of a secret of 32 bytes; ok is false for the one in 2³² that is no key.
func NewSender(secret []byte) (s Sender, ok bool) {
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), secret)
	return Sender{key}, err == nil
}

// Public is the public half as browsers want it: the uncompressed point in base64url.
func (s Sender) Public() (string, error) {
	point, err := s.key.PublicKey.Bytes()
	return base64.RawURLEncoding.EncodeToString(point), err
}

// String keeps the key out of logs that print values.
func (s Sender) String() string { return "sender" }

// GoString keeps the key out of logs that print values.
func (s Sender) GoString() string { return "sender" }

// Authorization is the header of that name of a request to a push service. origin is the service's (https://host), contact how
// its operators reach those of the installation: mailto:… or https://…. Services want expires to be less than a day ahead.
func (s Sender) Authorization(origin, contact string, expires time.Time) (string, error) {
	claims, err := json.Marshal(struct {
		Audience string `json:"aud"`
		Expires  int64  `json:"exp"`
		Contact  string `json:"sub"`
	}{origin, expires.Unix(), contact})
	if err != nil {
		return "", err
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"typ":"JWT","alg":"ES256"}`)) + "." + encode(claims)
	digest := sha256.Sum256([]byte(signed))
	r, v, err := ecdsa.Sign(rand.Reader, s.key, digest[:])
	if err != nil {
		return "", err
	}
	signature := make([]byte, 64) // two numbers of 32 bytes, and not ASN.1 as elsewhere
	r.FillBytes(signature[:32])
	v.FillBytes(signature[32:])
	public, err := s.Public()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("vapid t=%s.%s, k=%s", signed, encode(signature), public), nil
}
