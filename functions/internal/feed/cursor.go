package feed

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/visible"
)

// place is where a reader stands.
type place struct {
	Seq   uint64 `json:"q"`
	Kind  int    `json:"k,omitempty"` // index of the kind being read, in a snapshot
	After string `json:"a,omitempty"` // id of the last record read of it
}

// sealer makes cursors and reads them: AES-GCM under the installation's secret, bound to all that must still be so when the
// cursor comes back. A cursor tells its holder nothing and opens nothing to anybody else.
type sealer struct {
	aead    cipher.AEAD
	purpose string
	context []byte
}

func (f *Feed) sealer(ctx context.Context, purpose string, tenant tenancy.Tenant, by executor.Who, v visible.Viewer, head table.Head) (*sealer, error) {
	secret, err := f.table.Key(ctx, "cursor")
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, fmt.Errorf("make a cursor's cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("make a cursor's cipher: %w", err)
	}
	bound, err := json.Marshal([]string{string(tenant.ID()), string(by.Account), string(v.Member), v.Rights(), head.Epoch})
	return &sealer{aead, purpose, bound}, err
}

func (s *sealer) bound() []byte { return append([]byte(s.purpose+"\x00"), s.context...) }

func (s *sealer) seal(p place) string {
	data, err := json.Marshal(p)
	if err != nil {
		panic("feed: a place that can't be marshalled: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, data, s.bound()))
}

// open reads a cursor; ok is false for any that was not made for this reader as things stand.
func (s *sealer) open(cursor string, p *place) (ok bool) {
	sealed, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return false
	}
	data, err := s.aead.Open(nil, nil, sealed, s.bound())
	return err == nil && json.Unmarshal(data, p) == nil
}
