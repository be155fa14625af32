package org

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"stellwerk/shared/fault"
)

const (
	// LinkLife is how long a link to join works.
	LinkLife = 7 * 24 * time.Hour
	// MaxLinkUses is how many can be allowed to join by one link at most.
	MaxLinkUses = 10_000
	// MaxDomains is how many mail domains one link, or one organisation, names at most.
	MaxDomains = 20
)

// Link is a link by which many can join: whoever has it may ask to, and is a member when the address is proved. What it is for is never
// changed: another link takes its place.
type Link struct {
	Kind    Kind      `json:"kind"`              // what those are who join by it
	Made    time.Time `json:"made"`              // UTC, whole milliseconds
	By      MemberID  `json:"by"`                // who made it
	Limit   int       `json:"limit,omitempty"`   // how many may join; 0 for any number
	Domains []string  `json:"domains,omitempty"` // of addresses that may, in ASCII; none: all may
	Used    int       `json:"used,omitempty"`    // how many have joined
}

// Until is when a link ends.
func (l Link) Until() time.Time { return l.Made.Add(LinkLife) }

// LinkState is where a link stands.
type LinkState string

// Where a link can stand.
const (
	LinkOpen    LinkState = "open"
	LinkExpired LinkState = "expired"
	LinkFull    LinkState = "full"
)

// State says where the link stands at a time.
func (l Link) State(now time.Time) LinkState {
	switch {
	case !now.Before(l.Until()):
		return LinkExpired
	case l.Limit > 0 && l.Used >= l.Limit:
		return LinkFull
	}
	return LinkOpen
}

// Takes says whether somebody with an address may join by the link.
func (l Link) Takes(e Email) bool {
	return len(l.Domains) == 0 || slices.Contains(l.Domains, e.Domain())
}

// ParseLinkLimit accepts how many may join by a link: 1 to 10,000, or 0 for any number. Fault: link.limit.
func ParseLinkLimit(field string, n int) (int, error) {
	if n < 0 || n > MaxLinkUses {
		return 0, fault.On(field, "link.limit", "max", strconv.Itoa(MaxLinkUses))
	}
	return n, nil
}

// ParseDomain accepts a mail domain, also with an @ before it, and returns it in ASCII. Faults: text.missing, domain.malformed.
func ParseDomain(field, s string) (string, error) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "@")
	if s == "" {
		return "", fault.On(field, "text.missing")
	}
	e, err := ParseEmail(field, "x@"+s)
	if err != nil {
		return "", fault.On(field, "domain.malformed", "domain", s)
	}
	return e.Domain(), nil
}

// ParseDomains accepts up to 20 mail domains, each once, in order. Faults: domain.tooMany, and those of ParseDomain.
func ParseDomains(field string, all []string) ([]string, error) {
	var out []string
	for _, s := range all {
		d, err := ParseDomain(field, s)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	if len(out) > MaxDomains {
		return nil, fault.On(field, "domain.tooMany", "max", strconv.Itoa(MaxDomains))
	}
	slices.Sort(out)
	return out, nil
}

// Check says whether l is a link as the deeds make them.
func (l Link) Check() error {
	var faults fault.List
	add := func(err error) { _ = faults.Add(err) }
	_, err := ParseKind("kind", string(l.Kind))
	add(err)
	_, err = ParseID[MemberID]("by", string(l.By))
	add(err)
	_, err = ParseLinkLimit("limit", l.Limit)
	add(err)
	domains, err := ParseDomains("domains", l.Domains)
	if err == nil && !slices.Equal(domains, l.Domains) {
		err = fault.On("domains", "text.control")
	}
	add(err)
	if at := l.Made.UTC().Truncate(time.Millisecond); l.Made.IsZero() || at != l.Made {
		add(fault.On("made", "date.malformed"))
	}
	if l.Used < 0 || l.Limit > 0 && l.Used > l.Limit {
		add(fault.On("used", "link.limit", "max", strconv.Itoa(MaxLinkUses)))
	}
	return faults.Err()
}
