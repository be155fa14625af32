package links

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// JoinArgs is somebody who has shown that the address is theirs, and the link by which they asked to join.
type JoinArgs struct {
	Link      org.LinkID   `json:"link"`
	Member    org.MemberID `json:"member"`
	GivenName string       `json:"givenName"`
	Surname   string       `json:"surname"`
	Email     string       `json:"email"`
	Language  string       `json:"language,omitempty"`
}

// Join makes somebody a member who has come by a link, and counts that. Only the server does it.
// Faults: member.notSelf, member.exists, link.notFound, link.expired, link.full, link.domain, member.domain, member.emailTaken, and those of the fields.
var Join = ledger.Spec[JoinArgs]{
	Name:   "links.join",
	Online: true,
	Hint: func(a JoinArgs) ledger.Reads {
		r := ledger.Reads{Tenant: true, Records: []ledger.Ref{ref(a.Link), {Kind: ledger.KindMember, ID: string(a.Member)}}}
		if e, err := org.ParseEmail("email", a.Email); err == nil {
			r.Uniques = ledger.UniquesOf(org.Member{Email: e})
		}
		return r
	},
	Run: func(w ledger.World, by ledger.Actor, a JoinArgs) (ledger.Outcome, error) {
		if a.Member != by.Member {
			return ledger.Outcome{}, fault.New(fault.Forbidden, "member.notSelf")
		}
		d := ledger.Begin(w)
		at := ledger.Ref{Kind: ledger.KindMember, ID: string(a.Member)}
		if r, err := d.Record(at); err != nil {
			return ledger.Outcome{}, err
		} else if r.Seq != 0 {
			return ledger.Outcome{}, fault.New(fault.Conflict, "member.exists")
		}
		l, err := ledger.Link(d, a.Link)
		if err != nil {
			return ledger.Outcome{}, err
		}
		m, err := a.parse()
		if err != nil {
			return ledger.Outcome{}, err
		}
		if state := l.State(w.Now()); state != org.LinkOpen {
			return ledger.Outcome{}, fault.New(fault.Conflict, "link."+string(state))
		}
		t, err := ledger.Tenant(d)
		if err != nil {
			return ledger.Outcome{}, err
		}
		if err := Admits(t, l, m.Email); err != nil {
			return ledger.Outcome{}, err
		}
		m.Role, m.Confirmed = org.Role(l.Kind), true
		l.Used++
		if err := d.Put(ref(a.Link), l); err != nil {
			return ledger.Outcome{}, err
		}
		if err := d.Put(at, m); err != nil {
			return ledger.Outcome{}, err
		}
		d.Want(ledger.Joined, string(a.Member))
		return d.Outcome(), nil
	},
}.Deed()

func (a JoinArgs) parse() (m org.Member, err error) {
	var faults fault.List
	take := func(e error) { _ = faults.Add(e) }
	_, err = org.ParseID[org.MemberID]("member", string(a.Member))
	take(err)
	m.GivenName, err = org.ParseName("givenName", a.GivenName)
	take(err)
	m.Surname, err = org.ParseName("surname", a.Surname)
	take(err)
	m.Email, err = org.ParseEmail("email", a.Email)
	take(err)
	if a.Language != "" {
		_, err = org.ParseLanguage("language", a.Language)
		take(err)
		m.Language = a.Language
	}
	return m, faults.Err()
}
