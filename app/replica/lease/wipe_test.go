package lease

import (
	"encoding/json"
	"testing"

	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

const (
	ben   org.AccountID = "01J0000000000000000000BEN0"
	eve   org.AccountID = "01J0000000000000000000EVE0"
	acme  org.TenantID  = "01J0000000000000000000ACME"
	other org.TenantID  = "01J000000000000000000THER0"
	nonce               = "0123456789abcdef_-"
)

func TestOnlyAClearAnswerToThisVeryRequestWipes(t *testing.T) {
	asked := Asked{ben, acme, nonce}
	gone := route.AccessReply{Account: ben, Tenant: acme, Nonce: nonce, Reason: route.AccessEnded}
	with := func(change func(*route.AccessReply)) route.AccessReply {
		r := gone
		change(&r)
		return r
	}
	for _, c := range []struct {
		story string
		asked Asked
		reply route.AccessReply
		wipe  bool
	}{
		{"access has ended", asked, gone, true},
		{"deactivated", asked, with(func(r *route.AccessReply) { r.Reason = route.AccessDeactivated }), true},
		{"still a member", asked, with(func(r *route.AccessReply) { r.Member, r.Reason = true, "" }), false},
		{"a member who has to sign in again", asked, with(func(r *route.AccessReply) { r.Member, r.Reason = true, route.AccessSignIn }), false},
		{"a member, and a reason that speaks against it", asked, with(func(r *route.AccessReply) { r.Member = true }), false},
		{"no member, without a reason", asked, with(func(r *route.AccessReply) { r.Reason = "" }), false},
		{"a reason of a later version", asked, with(func(r *route.AccessReply) { r.Reason = "suspended" }), false},
		{"signing in again is no reason", asked, with(func(r *route.AccessReply) { r.Reason = route.AccessSignIn }), false},
		{"the answer to an earlier request", asked, with(func(r *route.AccessReply) { r.Nonce = "another-nonce-0123" }), false},
		{"somebody else's cookie", asked, with(func(r *route.AccessReply) { r.Account = eve }), false},
		{"another tenant's", asked, with(func(r *route.AccessReply) { r.Tenant = other }), false},
		{"an empty answer", asked, route.AccessReply{}, false},
		{"an empty answer to an empty question", Asked{}, route.AccessReply{Reason: route.AccessEnded}, false},
		{"a nonce that anybody could guess", Asked{ben, acme, "1"}, with(func(r *route.AccessReply) { r.Nonce = "1" }), false},
	} {
		if got := Wipe(c.asked, c.reply); got != c.wipe {
			t.Errorf("%s: wipes %v, want %v", c.story, got, c.wipe)
		}
	}
}

// Whatever a stranger's server answers in JSON, a device that asked with a nonce keeps what it has.
func FuzzAForeignAnswerNeverWipes(f *testing.F) {
	for _, s := range []string{`{}`, `{"member":false,"reason":"ended"}`, `{"nonce":"","account":"","tenant":"","reason":"ended"}`, `[]`, `null`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		var reply route.AccessReply
		if json.Unmarshal([]byte(answer), &reply) == nil && reply.Nonce != nonce && Wipe(Asked{ben, acme, nonce}, reply) {
			t.Errorf("%s wipes", answer)
		}
	})
}
