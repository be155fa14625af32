package accounts

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"stellwerk/functions/internal/accounts/token"
	"stellwerk/functions/internal/executor"
	"stellwerk/functions/internal/table"
	"stellwerk/functions/internal/tenancy"
	"stellwerk/shared/deeds/links"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
	"stellwerk/shared/route"
)

// AskedEffect is a mail to somebody who wants to join by a link; for the hash of an asking.
const AskedEffect = "link.asked"

const (
	idLen    = 26
	proofLen = 22 // 16 bytes in base64url
)

// LinkText is what stands in the address of a link: the organisation, the link, and a proof that this server made it. It follows from the
// installation's secret, so that it is stored nowhere. Faults: actor.forbidden, link.notFound.
func (a *Accounts) LinkText(ctx context.Context, tenant tenancy.Tenant, who executor.Who, id org.LinkID) (string, error) {
	actor, err := a.run.Actor(ctx, tenant, who)
	if err != nil {
		return "", err
	}
	if err := actor.Need(org.ManageMembers); err != nil {
		return "", err
	}
	if _, there, err := a.link(ctx, tenant, id); err != nil {
		return "", err
	} else if !there {
		return "", fault.New(fault.NotFound, "link.notFound")
	}
	proof, err := a.linkProof(ctx, tenant.ID(), id)
	return string(tenant.ID()) + string(id) + proof, err
}

func (a *Accounts) linkProof(ctx context.Context, tenant org.TenantID, id org.LinkID) (string, error) {
	secret, err := a.table.Key(ctx, "link")
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(string(tenant) + string(id)))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16]), nil
}

// door is a link that was opened.
type door struct {
	tenant       tenancy.Tenant
	organisation org.Tenant
	id           org.LinkID
	link         org.Link
}

func deadLink() error { return fault.New(fault.NotFound, "link.dead") }

// openDoor finds the link of an address. Faults: link.dead, link.expired, link.full.
func (a *Accounts) openDoor(ctx context.Context, text string) (d door, err error) {
	if len(text) != 2*idLen+proofLen || !org.ValidID(text[:idLen]) || !org.ValidID(text[idLen:2*idLen]) {
		return d, deadLink()
	}
	tenant, id := org.TenantID(text[:idLen]), org.LinkID(text[idLen:2*idLen])
	proof, err := a.linkProof(ctx, tenant, id)
	if err != nil {
		return d, err
	}
	if !hmac.Equal([]byte(proof), []byte(text[2*idLen:])) {
		return d, deadLink()
	}
	return a.door(ctx, tenancy.Of(tenant), id)
}

// door finds a link of a tenant that can still be used. Faults: link.dead, link.expired, link.full.
func (a *Accounts) door(ctx context.Context, tenant tenancy.Tenant, id org.LinkID) (d door, err error) {
	d = door{tenant: tenant, id: id}
	there := false
	if d.organisation, d.link, there, err = a.linkAnd(ctx, tenant, id); err != nil {
		return d, err
	}
	if !there {
		return d, deadLink()
	}
	if state := d.link.State(a.now()); state != org.LinkOpen {
		return d, fault.New(fault.Conflict, "link."+string(state))
	}
	return d, nil
}

func (a *Accounts) link(ctx context.Context, tenant tenancy.Tenant, id org.LinkID) (org.Link, bool, error) {
	_, l, there, err := a.linkAnd(ctx, tenant, id)
	return l, there, err
}

func (a *Accounts) linkAnd(ctx context.Context, tenant tenancy.Tenant, id org.LinkID) (organisation org.Tenant, l org.Link, there bool, err error) {
	in, at := ledger.Ref{Kind: ledger.KindTenant, ID: string(tenant.ID())}, ledger.Ref{Kind: ledger.KindLink, ID: string(id)}
	s, err := a.table.Look(ctx, tenant, table.Question{Reads: ledger.Reads{Records: []ledger.Ref{in, at}}})
	if err != nil {
		return organisation, l, false, err
	}
	organisation, _ = s.Records[in].Value.(org.Tenant)
	l, there = s.Records[at].Value.(org.Link)
	return organisation, l, there, nil
}

// OpenLink tells what a link to join leads to. It uses nothing up. Faults: link.dead, link.expired, link.full, link.tooMany with seconds.
// Cost: 2 RCU, and 2 WCU of the limit.
func (a *Accounts) OpenLink(ctx context.Context, from string, in route.LinkRequest) (route.LinkReply, error) {
	if err := a.take(ctx, "link.tooMany", taking{linkNetwork, network(from)}); err != nil {
		return route.LinkReply{}, err
	}
	d, err := a.openDoor(ctx, in.Link)
	return route.LinkReply{Organisation: d.organisation.Name, Kind: d.link.Kind, Until: d.link.Until(), Domains: d.link.Domains}, err
}

// AskToJoin has a mail sent to the address of somebody who wants to join by a link. Nobody is a member before the link in that mail is
// followed, and the answer is the same whether the address is known here or not.
// Faults: those of OpenLink; link.domain, member.domain, those of the fields, all at once; signUp.tooMany and mail.tooMany with seconds.
func (a *Accounts) AskToJoin(ctx context.Context, from string, in route.AskRequest) error {
	if err := a.take(ctx, "link.tooMany", taking{linkNetwork, network(from)}); err != nil {
		return err
	}
	d, err := a.openDoor(ctx, in.Link)
	if err != nil {
		return err
	}
	asking, err := parseAsking(in)
	if err != nil {
		return err
	}
	if err := links.Admits(d.organisation, d.link, asking.Email); err != nil {
		return err
	}
	if err := a.take(ctx, "signUp.tooMany", taking{askNetwork, network(from)}); err != nil {
		return err
	}
	if err := a.takeMail(ctx, asking.Email); err != nil {
		return err
	}
	address, err := a.table.AddressKey(ctx, asking.Email.Key())
	if err != nil {
		return err
	}
	now := a.now()
	asking.Hash, asking.Tenant, asking.Link = token.New().Hash(), d.tenant.ID(), d.id
	asking.Member, asking.Expires = newID[org.MemberID](now), now.Add(ConfirmLife)
	return a.table.Transact(ctx, a.table.PutAsking(asking, address), a.effect(now, AskedEffect, string(asking.Hash)))
}

func parseAsking(in route.AskRequest) (asking table.Asking, err error) {
	var faults fault.List
	take := func(e error) { _ = faults.Add(e) }
	asking.GivenName, err = org.ParseName("givenName", in.GivenName)
	take(err)
	asking.Surname, err = org.ParseName("surname", in.Surname)
	take(err)
	asking.Email, err = parseReachable("email", in.Email)
	take(err)
	asking.Language, err = org.ParseLanguage("language", in.Language)
	take(err)
	return asking, faults.Err()
}

// openAsking finds what the link in a mail to somebody who asked to join leads to. Whoever is a member with that address already, and has
// not joined, becomes that one. Faults: those of door, invitation.link, invitation.accepted.
func (a *Accounts) openAsking(ctx context.Context, t token.Hash, m table.MailToken) (i invitation, err error) {
	hash, ok := token.ParseHash(m.For)
	if !ok {
		return i, deadInvitation()
	}
	asking, found, err := a.table.Asking(ctx, hash)
	if err != nil {
		return i, err
	}
	if !found || !m.Used.IsZero() {
		return i, deadInvitation()
	}
	d, err := a.door(ctx, tenancy.Of(asking.Tenant), asking.Link)
	if err != nil {
		return i, err
	}
	i = invitation{token: t, tenant: d.tenant, organisation: d.organisation.Name, id: asking.Member, until: asking.Expires, by: d.id}
	i.member = org.Member{GivenName: asking.GivenName, Surname: asking.Surname, Email: asking.Email, Role: org.Role(d.link.Kind), Language: string(asking.Language)}
	i.address, err = a.table.AddressKey(ctx, asking.Email.Key())
	if err != nil {
		return i, err
	}
	known := ledger.UniquesOf(i.member)[0]
	s, err := a.table.Look(ctx, d.tenant, table.Question{Reads: ledger.Reads{Uniques: []ledger.Unique{known}}})
	if err != nil || s.Uniques[known] == "" {
		return i, err
	}
	i.id, i.by = org.MemberID(s.Uniques[known]), ""
	now, err := a.table.Standing(ctx, i.tenant, i.id)
	i.member, i.linked = now.Member, now.Access.Account
	switch {
	case err != nil:
		return i, err
	case !now.There || now.Member.Deactivated:
		return i, deadInvitation()
	case now.Member.Confirmed:
		return i, fault.New(fault.Conflict, "invitation.accepted")
	}
	return i, nil
}
