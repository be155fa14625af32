// Package undo holds the deed that takes entries back.
package undo

import (
	"strconv"

	"stellwerk/shared/deeds/groups"
	"stellwerk/shared/deeds/links"
	"stellwerk/shared/deeds/members"
	"stellwerk/shared/deeds/tenants"
	"stellwerk/shared/fault"
	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// Args names the entries to take back, in the order in which that is done: the latest first.
type Args struct {
	Entries []uint64 `json:"entries"`
}

// Undo takes entries back, all their changes or none. It has no right of its own: each change back passes the rules that
// the deeds pass, judged by what the actor may today. What an entry changed must not have been changed since. Making somebody
// an admin again is a grant and not an undo.
// Faults: undo.none, entry.notFound, undo.changedSince (with the entry that did), undo.erased, undo.reported, undo.grants, and those of the rules.
var Undo = ledger.Spec[Args]{
	Name: "ledger.undo",
	Hint: func(a Args) ledger.Reads { return ledger.Reads{Entries: a.Entries} },
	Cut: func(a Args) []Args {
		var out []Args
		for _, seq := range a.Entries {
			out = append(out, Args{[]uint64{seq}})
		}
		return out
	},
	Run: func(w ledger.World, by ledger.Actor, a Args) (ledger.Outcome, error) {
		if err := by.Need(org.ReadLedger); err != nil {
			return ledger.Outcome{}, err
		}
		if len(a.Entries) == 0 {
			return ledger.Outcome{}, fault.On("entries", "undo.none")
		}
		d := ledger.Begin(w)
		seqs := map[ledger.Ref]uint64{}
		for _, seq := range a.Entries {
			e, err := w.Entry(seq)
			if err != nil {
				return ledger.Outcome{}, err
			}
			if e.Erased() || e.Deed == members.Erase.Name {
				return ledger.Outcome{}, fault.New(fault.Conflict, "undo.erased", "entry", strconv.FormatUint(seq, 10))
			}
			if e.Deed == members.Leave.Name && e.Changes[0].After != nil { // bringing a deleted record back is another matter
				return ledger.Outcome{}, fault.New(fault.Conflict, "undo.left", "entry", strconv.FormatUint(seq, 10))
			}
			if e.Deed == members.StorageReported { // what was reported was reported
				return ledger.Outcome{}, fault.New(fault.Conflict, "undo.reported", "entry", strconv.FormatUint(seq, 10))
			}
			if err := takeBack(d, by, e, seqs); err != nil {
				return ledger.Outcome{}, err
			}
			d.Undone(seq)
		}
		return d.Outcome(), nil
	},
}.Deed()

// takeBack reverts one entry on the draft. reverted says to which entry a record has been brought back already.
func takeBack(d *ledger.Draft, by ledger.Actor, e ledger.Entry, reverted map[ledger.Ref]uint64) error {
	for i := len(e.Changes) - 1; i >= 0; i-- {
		c := e.Changes[i]
		r, err := d.Record(c.Ref())
		if err != nil {
			return err
		}
		if reverted[c.Ref()] == 0 {
			last, err := changedBy(d, c.Ref(), r.Seq, e.Seq)
			if err != nil {
				return err
			}
			if last != e.Seq {
				return fault.New(fault.Conflict, "undo.changedSince", "entry", strconv.FormatUint(e.Seq, 10), "by", strconv.FormatUint(last, 10))
			}
		}
		fields, err := c.Revert(ledger.FieldsOf(r.Value))
		if err != nil {
			return fault.New(fault.Conflict, "undo.changedSince", "entry", strconv.FormatUint(e.Seq, 10), "by", strconv.FormatUint(r.Seq, 10))
		}
		after, err := ledger.EntityOf(c.Kind, fields)
		if err != nil {
			return err
		}
		if err := put(d, by, c.Ref(), r.Value, after); err != nil {
			return err
		}
		reverted[c.Ref()] = e.Seq
	}
	return nil
}

// maxReports is over how many reports of connected systems what people did is taken back: each is read. Two systems may report every day of the month in
// which something can be.
const maxReports = 64

// changedBy is the entry that last changed a record, leaving out those after since by which connected systems reported something about it: they are nobody's work.
func changedBy(d *ledger.Draft, ref ledger.Ref, last, since uint64) (uint64, error) {
	for range maxReports {
		if last <= since {
			break
		}
		e, err := d.Entry(last)
		if fault.All(err) != nil {
			break // what is not here may be anybody's work
		}
		if err != nil {
			return 0, err
		}
		over := members.ReportedOver(e, ref)
		if over == 0 {
			break
		}
		last = over
	}
	return last, nil
}

// put brings a record back through the rules of its kind.
func put(d *ledger.Draft, by ledger.Actor, ref ledger.Ref, before, after ledger.Entity) error {
	switch ref.Kind {
	case ledger.KindMember:
		m, there := after.(org.Member)
		if !there {
			return members.Put(d, by, org.MemberID(ref.ID), nil)
		}
		was, _ := before.(org.Member)
		if m.Role == org.Admin && was.Role != org.Admin {
			return fault.New(fault.Forbidden, "undo.grants", "name", m.Name())
		}
		return members.Put(d, by, org.MemberID(ref.ID), &m)
	case ledger.KindGroup:
		g, there := after.(org.Group)
		if !there {
			return groups.Put(d, by, org.GroupID(ref.ID), nil)
		}
		return groups.Put(d, by, org.GroupID(ref.ID), &g)
	case ledger.KindLink:
		l, there := after.(org.Link)
		if !there {
			return links.Put(d, by, org.LinkID(ref.ID), nil)
		}
		return links.Put(d, by, org.LinkID(ref.ID), &l)
	case ledger.KindTenant:
		t, there := after.(org.Tenant)
		if !there {
			return tenants.Put(d, by, nil)
		}
		return tenants.Put(d, by, &t)
	}
	return fault.New(fault.Invalid, "record.kind", "kind", string(ref.Kind))
}
