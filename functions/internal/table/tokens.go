package table

import (
	"context"
	"time"

	"github.com/guregu/dynamo/v2"

	"stellwerk/functions/internal/accounts/token"
)

// Purpose is what a mail's token is for. A token for one thing is none for another.
type Purpose string

// The purposes.
const (
	ConfirmSignUp Purpose = "confirm" // for a sign-up's hash
	ResetPassword Purpose = "reset"   // for an account's id
	MoveTo        Purpose = "moveTo"  // for an account's id; Epoch is when it was asked for, in milliseconds since 1970
	LeaveTenant   Purpose = "leave"   // for a member of a tenant; Epoch is the account's
	JoinBy        Purpose = "joinBy"  // for the hash of an asking
	Join          Purpose = "join"    // for a member of a tenant; Epoch is when the invitation was sent, in milliseconds since 1970
)

// MailToken is what is known of a token that was sent by mail.
type MailToken struct {
	Purpose Purpose
	For     string
	Epoch   uint64    // of the account, or the invitation, when it was made; 0 if there is none
	Used    time.Time // zero until then
	Expires time.Time
}

type tokenItem struct {
	key
	Purpose Purpose `dynamo:"purpose"`
	For     string  `dynamo:"for"`
	Epoch   uint64  `dynamo:"epoch,omitempty"`
	Used    int64   `dynamo:"used,omitempty"` // milliseconds since 1970
	TTL     int64   `dynamo:"ttl"`
}

// PutToken stores a new token.
func (t *Table) PutToken(h token.Hash, m MailToken) Write {
	return t.putNew(tokenItem{key: tokenKey(h), Purpose: m.Purpose, For: m.For, Epoch: m.Epoch, TTL: ttl(m.Expires)})
}

// MailToken reads a token of a purpose that has not expired, used or not. Cost: 1 RCU.
func (t *Table) MailToken(ctx context.Context, h token.Hash, p Purpose) (m MailToken, found bool, err error) {
	var i tokenItem
	if found, err = t.get(ctx, tokenKey(h), &i); err != nil || !found || t.expired(i.TTL) || i.Purpose != p {
		return MailToken{}, false, err
	}
	m = MailToken{Purpose: p, For: i.For, Epoch: i.Epoch, Expires: time.Unix(i.TTL, 0).UTC()}
	if i.Used != 0 {
		m.Used = time.UnixMilli(i.Used).UTC()
	}
	return m, true, nil
}

// UseToken uses a token up; only one writer can.
func (t *Table) UseToken(h token.Hash, at time.Time) Write {
	return t.update(tokenKey(h), func(u *dynamo.Update) *dynamo.Update {
		return u.Set("used", at.UnixMilli()).If("attribute_exists(PK) AND attribute_not_exists('used')")
	})
}
