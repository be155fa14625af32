package story

import (
	"encoding/json"
	"slices"
	"strings"

	"stellwerk/app/ui"
	"stellwerk/shared/ledger"
)

// Names knows how the people in entries are called: as they are called today, or for those who are gone as the entry that
// deleted them had them.
type Names struct {
	today func(id string) (string, bool)
	seen  map[string]string
}

// NewNames asks today for members that are here.
func NewNames(today func(id string) (string, bool)) *Names {
	return &Names{today: today, seen: map[string]string{}}
}

// Learn remembers the names in entries: of those whom they created or deleted, and of those who acted.
func (n *Names) Learn(entries ...ledger.Entry) {
	for _, e := range entries {
		if e.Actor.Member != "" && n.seen[string(e.Actor.Member)] == "" {
			n.seen[string(e.Actor.Member)] = e.Actor.Name
		}
		for _, c := range e.Changes {
			if name := nameIn(c); name != "" {
				n.seen[c.ID] = name
			}
		}
	}
}

// Of names a record.
func (n *Names) Of(id string) string {
	if name := n.known(id); name != "" {
		return name
	}
	return ui.T("audit.somebody")
}

func (n *Names) known(id string) string {
	if name, ok := n.today(id); ok && name != "" {
		return name
	}
	return n.seen[id]
}

// Unknown lists up to most members whom an entry's sentence would name and nobody here can: they were deleted by an entry that
// has not been seen.
func (n *Names) Unknown(entries []ledger.Entry, most int) []string {
	var out []string
	for _, e := range entries {
		for _, c := range e.Changes {
			if c.Kind != ledger.KindMember {
				continue
			}
			if len(out) < most && nameIn(c) == "" && n.known(c.ID) == "" && !slices.Contains(out, c.ID) {
				out = append(out, c.ID)
			}
			break // the sentence names the first
		}
	}
	return out
}

// Forget gives a name up: nobody asks for it again.
func (n *Names) Forget(id string) {
	if n.seen[id] == "" {
		n.seen[id] = ui.T("audit.somebody")
	}
}

// nameIn is the name that a change itself tells: only what creates or deletes holds all of it.
func nameIn(c ledger.Change) string {
	f := c.After
	switch {
	case c.Kind == ledger.KindTenant || c.Op == ledger.Updated:
		return ""
	case c.Op == ledger.Deleted:
		f = c.Before
	}
	if c.Kind == ledger.KindGroup {
		return textOf(f["name"])
	}
	return strings.TrimSpace(textOf(f["givenName"]) + " " + textOf(f["surname"]))
}

func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}
