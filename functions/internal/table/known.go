package table

import (
	"context"
	"errors"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/org"
)

// known is by what it is found that somebody speaks of an address: a tenant, about one of its members, or whoever wants to found or to join one.
type known struct {
	Address string `dynamo:"GSI1PK"`
	Tenant  string `dynamo:"GSI1SK"`
}

func knownTo(address AddressKey, tenant org.TenantID) known {
	return known{addressKey(address).PK, id(tenant)}
}

type knownItem struct {
	key
	Tenant string `dynamo:"GSI1SK"`
	TTL    int64  `dynamo:"ttl"`
}

// KnownElsewhere says whether another tenant than this has a member with an address, or somebody waits who wants to found or join another with it. It
// may lag by a moment, and says nothing of accounts. Cost: 0.5 RCU per 4 KB.
func (t *Table) KnownElsewhere(ctx context.Context, here tenancy.Tenant, address AddressKey) (bool, error) {
	var items []knownItem
	if err := t.items.Get("GSI1PK", addressKey(address).PK).Index("GSI1").All(ctx, &items); err != nil && !errors.Is(err, dynamo.ErrNotFound) {
		return false, err
	}
	for _, i := range items {
		if i.Tenant != id(here.ID()) && (i.TTL == 0 || !t.expired(i.TTL)) {
			return true, nil
		}
	}
	return false, nil
}
