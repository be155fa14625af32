package ledger

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// Digest is a SHA-256 value; as text it is 43 characters of unpadded base64url.
type Digest [32]byte

// MarshalText writes the digest.
func (d Digest) MarshalText() ([]byte, error) {
	return base64.RawURLEncoding.AppendEncode(nil, d[:]), nil
}

// UnmarshalText reads a digest.
func (d *Digest) UnmarshalText(text []byte) error {
	b, err := base64.RawURLEncoding.Strict().DecodeString(string(text))
	if err != nil || len(b) != len(d) {
		return fault.New(fault.Invalid, "ledger.digest")
	}
	copy(d[:], b)
	return nil
}

// Entry is one position in a tenant's ledger. A whole entry has Salt; one reduced to what somebody may see has Proof
// instead, and lacks what is hidden.
type Entry struct {
	Seq     uint64        `json:"seq"`
	At      time.Time     `json:"at,omitzero"` // UTC, whole milliseconds
	Actor   EntryActor    `json:"actor,omitzero"`
	Device  org.Device    `json:"device,omitzero"` // on which it was asked for; none if no request asked, and in entries older than this field
	Command org.CommandID `json:"command,omitempty"`
	Batch   org.JobID     `json:"batch,omitempty"` // the job that the entry is a step of
	Deed    string        `json:"deed,omitempty"`
	Undoes  []uint64      `json:"undoes,omitempty"`
	Changes []Change      `json:"changes"`
	Salt    []byte        `json:"salt,omitempty"`  // 16 bytes of chance; only in whole entries
	Proof   *Proof        `json:"proof,omitempty"` // only in reduced ones
	Size    int           `json:"size"`            // leaves of the hash tree: 64, or 2048 in bulk
	Prev    Digest        `json:"prev"`
	Root    Digest        `json:"root"`
	Hash    Digest        `json:"hash"`
}

// EntryActor is who did it. The name is as it was then: a member may be gone by the time somebody reads it.
type EntryActor struct {
	Member org.MemberID `json:"member"`
	Name   string       `json:"name"`
	Salt   []byte       `json:"salt,omitempty"`   // 16 bytes of chance
	Erased *Digest      `json:"erased,omitempty"` // of a name that was erased for good
}

// Proof leads from the leaves that are shown to the root: their places in order, and the digests of the rest.
type Proof struct {
	Places  []int    `json:"places"`
	Digests []Digest `json:"digests"`
}

// Head is where a tenant's ledger stands. Epoch changes when the history was restored from a copy: what was read under
// another epoch is not to be built upon.
type Head struct {
	Seq   uint64 `json:"seq"`
	Hash  Digest `json:"hash"`
	Epoch string `json:"epoch"`
}

// Encode writes an entry in its one canonical spelling.
func (e Entry) Encode() []byte {
	data, err := json.Marshal(e)
	if err != nil {
		panic("ledger: an entry that can't be marshalled: " + err.Error())
	}
	return data
}

// DecodeEntry reads an entry and refuses any spelling that Encode would not have written: other keys, or one of them twice, would be written
// otherwise again. Fault: ledger.broken.
func DecodeEntry(data []byte) (Entry, error) {
	var e Entry
	if err := json.Unmarshal(data, &e); err != nil || !bytes.Equal(e.Encode(), data) {
		return Entry{}, fault.New(fault.Invalid, "ledger.broken", "seq", strconv.FormatUint(e.Seq, 10))
	}
	return e, nil
}
