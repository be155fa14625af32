package org

import (
	"slices"
	"time"

	"stellwerk/shared/fault"
)

// Level is how sure it is who somebody is.
type Level int

// The levels.
const (
	LevelUnconfirmed Level = 1 // nobody has confirmed who they are
	LevelBelongs     Level = 2 // confirmed by belonging to the organisation: the person has joined with their own address
	LevelQualified   Level = 3 // a registration agent has confirmed them, as qualified signatures ask for
)

// MinForAgents is how many members an organisation has at least when it names registration agents.
const MinForAgents = 100

// IdentityWays are what a registration agent may have looked at.
var IdentityWays = []string{"idCard", "passport", "permit", "video"}

// Identity is that a registration agent has confirmed who somebody is.
type Identity struct {
	By   MemberID  `json:"by"`
	At   time.Time `json:"at"`   // UTC, whole milliseconds
	How  string    `json:"how"`  // of IdentityWays
	Name string    `json:"name"` // what the person was called then
}

// Level is how sure it is who m is.
func (m Member) Level() Level {
	switch {
	case m.Identity != nil:
		return LevelQualified
	case m.Confirmed:
		return LevelBelongs
	}
	return LevelUnconfirmed
}

// IsAgent says whether m may confirm who others are.
func (m Member) IsAgent() bool { return m.Agent && !m.Deactivated && m.Role != Guest }

// ParseIdentityWay accepts one of IdentityWays. Fault: identity.how.
func ParseIdentityWay(field, s string) (string, error) {
	if !slices.Contains(IdentityWays, s) {
		return "", fault.On(field, "identity.how")
	}
	return s, nil
}

// Same says whether two say the same; nil is that nobody has confirmed anything.
func (i *Identity) Same(o *Identity) bool {
	if i == nil || o == nil {
		return i == o
	}
	return i.By == o.By && i.At.Equal(o.At) && i.How == o.How && i.Name == o.Name
}

func (i Identity) check() error {
	var faults fault.List
	_, err := ParseID[MemberID]("identity", string(i.By))
	_ = faults.Add(err)
	_, err = ParseIdentityWay("identity", i.How)
	_ = faults.Add(err)
	if at := i.At.UTC().Truncate(time.Millisecond); i.At.IsZero() || at != i.At {
		_ = faults.Add(fault.On("identity", "date.malformed"))
	}
	if i.Name == "" {
		_ = faults.Add(fault.On("identity", "text.missing"))
	}
	return faults.Err()
}
