package table

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/ledger"
)

const secretLen = 32

type secretItem struct {
	key
	Secret []byte `dynamo:"secret"`
}

// Key derives a 32-byte key for one purpose from the installation's secret, which the first caller ever makes. The secret
// itself never leaves this package.
func (t *Table) Key(ctx context.Context, purpose string) ([]byte, error) {
	t.keysMutex.Lock()
	defer t.keysMutex.Unlock()
	if k, derived := t.keys[purpose]; derived {
		return k, nil
	}
	if t.secret == nil {
		secret, err := t.loadSecret(ctx)
		if err != nil {
			return nil, fmt.Errorf("load the installation's secret: %w", err)
		}
		t.secret = secret
	}
	k, err := hkdf.Key(sha256.New, t.secret, nil, "stellwerk/"+purpose, secretLen)
	if err != nil {
		return nil, err
	}
	t.keys[purpose] = k
	return k, nil
}

func (t *Table) loadSecret(ctx context.Context) ([]byte, error) {
	var item secretItem
	found, err := t.get(ctx, systemKey, &item)
	if err != nil {
		return nil, err
	}
	if !found {
		item = secretItem{key: systemKey, Secret: make([]byte, secretLen)}
		if _, err := rand.Read(item.Secret); err != nil {
			return nil, err
		}
		err := t.Transact(ctx, t.putNew(item))
		if _, second := IsRefused(err); err != nil && !second {
			return nil, err
		}
		// Another process may have been first: what is stored counts.
		if found, err = t.get(ctx, systemKey, &item); err != nil {
			return nil, err
		}
	}
	if !found || len(item.Secret) != secretLen {
		return nil, errors.New("the item SYSTEM/KEY holds no secret of 32 bytes")
	}
	return item.Secret, nil
}

// uniqueKey names the item of a unique value. The value is hashed under the installation's secret and the tenant, so that a
// dump of the table neither tells addresses to a dictionary nor shows which tenants know the same person.
func (t *Table) uniqueKey(ctx context.Context, tenant tenancy.Tenant, u ledger.Unique) (key, error) {
	secret, err := t.Key(ctx, "unique")
	if err != nil {
		return key{}, err
	}
	mac := hmac.New(sha256.New, secret)
	for _, part := range []string{string(tenant.ID()), u.What, u.Value} {
		fmt.Fprintf(mac, "%d:%s", len(part), part)
	}
	return key{tenantKey(tenant, "#U"), u.What + "#" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))}, nil
}
