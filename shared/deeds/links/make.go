package links

import (
	"time"

	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// MakeArgs is a link to be: what those are who join by it, how many may and with addresses of which domains.
type MakeArgs struct {
	Link     org.LinkID   `json:"link"` // made by the caller, so that both sides make the same record
	Kind     string       `json:"kind"`
	Limit    int          `json:"limit,omitempty"`
	Domains  []string     `json:"domains,omitempty"`
	Replaces []org.LinkID `json:"replaces,omitempty"` // end with it
}

// Make opens a link by which whoever has it can join, for seven days. A link whose settings shall be others is replaced: the old one opens
// nothing any more. Faults: link.exists, link.notFound of one to be replaced, link.many, and those of the fields, all at once.
var Make = ledger.Spec[MakeArgs]{
	Name: "links.make",
	Hint: func(a MakeArgs) ledger.Reads {
		return ledger.Reads{Records: refs(append([]org.LinkID{a.Link}, a.Replaces...))}
	},
	Run: func(w ledger.World, by ledger.Actor, a MakeArgs) (ledger.Outcome, error) {
		if err := by.Need(org.ManageMembers); err != nil {
			return ledger.Outcome{}, err
		}
		l, err := a.parse()
		if err != nil {
			return ledger.Outcome{}, err
		}
		l.Made, l.By = w.Now().UTC().Truncate(time.Millisecond), by.Member
		d := ledger.Begin(w)
		if r, err := d.Record(ref(a.Link)); err != nil {
			return ledger.Outcome{}, err
		} else if r.Seq != 0 {
			return ledger.Outcome{}, fault.New(fault.Conflict, "link.exists")
		}
		for _, id := range a.Replaces {
			if err := end(d, by, id); err != nil {
				return ledger.Outcome{}, err
			}
		}
		if err := Put(d, by, a.Link, &l); err != nil {
			return ledger.Outcome{}, err
		}
		return d.Outcome(), nil
	},
}.Deed()

func (a MakeArgs) parse() (l org.Link, err error) {
	var faults fault.List
	take := func(e error) { _ = faults.Add(e) }
	_, err = org.ParseID[org.LinkID]("link", string(a.Link))
	take(err)
	l.Kind, err = org.ParseKind("kind", a.Kind)
	take(err)
	l.Limit, err = org.ParseLinkLimit("limit", a.Limit)
	take(err)
	l.Domains, err = org.ParseDomains("domains", a.Domains)
	take(err)
	take(few("replaces", a.Replaces))
	return l, faults.Err()
}
