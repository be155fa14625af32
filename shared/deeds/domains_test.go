package deeds_test

import (
	"testing"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

type args = map[string]any

// onlyAcme lets only addresses of acme.example be users.
func (h *house) onlyAcme() {
	h.must(h.owner, "tenants.addDomain", args{"domain": "@Acme.example"})
	h.must(h.owner, "tenants.setJoining", args{"from": "", "to": "domains"})
}

func newcomer(h *house, email string, more ...any) args {
	a := args{"member": h.id(), "givenName": "Ben", "surname": "Berger", "email": email}
	for i := 0; i+1 < len(more); i += 2 {
		a[more[i].(string)] = more[i+1]
	}
	return a
}

func edited(id org.MemberID, field, from, to string) args {
	return args{"member": id, "fields": args{field: args{"from": from, "to": to}}}
}

func TestOnlyAddressesOfTheDomainsBecomeUsers(t *testing.T) {
	for _, c := range []struct {
		story string
		deed  string
		args  func(h *house) any
		code  string
	}{
		{"a user of another domain", "members.create", func(h *house) any { h.onlyAcme(); return newcomer(h, "ben@people.example") }, "member.domain"},
		{"a user of a part of the domain", "members.create", func(h *house) any { h.onlyAcme(); return newcomer(h, "ben@it.acme.example") }, "member.domain"},
		{"a user of the domain, in capitals", "members.create", func(h *house) any { h.onlyAcme(); return newcomer(h, "ben@ACME.example") }, ""},
		{"a guest of another domain", "members.create", func(h *house) any {
			h.onlyAcme()
			return newcomer(h, "ben@people.example", "kind", "guest")
		}, ""},
		{"an admin of another domain", "members.create", func(h *house) any {
			h.onlyAcme()
			return newcomer(h, "ben@people.example", "role", "admin")
		}, "member.domain"},
		{"a guest becomes a user", "members.edit", func(h *house) any {
			a := newcomer(h, "ben@people.example", "kind", "guest")
			h.must(h.owner, "members.create", a)
			h.onlyAcme()
			return edited(a["member"].(org.MemberID), "kind", "guest", "user")
		}, "member.domain"},
		{"a user gets an address elsewhere", "members.edit", func(h *house) any {
			h.onlyAcme()
			return edited(h.user.Member, "email", "Uwe@acme.example", "uwe@people.example")
		}, "member.domain"},
		{"who was there before can be edited", "members.edit", func(h *house) any {
			a := newcomer(h, "ben@people.example")
			h.must(h.owner, "members.create", a)
			h.onlyAcme()
			return edited(a["member"].(org.MemberID), "title", "", "Monteur")
		}, ""},
		{"a row of another domain", "members.import", func(h *house) any {
			h.onlyAcme()
			return args{"rows": []any{newcomer(h, "ben@people.example", "row", 2)}}
		}, "member.domain"},
		{"the last domain that counts goes", "tenants.removeDomain", func(h *house) any { h.onlyAcme(); return args{"domain": "acme.example"} }, "joining.noDomain"},
		{"proved ones only, and none is", "tenants.setJoining", func(h *house) any { h.onlyAcme(); return args{"from": "domains", "to": "proved"} }, "joining.noDomain"},
		{"a rule without a domain", "tenants.setJoining", func(*house) any { return args{"from": "", "to": "domains"} }, "joining.noDomain"},
		{"the same domain again", "tenants.addDomain", func(h *house) any { h.onlyAcme(); return args{"domain": "ACME.example"} }, "domain.there"},
		{"one that is not there goes", "tenants.removeDomain", func(h *house) any { h.onlyAcme(); return args{"domain": "people.example"} }, "domain.notFound"},
	} {
		t.Run(c.story, func(t *testing.T) {
			h := found(t)
			a := c.args(h)
			_, err := h.do(h.owner, c.deed, a)
			if c.code == "" && err != nil || c.code != "" && !fault.Is(err, c.code) {
				t.Errorf("%v, want %q", err, c.code)
			}
		})
	}
}

func TestALinkForUsersObeysTheDomains(t *testing.T) {
	h := found(t)
	h.onlyAcme()
	for kind, code := range map[string]string{"user": "member.domain", "guest": ""} {
		link := org.LinkID(h.id())
		h.must(h.owner, "links.make", args{"link": link, "kind": kind})
		id := h.id()
		_, err := h.do(ledger.Actor{Member: id}, "links.join", args{"link": link, "member": id, "givenName": "Ben", "surname": "Berger", "email": kind + "@people.example"})
		if code == "" && err != nil || code != "" && !fault.Is(err, code) {
			t.Errorf("%s: %v, want %q", kind, err, code)
		}
	}
}
