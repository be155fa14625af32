// Package argon hashes passwords with argon2id and writes the result as a PHC string, which names its own parameters:
//
//	$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>
//
// Only so many hashes are made at once, so that sign-ins can't exhaust the memory; the others wait their turn.
package argon

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"stellwerk/shared/fault"
)

// Params say how much work a hash is.
type Params struct {
	Memory  uint32 // KiB
	Time    uint32 // passes over the memory
	Threads uint8
}

// OWASP is the first choice of OWASP's password storage cheat sheet: 19 MiB, 2 passes, 1 thread.
var OWASP = Params{Memory: 19 * 1024, Time: 2, Threads: 1}

// Sizes in bytes, and the most work that a stored hash may ask for.
const (
	saltSize  = 16
	hashSize  = 32
	maxMemory = 256 * 1024
	maxTime   = 16
)

// Hasher makes and checks hashes. It is safe for use by many at once.
type Hasher struct {
	params  Params
	slots   chan struct{}
	waiting atomic.Int64
	queue   int64
	made    atomic.Int64
}

// New makes a hasher that works on at most atOnce passwords at a time, each with p.Memory, and lets 16 times as many wait.
func New(p Params, atOnce int) *Hasher {
	return &Hasher{params: p, slots: make(chan struct{}, atOnce), queue: 16 * int64(atOnce)}
}

// Made counts the hashes made so far, checks included. Tests compare the work that two requests cost.
func (h *Hasher) Made() int64 { return h.made.Load() }

// Hash returns the PHC string of a password with fresh salt. Fault: server.busy if too many wait already.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	rand.Read(salt) // never fails: it ends the program instead
	sum, err := h.key(ctx, password, salt, h.params, hashSize)
	if err != nil {
		return "", err
	}
	return encode(h.params, salt, sum), nil
}

// Verify says whether the password is the one of a PHC string, and if so, whether it should be hashed anew because the
// parameters have grown since. A string that is no PHC string of argon2id is an error. Fault: server.busy.
func (h *Hasher) Verify(ctx context.Context, phc, password string) (ok, stale bool, err error) {
	p, salt, want, err := decode(phc)
	if err != nil {
		return false, false, err
	}
	got, err := h.key(ctx, password, salt, p, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(got, want) == 1
	return ok, ok && h.params.more(p), nil
}

// Decoy is a PHC string that no password has. Checking one against it costs what checking a real one costs.
func (h *Hasher) Decoy() string {
	return encode(h.params, make([]byte, saltSize), make([]byte, hashSize))
}

func (h *Hasher) key(ctx context.Context, password string, salt []byte, p Params, size uint32) ([]byte, error) {
	if h.waiting.Add(1) > h.queue {
		h.waiting.Add(-1)
		return nil, fault.New(fault.Unavailable, "server.busy")
	}
	defer h.waiting.Add(-1)
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slots }()
	h.made.Add(1)
	// Keyboards differ in how they compose letters such as ä: one password, one spelling.
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, p.Time, p.Memory, p.Threads, size), nil
}

// more says whether p asks for more work than q in any way.
func (p Params) more(q Params) bool {
	return p.Memory > q.Memory || p.Time > q.Time || p.Threads > q.Threads
}

func encode(p Params, salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.Memory, p.Time, p.Threads,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

func decode(phc string) (p Params, salt, sum []byte, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, nil, nil, errMalformed
	}
	if p, err = decodeParams(parts[3]); err != nil {
		return p, nil, nil, err
	}
	b64 := base64.RawStdEncoding.Strict()
	salt, saltErr := b64.DecodeString(parts[4])
	sum, sumErr := b64.DecodeString(parts[5])
	if saltErr != nil || sumErr != nil || len(salt) < 8 || len(salt) > 64 || len(sum) < 16 || len(sum) > 64 {
		return p, nil, nil, errMalformed
	}
	return p, salt, sum, nil
}

var errMalformed = errors.New("argon: not a PHC string of argon2id within the limits")

func decodeParams(s string) (Params, error) {
	var values [3]uint64
	fields := strings.Split(s, ",")
	if len(fields) != len(values) {
		return Params{}, errMalformed
	}
	for i, name := range []string{"m=", "t=", "p="} {
		digits, ok := strings.CutPrefix(fields[i], name)
		v, err := strconv.ParseUint(digits, 10, 32)
		if !ok || err != nil || v == 0 {
			return Params{}, errMalformed
		}
		values[i] = v
	}
	if values[0] > maxMemory || values[1] > maxTime || values[2] > 64 {
		return Params{}, errMalformed
	}
	return Params{Memory: uint32(values[0]), Time: uint32(values[1]), Threads: uint8(values[2])}, nil
}
