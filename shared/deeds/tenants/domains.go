package tenants

import (
	"slices"
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// OneDomain names a mail domain, in any spelling.
type OneDomain struct {
	Domain string `json:"domain"`
}

// AddDomain says that a mail domain is the organisation's; whether it is, is not known before it is proved.
// Faults: domain.there, domain.tooMany, and those of the domain.
var AddDomain = ledger.Spec[OneDomain]{
	Name: "tenants.addDomain",
	Run: func(w ledger.World, by ledger.Actor, a OneDomain) (ledger.Outcome, error) {
		return change(w, by, func(t *org.Tenant) error {
			name, err := org.ParseDomain("domain", a.Domain)
			switch {
			case err != nil:
				return err
			case t.Domain(name) >= 0:
				return fault.On("domain", "domain.there", "domain", name)
			}
			t.Domains = append(slices.Clone(t.Domains), org.MailDomain{Name: name})
			return nil
		})
	},
}.Deed()

// RemoveDomain takes a mail domain away. Who is a user with an address of it stays one. Faults: domain.notFound, joining.noDomain if it was the last
// whose addresses may become users, and those of the domain.
var RemoveDomain = ledger.Spec[OneDomain]{
	Name: "tenants.removeDomain",
	Run: func(w ledger.World, by ledger.Actor, a OneDomain) (ledger.Outcome, error) {
		return onDomain(w, by, a, func(t *org.Tenant, at int) error {
			t.Domains = slices.Delete(t.Domains, at, at+1)
			return nil
		})
	},
}.Deed()

// ProveDomain notes that the name system has shown that a domain is the organisation's. Only the server does it, which has looked.
// Faults: domain.notFound, domain.proved.
var ProveDomain = ledger.Spec[OneDomain]{
	Name:   "tenants.proveDomain",
	Online: true,
	Run: func(w ledger.World, by ledger.Actor, a OneDomain) (ledger.Outcome, error) {
		return onDomain(w, by, a, func(t *org.Tenant, at int) error {
			if t.Domains[at].Proved != "" {
				return fault.New(fault.Conflict, "domain.proved", "domain", t.Domains[at].Name)
			}
			t.Domains[at].Proved = w.Now().UTC().Format(time.DateOnly)
			return nil
		})
	},
}.Deed()

// onDomain changes a copy of the domains.
func onDomain(w ledger.World, by ledger.Actor, a OneDomain, do func(t *org.Tenant, at int) error) (ledger.Outcome, error) {
	return change(w, by, func(t *org.Tenant) error {
		name, err := org.ParseDomain("domain", a.Domain)
		if err != nil {
			return err
		}
		at := t.Domain(name)
		if at < 0 {
			return fault.New(fault.NotFound, "domain.notFound", "domain", name)
		}
		t.Domains = slices.Clone(t.Domains)
		return do(t, at)
	})
}

// JoiningArgs is whose addresses may become users, as it was seen and as it shall be.
type JoiningArgs struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// SetJoining says whose addresses may become users from now on; who is one stays one.
// Faults: joining.unknown, joining.noDomain without a domain that counts, tenant.joiningMeanwhile, edit.none.
var SetJoining = ledger.Spec[JoiningArgs]{
	Name: "tenants.setJoining",
	Run: func(w ledger.World, by ledger.Actor, a JoiningArgs) (ledger.Outcome, error) {
		return change(w, by, func(t *org.Tenant) error {
			to, err := org.ParseJoining("joining", a.To)
			switch {
			case err != nil:
				return err
			case t.Joining == to:
				return fault.New(fault.Conflict, "edit.none")
			case string(t.Joining) != a.From:
				return fault.New(fault.Conflict, "tenant.joiningMeanwhile").On("joining")
			}
			t.Joining = to
			return nil
		})
	},
}.Deed()
