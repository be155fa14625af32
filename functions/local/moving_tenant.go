package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"stellwerk/functions/internal/accounts"
	"stellwerk/functions/internal/accounts/argon"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/functions/local/archive"
	"stellwerk/shared/org"
)

// named is the tenant that the operator names, who holds all of the installation's data anyway.
func named(id string) (tenancy.Tenant, error) {
	parsed, err := org.ParseID[org.TenantID]("tenant", id)
	if err != nil {
		return tenancy.Tenant{}, fmt.Errorf("--tenant %q: want the 26 letters and digits of a tenant's id, as the log names it", id)
	}
	return tenancy.Of(parsed), nil
}

// exportTenant writes one tenant.
func (w where) exportTenant(ctx context.Context, from opened) (items int, err error) {
	tenant, err := named(w.tenant)
	if err != nil {
		return 0, err
	}
	items, err = archive.WriteTenant(ctx, from.Place, w.archive, w.tenant, func(i archive.Item) (archive.Item, error) { return table.Leaving(tenant, i) })
	if errors.Is(err, table.ErrWorkGoesOn) {
		return 0, errors.New("an import, another job or somebody's erasure goes on in the tenant: wait until it has ended")
	}
	return items, err
}

// importTenant takes one tenant in, and then its people as far as that may be.
func (w where) importTenant(ctx context.Context, to opened, id string, out io.Writer) error {
	tenant, err := named(id)
	if err != nil {
		return err
	}
	t := table.Open(to.cfg, to.Table)
	looked, err := t.Arrive(ctx, tenant)
	if err != nil {
		return err
	}
	if _, err := archive.ReadTenant(ctx, w.archive, archive.Place{}, func(i archive.Item) (archive.Item, error) {
		_, err := looked.Item(ctx, i)
		return nil, err
	}); err != nil {
		return err
	}
	if err := looked.Whole(); err != nil {
		return err // nothing was written
	}
	arrival, err := t.Arrive(ctx, tenant)
	if err != nil {
		return err
	}
	items, err := archive.ReadTenant(ctx, w.archive, to.Place, func(i archive.Item) (archive.Item, error) { return arrival.Item(ctx, i) })
	if err != nil {
		return err
	}
	people := accounts.New(t, executor.New(t, time.Now), argon.New(argon.OWASP, 1), time.Now)
	var left []org.MemberID
	for _, member := range arrival.Joined {
		let, err := people.Arrived(ctx, tenant, member)
		if err != nil {
			return fmt.Errorf("member %s: %w", member, err)
		}
		if !let {
			left = append(left, member)
		}
	}
	if err := arrival.End(ctx); err != nil {
		return err
	}
	fmt.Fprintf(out, "import: the tenant %s with %d items; let in by «forgotten password»: %d, as passwords stay where they were\n", id, items, len(arrival.Joined)-len(left))
	for _, member := range left {
		fmt.Fprintf(out, "  member %s is not let in by itself: the address has an account here, or was never confirmed. Give the member another address, or the same anew, and invite.\n", member)
	}
	return nil
}
