package histories

import (
	"maps"
	"slices"

	"stellwerk/shared/ledger"
	"stellwerk/shared/org"
)

// reported checks that the inbox tells of each command of a device, and of each step of a job that one has become, that was stronger than what
// somebody else had done meanwhile. Of people whose rights have changed on the way it is not asked: they may not have seen it.
func (d *device) reported(t truth) {
	if d.lead == nil || !t.steady(d.p.member) {
		return
	}
	told := map[uint64]bool{}
	for _, c := range d.lead.Inbox() {
		told[c.Seq] = true
	}
	for _, e := range t.entries {
		id := e.Command
		if e.Batch != "" {
			id = org.CommandID(e.Batch)
		}
		w := d.wishes[id]
		if w == nil || w.base == 0 || e.Actor.Member != d.p.member || e.Deed != "members.deactivate" && e.Deed != "members.delete" {
			continue
		}
		if step := d.wishes[e.Command]; w.copied || w.wiped || w.undone || step != nil && (step.dismissed || step.copied) {
			continue
		}
		if met := t.met(e, w.base); met != told[e.Seq] {
			d.failf("command %s of %s, entry %d from %d on, was stronger than what somebody else did: %v; the inbox says so: %v",
				d.call(id), d.name, e.Seq, w.base, met, told[e.Seq])
		}
	}
}

// steady says that somebody's rights have never changed since they joined.
func (t truth) steady(id org.MemberID) bool {
	for _, e := range t.entries {
		for _, c := range e.Changes {
			_, role := c.After["role"]
			_, was := c.Before["deactivated"]
			_, is := c.After["deactivated"]
			if c.ID == string(id) && c.Op != ledger.Created && (c.Op == ledger.Deleted || role || was || is) {
				return false
			}
		}
	}
	return true
}

// met says whether others, between a position and an entry, have changed what the entry is about, and left it changed.
func (t truth) met(e ledger.Entry, base uint64) bool {
	type field struct{ id, name string }
	first, last := map[field]string{}, map[field]string{}
	for _, o := range t.entries[base : e.Seq-1] {
		if o.Actor.Member == e.Actor.Member {
			continue
		}
		for _, c := range o.Changes {
			if !slices.ContainsFunc(e.Changes, func(mine ledger.Change) bool { return mine.Ref() == c.Ref() }) {
				continue
			}
			for _, name := range append(slices.Collect(maps.Keys(c.Before)), slices.Collect(maps.Keys(c.After))...) {
				f := field{c.ID, name}
				if _, known := first[f]; !known {
					first[f] = string(c.Before[name])
				}
				last[f] = string(c.After[name])
			}
		}
	}
	for f := range first {
		if f.name != "confirmed" && first[f] != last[f] {
			return true
		}
	}
	return false
}
