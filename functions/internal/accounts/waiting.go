package accounts

import (
	"context"
	"strconv"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/shared/fault"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Waiting notes how many commands wait in the session's browser to be sent to a tenant, so that one whose storage was cleared can be
// told what is lost. Faults: id.malformed, waiting.range, tenant.notFound where the session opens no such tenant, session.missing.
// Cost: 4 RCU, and 1 WCU if the number is another than before.
func (a *Accounts) Waiting(ctx context.Context, s Session, in route.WaitingRequest) error {
	var faults fault.List
	t, err := org.ParseID[org.TenantID]("tenant", in.Tenant)
	_ = faults.Add(err)
	if in.Waiting < 0 || in.Waiting > route.MaxWaiting {
		_ = faults.Add(fault.On("waiting", "waiting.range", "max", strconv.Itoa(route.MaxWaiting)))
	}
	if err := faults.Err(); err != nil {
		return err
	}
	if _, err := a.Membership(ctx, s, t); err != nil {
		return err
	}
	if s.waiting[t] == in.Waiting {
		return nil
	}
	found, err := a.table.SetWaiting(ctx, s.hash, t, in.Waiting)
	if err == nil && !found {
		return missing()
	}
	return err
}

// Inherit lets the session that was just begun take over what is known to wait in its browser, where that still has the cookie of an
// earlier session of the same account, be it over or not. Cost: 1 RCU, and 1 WCU for each tenant for which something waits.
func (a *Accounts) Inherit(ctx context.Context, s Session, earlier string) (Session, error) {
	t, ok := token.Parse(earlier)
	if !ok || t.Hash() == s.hash {
		return s, nil
	}
	before, found, err := a.table.LastSession(ctx, t.Hash())
	if err != nil || !found || before.Account != s.Account {
		return s, err
	}
	for tenant, n := range before.Waiting {
		if _, err := a.table.SetWaiting(ctx, s.hash, tenant, n); err != nil {
			return s, err
		}
	}
	s.waiting = before.Waiting
	return s, nil
}
