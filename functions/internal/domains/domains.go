// Package domains shows that mail domains are an organisation's: whoever can write into a domain's part of the name system owns it.
package domains

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

const (
	// begins is how the record begins that the name system has to have.
	begins = "stellwerk-verification="
	// patience is how long the name system may take to answer.
	patience = 5 * time.Second
)

// looking is how often one organisation may have the name system asked.
var looking = table.Bucket{What: "domain.prove", Burst: 30, Every: 30 * time.Second}

// Lookup finds the TXT records of a name, as net.Resolver's LookupTXT does.
type Lookup func(ctx context.Context, name string) ([]string, error)

// Domains does that. Its methods may be called by many goroutines.
type Domains struct {
	table  *table.Table
	run    *executor.Executor
	lookup Lookup
	now    func() time.Time
}

// New makes it; lookup may be nil for the name system that the machine uses.
func New(t *table.Table, x *executor.Executor, lookup Lookup, now func() time.Time) *Domains {
	if lookup == nil {
		lookup = net.DefaultResolver.LookupTXT
	}
	return &Domains{t, x, lookup, now}
}

// Record is the TXT record that shows that a domain is the organisation's. It follows from the installation's secret, the organisation and the
// domain, so that it proves nothing for anybody else. Faults: actor.forbidden, domain.malformed.
func (d *Domains) Record(ctx context.Context, tenant tenancy.Tenant, who executor.Who, domain string) (string, error) {
	actor, err := d.run.Actor(ctx, tenant, who)
	if err != nil {
		return "", err
	}
	if err := actor.Need(org.ManageTenant); err != nil {
		return "", err
	}
	name, err := org.ParseDomain("domain", domain)
	if err != nil {
		return "", err
	}
	key, err := d.table.Key(ctx, "domain")
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(string(tenant.ID()) + name))
	return begins + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16]), nil
}

// Prove asks the name system, and notes that the domain is the organisation's if the record is there.
// Faults: those of Record; domain.notFound, domain.proved; domain.unproved with the domain if the record is not there (yet), domain.other if another
// installation's or organisation's is, domain.unreachable if the name system does not answer, domain.tooMany with seconds.
func (d *Domains) Prove(ctx context.Context, tenant tenancy.Tenant, who executor.Who, domain string) error {
	record, err := d.Record(ctx, tenant, who, domain)
	if err != nil {
		return err
	}
	name, _ := org.ParseDomain("domain", domain)
	if wait, err := d.table.Take(ctx, looking, string(tenant.ID()), 1); err != nil {
		return err
	} else if wait > 0 {
		return fault.New(fault.TooMany, "domain.wait", "seconds", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	}
	if err := d.look(ctx, name, record); err != nil {
		return err
	}
	args, err := json.Marshal(tenants.OneDomain{Domain: name})
	if err != nil {
		return err
	}
	var chance [10]byte
	rand.Read(chance[:]) // never fails
	cmd := ledger.Command{ID: org.NewID[org.CommandID](d.now().UnixMilli(), chance), Deed: tenants.ProveDomain.Name, Args: args}
	_, err = d.run.Do(ctx, tenant, who, cmd, executor.Reserved())
	return err
}

func (d *Domains) look(ctx context.Context, name, record string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found, err := d.lookup(ctx, name+".") // with the dot nothing is searched beside it
	var dns *net.DNSError
	switch {
	case err == nil && slices.ContainsFunc(found, func(s string) bool { return strings.TrimSpace(s) == record }):
		return nil
	case err == nil && slices.ContainsFunc(found, func(s string) bool { return strings.HasPrefix(s, begins) }):
		return fault.New(fault.Conflict, "domain.other", "domain", name)
	case err == nil, errors.As(err, &dns) && dns.IsNotFound:
		return fault.New(fault.Conflict, "domain.unproved", "domain", name)
	}
	return fault.New(fault.Unavailable, "domain.unreachable", "domain", name)
}
