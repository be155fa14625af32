package dynamo

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"
	"time"

	"stellwerk/infra/local/dynamo/store"
	"stellwerk/infra/local/dynamo/wire"
)

const (
	// tokenLife is how long a ClientRequestToken is remembered.
	tokenLife = 10 * time.Minute
	maxToken  = 36 // bytes
)

// token guards a transaction against being done twice. Tokens lie in one bucket for each stretch of tokenLife, so that
// forgetting them is dropping a bucket.
type token struct {
	text string
	hash [sha256.Size]byte
	now  time.Time
}

func (e *Engine) newToken(t *transaction) token {
	if t.token == nil {
		return token{}
	}
	return token{text: *t.token, hash: wire.Digest(t.raw), now: e.now()}
}

func slotBucket(slot int64) []byte { return []byte(tokensBucket + strconv.FormatInt(slot, 10)) }

func slotOf(at time.Time) int64 { return at.Unix() / int64(tokenLife/time.Second) }

// seen says whether a transaction with this token was done within tokenLife. It is refused if that was another one.
func (t token) seen(tx *store.Tx) (bool, error) {
	if t.text == "" {
		return false, nil
	}
	slot := slotOf(t.now)
	for _, s := range []int64{slot, slot - 1} {
		b, ok := tx.Bucket(slotBucket(s))
		if !ok {
			continue
		}
		kept := b.Get([]byte(t.text))
		if len(kept) != 8+sha256.Size {
			continue
		}
		at := time.UnixMilli(int64(binary.BigEndian.Uint64(kept)))
		if t.now.Sub(at) >= tokenLife {
			continue
		}
		if !bytes.Equal(kept[8:], t.hash[:]) {
			return false, refuse(otherBody, "The request uses the same client token as a previous, but non-identical request")
		}
		return true, nil
	}
	return false, nil
}

// keep remembers the token, in the commit of the transaction that it guards.
func (t token) keep(tx *store.Tx) error {
	if t.text == "" {
		return nil
	}
	b, err := tx.Make(slotBucket(slotOf(t.now)))
	if err != nil {
		return err
	}
	value := binary.BigEndian.AppendUint64(make([]byte, 0, 8+sha256.Size), uint64(t.now.UnixMilli()))
	return b.Put([]byte(t.text), append(value, t.hash[:]...))
}

// dropTokens forgets tokens that are too old to matter.
func (e *Engine) dropTokens() error {
	oldest := slotOf(e.now()) - 1
	var old [][]byte
	err := e.store.View(func(tx *store.Tx) error {
		return tx.Names([]byte(tokensBucket), func(name []byte) {
			slot, err := strconv.ParseInt(strings.TrimPrefix(string(name), tokensBucket), 10, 64)
			if err == nil && slot < oldest {
				old = append(old, bytes.Clone(name))
			}
		})
	})
	if err != nil || len(old) == 0 {
		return err
	}
	return e.store.Update(func(tx *store.Tx) error {
		for _, name := range old {
			if err := tx.Drop(name); err != nil {
				return err
			}
		}
		return nil
	})
}
