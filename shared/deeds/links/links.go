// Package links holds the deeds on links by which many can join, one file each.
package links

import (
	"strings"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

func ref(id org.LinkID) ledger.Ref { return ledger.Ref{Kind: ledger.KindLink, ID: string(id)} }

func refs(ids []org.LinkID) []ledger.Ref {
	out := make([]ledger.Ref, len(ids))
	for i, id := range ids {
		out[i] = ref(id)
	}
	return out
}

// Put brings a link to the state after, if this actor may; nil ends it. Faults: actor.forbidden, and those of the fields.
func Put(d *ledger.Draft, by ledger.Actor, id org.LinkID, after *org.Link) error {
	if err := by.Need(org.ManageMembers); err != nil {
		return err
	}
	if after == nil {
		return d.Put(ref(id), nil)
	}
	if err := after.Check(); err != nil {
		return err
	}
	return d.Put(ref(id), *after)
}

// end ends a link that is there. Fault: link.notFound.
func end(d *ledger.Draft, by ledger.Actor, id org.LinkID) error {
	if _, err := ledger.Link(d, id); err != nil {
		return err
	}
	return Put(d, by, id, nil)
}

// Takes says whether somebody with an address may join by a link. Fault on email: link.domain, with the domain and those that may.
func Takes(l org.Link, e org.Email) error {
	if l.Takes(e) {
		return nil
	}
	return fault.On("email", "link.domain", "domain", e.Domain(), "domains", strings.Join(l.Domains, ", "))
}

// Admits says whether an organisation lets somebody with an address join by a link. Faults: those of Takes and of org.Tenant's MayUse.
func Admits(t org.Tenant, l org.Link, e org.Email) error {
	if err := Takes(l, e); err != nil || l.Kind == org.KindGuest {
		return err
	}
	return t.MayUse(e)
}

// most is how many links one entry ends.
const most = 20

func few(field string, ids []org.LinkID) error {
	if len(ids) > most {
		return fault.On(field, "link.many", "max", "20")
	}
	return nil
}
