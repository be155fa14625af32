package domains_test

import (
	"context"
	"errors"
	"net"
	"testing"

	"stellwerk/functions/internal/domains"
	"stellwerk/functions/internal/testworld"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/fault"
)

func TestADomainIsProvedByItsRecord(t *testing.T) {
	w := testworld.Open(t)
	acme, other := w.FoundFull(t), w.Found(t)
	acme.Do(t, acme.Owner, tenants.AddDomain.Name, tenants.OneDomain{Domain: "Acme.example"})
	found, broken := []string{}, error(nil)
	d := domains.New(w.Table, w.Executor, func(_ context.Context, name string) ([]string, error) {
		if name != "acme.example." {
			return nil, &net.DNSError{IsNotFound: true}
		}
		return found, broken
	}, w.Clock.Now)
	record, err := d.Record(t.Context(), acme.Tenant, acme.Owner, "acme.example")
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := d.Record(t.Context(), other.Tenant, other.Owner, "acme.example")
	if err != nil || foreign == record {
		t.Fatalf("two organisations have the record %s, %v", foreign, err)
	}
	prove := func(domain string) error { return d.Prove(t.Context(), acme.Tenant, acme.Owner, domain) }
	for _, c := range []struct {
		story  string
		has    []string
		broken error
		domain string
		want   string
	}{
		{"none", nil, nil, "acme.example", "domain.unproved"},
		{"one of somebody else's", []string{"v=spf1 -all"}, nil, "acme.example", "domain.unproved"},
		{"another organisation's", []string{foreign}, nil, "acme.example", "domain.other"},
		{"no such name", nil, nil, "birk.example", "domain.unproved"},
		{"no answer", nil, errors.New("timeout"), "acme.example", "domain.unreachable"},
		{"no domain", nil, nil, "acme", "domain.malformed"},
		{"its own", []string{"v=spf1 -all", record}, nil, "ACME.example", ""},
		{"its own, again", []string{record}, nil, "acme.example", "domain.proved"},
	} {
		found, broken = c.has, c.broken
		err := prove(c.domain)
		got := ""
		if f := fault.First(err); f != nil {
			got = f.Code
		} else if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.story, got, c.want)
		}
	}
	for _, who := range []struct {
		name string
		err  error
	}{{"a user", second(d.Record(t.Context(), acme.Tenant, acme.User, "acme.example"))}, {"a guest", d.Prove(t.Context(), acme.Tenant, acme.Guest, "acme.example")}} {
		if !fault.Is(who.err, "actor.forbidden") {
			t.Errorf("%s: %v", who.name, who.err)
		}
	}
	if entries := acme.Ledger(t); entries[len(entries)-1].Deed != tenants.ProveDomain.Name {
		t.Errorf("the last entry is %s", entries[len(entries)-1].Deed)
	}
}

func second[T any](_ T, err error) error { return err }
