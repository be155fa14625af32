package org

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"stellwerk/shared/fault"
)

const (
	// MaxSystems is how many systems one organisation connects at most.
	MaxSystems = 10
	// MaxSystemName is how many characters the name of one has at most.
	MaxSystemName = 60
	// MaxStorage is how many bytes somebody can be said to use: what every JSON reader takes exactly.
	MaxStorage = 1 << 53
)

// SystemID is a connected system of one organisation.
type SystemID string

// SystemDigest is the SHA-256 of a system's secret, in 43 characters of base64url: the secret itself is kept by nobody here.
type SystemDigest string

// System is other software that may tell an organisation's ledger what it knows, and nothing else.
type System struct {
	ID     SystemID     `json:"id"`
	Name   string       `json:"name"`
	Digest SystemDigest `json:"digest"`
	At     time.Time    `json:"at"` // since when, UTC, whole milliseconds
	By     MemberID     `json:"by"` // who connected it
}

// SystemKey is what another system shows to be let in: organisation, system and secret, with dots between them.
type SystemKey struct {
	Tenant TenantID
	System SystemID
	Secret string
}

// String is the key as people paste it.
func (k SystemKey) String() string {
	return string(k.Tenant) + "." + string(k.System) + "." + k.Secret
}

// ParseSystemKey takes a key apart; false for what is none.
func ParseSystemKey(s string) (SystemKey, bool) {
	tenant, rest, _ := strings.Cut(s, ".")
	system, secret, _ := strings.Cut(rest, ".")
	raw, err := base64.RawURLEncoding.Strict().DecodeString(secret)
	ok := ValidID(tenant) && ValidID(system) && err == nil && len(raw) == 32 && len(secret) == 43
	return SystemKey{TenantID(tenant), SystemID(system), secret}, ok
}

// ParseSystemName accepts 1 to 60 characters on one line. Faults: those of a line.
func ParseSystemName(field, s string) (string, error) { return line(field, s, 1, MaxSystemName) }

// ParseSystemDigest accepts a digest. Fault: system.digest.
func ParseSystemDigest(field, s string) (SystemDigest, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) != 32 || len(s) != 43 {
		return "", fault.On(field, "system.digest")
	}
	return SystemDigest(s), nil
}

// System finds one of the organisation's systems; -1 for none.
func (t *Tenant) System(id SystemID) int {
	for i := range t.Systems {
		if t.Systems[i].ID == id {
			return i
		}
	}
	return -1
}

// AddSystem connects one more. Faults: system.taken on name, system.exists, system.tooMany.
func (t *Tenant) AddSystem(s System) error {
	for i := range t.Systems {
		switch o := &t.Systems[i]; {
		case o.ID == s.ID:
			return fault.New(fault.Conflict, "system.exists")
		case strings.EqualFold(o.Name, s.Name):
			return fault.On("name", "system.taken", "name", o.Name)
		}
	}
	if len(t.Systems) >= MaxSystems {
		return fault.New(fault.Conflict, "system.tooMany", "max", strconv.Itoa(MaxSystems))
	}
	t.Systems = append(t.Systems[:len(t.Systems):len(t.Systems)], s)
	return nil
}

// checkSystems says what is wrong with the systems.
func (t *Tenant) checkSystems(faults *fault.List) {
	var sofar Tenant
	for i := range t.Systems {
		s := &t.Systems[i]
		_, err := ParseID[SystemID]("systems", string(s.ID))
		_ = faults.Add(err)
		same(faults, "systems", s.Name, ParseSystemName)
		_, err = ParseSystemDigest("systems", string(s.Digest))
		_ = faults.Add(err)
		_, err = ParseID[MemberID]("systems", string(s.By))
		_ = faults.Add(err)
		if at := s.At.UTC().Truncate(time.Millisecond); s.At.IsZero() || at != s.At {
			_ = faults.Add(fault.On("systems", "date.malformed"))
		}
		_ = faults.Add(sofar.AddSystem(*s))
	}
}

// StorageUse is how much storage a connected system has said that somebody uses.
type StorageUse struct {
	Bytes  int64     `json:"bytes"`
	At     time.Time `json:"at"` // UTC, whole milliseconds
	System SystemID  `json:"system"`
	// Over is the position of the entry that changed the member before: so what people did is taken back over what systems report.
	Over uint64 `json:"over"`
}

// ParseStorage accepts a number of bytes: 0 to MaxStorage. Fault: storage.bytes.
func ParseStorage(field string, n int64) (int64, error) {
	if n < 0 || n > MaxStorage {
		return 0, fault.On(field, "storage.bytes", "max", strconv.FormatInt(MaxStorage, 10))
	}
	return n, nil
}

func (u StorageUse) check() error {
	var faults fault.List
	_, err := ParseStorage("storage", u.Bytes)
	_ = faults.Add(err)
	_, err = ParseID[SystemID]("storage", string(u.System))
	_ = faults.Add(err)
	if at := u.At.UTC().Truncate(time.Millisecond); u.At.IsZero() || at != u.At {
		_ = faults.Add(fault.On("storage", "date.malformed"))
	}
	return faults.Err()
}
