package route

import (
	"strconv"

	"stellwerk/shared/fault"
	"stellwerk/shared/org"
)

// AccessRequest asks how the signed-in account stands to a tenant. The nonce is made for this request alone: an answer that
// does not repeat it is the answer to something else.
type AccessRequest struct {
	Tenant string `json:"tenant"`
	Nonce  string `json:"nonce"` // MinNonce to MaxNonce characters of base64url
}

// Lengths of a nonce, in characters.
const (
	MinNonce = 16
	MaxNonce = 64
)

// AccessReason says why an account has no access, or not yet again.
type AccessReason string

// The reasons.
const (
	AccessEnded       AccessReason = "ended"       // no member of this tenant; of one that doesn't exist nobody is
	AccessDeactivated AccessReason = "deactivated" // a member, put out of service; told to that person only
	AccessSignIn      AccessReason = "signIn"      // a member; access was ended and given back since this sign-in: sign in again
)

// AccessReply names everything that it is about, so that nothing else is taken for it.
type AccessReply struct {
	Account org.AccountID `json:"account"`
	Tenant  org.TenantID  `json:"tenant"`
	Nonce   string        `json:"nonce"` // the request's
	Member  bool          `json:"member"`
	Reason  AccessReason  `json:"reason"` // empty for a member whose sign-in opens the tenant
}

// CheckNonce accepts MinNonce to MaxNonce characters of base64url. Fault: nonce.malformed.
func CheckNonce(field, s string) error {
	ok := len(s) >= MinNonce && len(s) <= MaxNonce
	for i := 0; i < len(s) && ok; i++ {
		c := s[i]
		ok = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
	}
	if !ok {
		return fault.On(field, "nonce.malformed", "min", strconv.Itoa(MinNonce), "max", strconv.Itoa(MaxNonce))
	}
	return nil
}
