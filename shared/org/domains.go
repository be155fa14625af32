package org

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"stellwerk/shared/fault"
)

// MailDomain is a domain of an organisation's own addresses.
type MailDomain struct {
	Name   string `json:"name"`             // in ASCII
	Proved string `json:"proved,omitempty"` // day on which the name system showed that it is theirs, 2006-01-02; "" until then
}

// Joining says whose addresses may become users. Guests may have any.
type Joining string

// The choices.
const (
	JoiningAny     Joining = ""        // all
	JoiningDomains Joining = "domains" // those of the organisation's domains, proved or not
	JoiningProved  Joining = "proved"  // those of its proved domains
)

// ParseJoining accepts one of the choices. Fault: joining.unknown.
func ParseJoining(field, s string) (Joining, error) {
	switch j := Joining(s); j {
	case JoiningAny, JoiningDomains, JoiningProved:
		return j, nil
	}
	return "", fault.On(field, "joining.unknown")
}

// Domain finds one of the organisation's domains; -1 for none.
func (t Tenant) Domain(name string) int {
	return slices.IndexFunc(t.Domains, func(d MailDomain) bool { return d.Name == name })
}

// counting are the domains whose addresses may become users, where only some may.
func (t Tenant) counting() (names []string) {
	for _, d := range t.Domains {
		if d.Proved != "" || t.Joining == JoiningDomains {
			names = append(names, d.Name)
		}
	}
	return names
}

// MayUse says whether somebody with an address may be a user. Fault on email: member.domain, with the domain and those that may.
func (t Tenant) MayUse(e Email) error {
	if t.Joining == JoiningAny {
		return nil
	}
	names := t.counting()
	if slices.Contains(names, e.Domain()) {
		return nil
	}
	return fault.On("email", "member.domain", "domain", e.Domain(), "domains", strings.Join(names, ", "))
}

// checkDomains says what is wrong with the domains and with who may join.
func (t Tenant) checkDomains(faults *fault.List) {
	add := func(err error) { _ = faults.Add(err) }
	if len(t.Domains) > MaxDomains {
		add(fault.On("domains", "domain.tooMany", "max", strconv.Itoa(MaxDomains)))
	}
	for i, d := range t.Domains {
		same(faults, "domains", d.Name, ParseDomain)
		if t.Domain(d.Name) != i {
			add(fault.On("domains", "domain.there", "domain", d.Name))
		}
		if _, err := time.Parse(time.DateOnly, d.Proved); d.Proved != "" && err != nil {
			add(fault.On("domains", "date.malformed"))
		}
	}
	_, err := ParseJoining("joining", string(t.Joining))
	add(err)
	if t.Joining != JoiningAny && len(t.counting()) == 0 {
		add(fault.On("joining", "joining.noDomain"))
	}
}
