package tenants

import (
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// FoundArgs is an organisation to be and the person who founds it.
type FoundArgs struct {
	Name      string       `json:"name"`
	Language  string       `json:"language"`
	Member    org.MemberID `json:"member"` // the owner's
	GivenName string       `json:"givenName"`
	Surname   string       `json:"surname"`
	Email     string       `json:"email"` // confirmed by its owner before
}

// Found makes an organisation with its one owner. It is the first entry of a ledger, and only the server does it, after the
// founder has confirmed the address. Faults: tenant.exists, member.notSelf, and those of the fields, all at once.
var Found = ledger.Spec[FoundArgs]{
	Name:   "tenants.found",
	Online: true,
	Hint: func(a FoundArgs) ledger.Reads {
		return ledger.Reads{Records: []ledger.Ref{{Kind: ledger.KindMember, ID: string(a.Member)}}}
	},
	Run: func(w ledger.World, by ledger.Actor, a FoundArgs) (ledger.Outcome, error) {
		r, err := w.Record(ref(w))
		if err != nil {
			return ledger.Outcome{}, err
		}
		if r.Seq != 0 {
			return ledger.Outcome{}, fault.New(fault.Conflict, "tenant.exists")
		}
		if a.Member != by.Member {
			return ledger.Outcome{}, fault.New(fault.Forbidden, "member.notSelf")
		}
		t, m, err := a.parse(w.Now())
		if err != nil {
			return ledger.Outcome{}, err
		}
		d := ledger.Begin(w)
		if err := d.Put(ref(w), t); err != nil {
			return ledger.Outcome{}, err
		}
		if err := d.Put(ledger.Ref{Kind: ledger.KindMember, ID: string(a.Member)}, m); err != nil {
			return ledger.Outcome{}, err
		}
		d.Want(ledger.Welcome, string(a.Member))
		return d.Outcome(), nil
	},
}.Deed()

func (a FoundArgs) parse(now time.Time) (t org.Tenant, m org.Member, err error) {
	var faults fault.List
	take := func(e error) { _ = faults.Add(e) }
	t.Founded = now.UTC().Format(time.DateOnly)
	t.Name, err = org.ParseTenantName("name", a.Name)
	take(err)
	t.Language, err = org.ParseLanguage("language", a.Language)
	take(err)
	_, err = org.ParseID[org.MemberID]("member", string(a.Member))
	take(err)
	m.GivenName, err = org.ParseName("givenName", a.GivenName)
	take(err)
	m.Surname, err = org.ParseName("surname", a.Surname)
	take(err)
	m.Email, err = org.ParseEmail("email", a.Email)
	take(err)
	m.Role, m.Confirmed = org.Owner, true
	return t, m, faults.Err()
}
