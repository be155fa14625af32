package members

import (
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Erase takes out for good whoever is deactivated, or has been deleted before: the record goes, and the effect has every value about the
// person go from the ledger. The entry that is left says that it was done, by whom, and for which id. It is not undone.
// Faults: member.notFound, member.eraseActive.
var Erase = ledger.Spec[OneMember]{
	Name:   "members.erase",
	Online: true,
	Hint:   func(a OneMember) ledger.Reads { return List{[]org.MemberID{a.Member}}.hint() },
	Run: func(w ledger.World, by ledger.Actor, a OneMember) (ledger.Outcome, error) {
		if err := by.Need(org.ManageMembers); err != nil {
			return ledger.Outcome{}, err
		}
		if err := by.Need(org.ManageTenant); err != nil {
			return ledger.Outcome{}, err
		}
		if err := (List{[]org.MemberID{a.Member}}).check(); err != nil {
			return ledger.Outcome{}, err
		}
		d := ledger.Begin(w)
		r, err := d.Record(ref(a.Member))
		if err != nil {
			return ledger.Outcome{}, err
		}
		switch m, there := r.Value.(org.Member); {
		case r.Seq == 0:
			return ledger.Outcome{}, fault.New(fault.NotFound, "member.notFound")
		case there && !m.Deactivated:
			return ledger.Outcome{}, fault.New(fault.Conflict, "member.eraseActive", "name", m.Name())
		case there:
			if err := Put(d, by, a.Member, nil); err != nil {
				return ledger.Outcome{}, err
			}
		}
		t, err := ledger.Tenant(d)
		if err != nil {
			return ledger.Outcome{}, err
		}
		t.Erased = a.Member
		if err := d.Put(ledger.Ref{Kind: ledger.KindTenant, ID: string(w.Tenant())}, t); err != nil {
			return ledger.Outcome{}, err
		}
		d.Want(ledger.Erase, string(a.Member))
		return d.Outcome(), nil
	},
}.Deed()
