package model_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"stellwerk/shared/ledger"
)

// How an entry is hashed is written down here once more, so that the tests know what a holder of an answer could work out.

func saltOf(salt []byte, field string) [32]byte {
	return sha256.Sum256(lengths([]byte("stellwerk/salt/1"), salt, []byte(field)))
}

func leafOf(salt [32]byte, kind ledger.Kind, id, field string, before, after []byte) [32]byte {
	return sha256.Sum256(lengths(append([]byte("stellwerk/leaf/1"), salt[:]...), []byte(kind), []byte(id), []byte(field), before, after))
}

func lengths(start []byte, parts ...[]byte) []byte {
	for _, p := range parts {
		start = append(binary.BigEndian.AppendUint32(start, uint32(len(p))), p...)
	}
	return start
}

// leaf is one value of an entry: what it is of, its salt and its digest.
type leaf struct {
	ref           ledger.Ref // zero for what is said of the entry itself
	field         string
	before, after []byte
	salt, digest  [32]byte
}

// leavesOf are all values of a whole entry.
func leavesOf(e ledger.Entry) []leaf {
	var all []leaf
	add := func(salt []byte, ref ledger.Ref, field string, before, after []byte) {
		l := leaf{ref: ref, field: field, before: before, after: after, salt: saltOf(salt, field)}
		kind := ref.Kind
		if kind == "" {
			kind = "entry"
		}
		l.digest = leafOf(l.salt, kind, ref.ID, field, before, after)
		all = append(all, l)
	}
	var undoes []byte
	for _, n := range e.Undoes {
		undoes = binary.BigEndian.AppendUint64(undoes, n)
	}
	for field, v := range map[string][]byte{"at": fmt.Append(nil, e.At.UnixNano()), "command": []byte(e.Command), "batch": []byte(e.Batch), "deed": []byte(e.Deed),
		"actor": []byte(e.Actor.Member), "undoes": undoes} {
		add(e.Salt, ledger.Ref{}, field, nil, v)
	}
	if d := e.Device; d.Kind != "" {
		add(e.Salt, ledger.Ref{}, "device", nil, lengths(nil, []byte(d.Kind), []byte(d.Browser), []byte(d.System)))
	}
	add(e.Actor.Salt, ledger.Ref{}, "name", nil, []byte(e.Actor.Name))
	for _, c := range e.Changes {
		add(c.Salt, c.Ref(), "#op", nil, []byte(c.Op))
		for _, f := range ledger.Names(c.Before, c.After) {
			add(c.Salt, c.Ref(), f, c.Before[f], c.After[f])
		}
	}
	return all
}

// rootOf is the root of the tree over all leaves, filled up.
func rootOf(e ledger.Entry) [32]byte {
	var level [][32]byte
	for _, l := range leavesOf(e) {
		level = append(level, l.digest)
	}
	for n := 0; len(level) < e.Size; n++ {
		level = append(level, saltOf(e.Salt, fmt.Sprint("fill ", n)))
	}
	slices.SortFunc(level, func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
	for len(level) > 1 {
		for i := range len(level) / 2 {
			level[i] = sha256.Sum256(slices.Concat([]byte("stellwerk/node/1"), level[2*i][:], level[2*i+1][:]))
		}
		level = level[:len(level)/2]
	}
	return level[0]
}

// spelt are the ways in which bytes can stand in an answer.
func spelt(b []byte) []string {
	return []string{string(b), hex.EncodeToString(b), strings.TrimRight(base64.StdEncoding.EncodeToString(b), "="), strings.TrimRight(base64.URLEncoding.EncodeToString(b), "=")}
}
