package lease

import (
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// Asked is what a device asked the server about its access.
type Asked struct {
	Account org.AccountID // whose data the device holds
	Tenant  org.TenantID  // of which tenant
	Nonce   string        // made for this one request
}

// Request is what to send.
func (a Asked) Request() route.AccessRequest {
	return route.AccessRequest{Tenant: string(a.Tenant), Nonce: a.Nonce}
}

// Wipe says whether the reply is a reason to give up what the device holds, with what waits to be sent. It is one only if it names what
// was asked about, belongs to this very request, and says that access is gone and why. Anything else, be it the page of a captive portal,
// an answer out of a cache, another account's cookie or a reason that this version does not know, is doubt: lock, and keep.
func Wipe(asked Asked, reply route.AccessReply) bool {
	switch reply.Reason {
	case route.AccessEnded, route.AccessDeactivated:
	default:
		return false
	}
	return !reply.Member &&
		route.CheckNonce("", asked.Nonce) == nil && reply.Nonce == asked.Nonce &&
		asked.Account != "" && reply.Account == asked.Account &&
		asked.Tenant != "" && reply.Tenant == asked.Tenant
}
