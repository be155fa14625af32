package table

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/shared/org"
)

// Keys of what belongs to no tenant: accounts and all that leads to them. They are listed in keys.go; beside those there are
//
//	PK                     SK                what                                asked for by
//	A#<account>#LOG        <ulid>            event of an account's security log  the account: 1 RCU per 4 KB; made: 1 to 2 WCU
//	A#<account>#P          <receiver>        name of a browser that is pushed to the account, what is sent to it: 1 RCU
//	Q#<receiver>           RECEIVER          browser that is pushed to           what is sent to it: 1 RCU; the account: 1 RCU each
//
//	GSI1PK                 GSI1SK            (not consistent, sparse)
//	E#OPEN                 <due>#<effect>    effects that wait                   the clock, for those that are overdue

func accountPartition(account org.AccountID) string { return "A#" + id(account) }

func profileKey(account org.AccountID) key { return key{accountPartition(account), "PROFILE"} }

const membershipPrefix = "M#"

func membershipKey(account org.AccountID, tenant org.TenantID) key {
	return key{accountPartition(account), membershipPrefix + id(tenant)}
}

func logPartition(account org.AccountID) string { return accountPartition(account) + "#LOG" }

func receiversPartition(account org.AccountID) string { return accountPartition(account) + "#P" }

func receiverNameKey(account org.AccountID, r ReceiverID) key {
	return key{receiversPartition(account), hash(r)}
}

func receiverKey(r ReceiverID) key { return key{"Q#" + hash(r), "RECEIVER"} }

// AddressKey names an e-mail address: its hash under the installation's secret, 43 characters of base64url. A dump of the
// table tells it to no dictionary.
type AddressKey string

// AddressKey returns the name of an address.
func (t *Table) AddressKey(ctx context.Context, address org.EmailKey) (AddressKey, error) {
	secret, err := t.Key(ctx, "address")
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(address))
	return AddressKey(base64.RawURLEncoding.EncodeToString(mac.Sum(nil))), nil
}

func addressKey(a AddressKey) key { return key{"N#" + hash(a), "ACCOUNT"} }

func sessionKey(h token.Hash) key { return key{"S#" + hash(h), "SESSION"} }

func signUpKey(h token.Hash) key { return key{"P#" + hash(h), "SIGNUP"} }

func askingKey(h token.Hash) key { return key{"P#" + hash(h), "ASKING"} }

func tokenKey(h token.Hash) key { return key{"K#" + hash(h), "TOKEN"} }

// hash is a hash as a part of a key. Anything else is a mistake in the program: tokens are parsed where they come in.
func hash[T ~string](h T) string {
	if b, err := base64.RawURLEncoding.Strict().DecodeString(string(h)); err != nil || len(b) != sha256.Size || len(h) != 43 {
		panic(fmt.Sprintf("table: no hash: %q", string(h)))
	}
	return string(h)
}
